# storywatch in an image: the locked, hashed dependencies, and the command on the path.
ARG PYTHON_VERSION=3.11
FROM python:${PYTHON_VERSION}-slim-bookworm AS built
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /opt/storywatch
COPY pyproject.toml uv.lock ./
RUN uv export --quiet --frozen --no-dev --no-emit-project --output-file locked.txt \
    && uv venv --quiet .venv \
    && uv pip install --quiet --python .venv/bin/python --require-hashes -r locked.txt
COPY . .
RUN uv pip install --quiet --python .venv/bin/python --no-deps --editable . \
    && .venv/bin/python -m compileall -q storywatch crawler pipelines newsstand

FROM python:${PYTHON_VERSION}-slim-bookworm
RUN useradd --uid 10001 --create-home storywatch \
    && install -d -o storywatch -g storywatch /data /desk
COPY --from=built /opt/storywatch /opt/storywatch
ENV PATH=/opt/storywatch/.venv/bin:$PATH STORYWATCH_DATA_DIR=/data PYTHONUNBUFFERED=1
USER storywatch
# A folder with outlets/ and topics/ that is mounted here is the desk; without, those that come along.
WORKDIR /desk
VOLUME /data
ENTRYPOINT ["storywatch"]
CMD ["watch"]
