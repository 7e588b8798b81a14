# One command for each thing one does here; `make help` lists them.
PYTHON ?= python3
UV_VERSION := 0.13.9
MAILPIT_VERSION := v1.27.11
BIN := .venv/bin
ROOMS := storywatch crawler pipelines newsstand
export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help setup demo mailpit test test-all lint audit format peers bench run docs clean

help: ## lists the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: .venv/.ready ## makes .venv with the locked, hashed dependencies and the storywatch command

# The lock is exported and installed with --require-hashes, so that it holds with any package index.
.venv/.ready: pyproject.toml uv.lock
	@command -v uv >/dev/null || test -x .uv/bin/uv || \
		{ $(PYTHON) -m venv .uv && .uv/bin/python -m pip install --quiet uv==$(UV_VERSION); }
	@uv=$$(command -v uv || echo .uv/bin/uv); \
		$$uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
		$$uv export --quiet --frozen --all-groups --no-emit-project --output-file .venv/locked.txt >/dev/null && \
		$$uv pip install --quiet --python $(BIN)/python --require-hashes -r .venv/locked.txt && \
		$$uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/python -m compileall -q -j 0 .venv/lib $(ROOMS) >/dev/null 2>&1 || true  # starts sooner
	@touch $@

demo: setup ## crawls five replica outlets by topic and shows what was found
	@$(BIN)/storywatch demo

test: setup ## runs the tests: no docker, no network
	$(BIN)/python -m pytest -n auto $(ARGS)

mailpit: ## builds the mail server that a test sends to, where there is a Go toolchain
	@test -x build/mailpit || if command -v go >/dev/null; then \
		GOBIN=$(CURDIR)/build go install github.com/axllent/mailpit@$(MAILPIT_VERSION) \
			|| echo "Mailpit cannot be built here: the test that sends to it is skipped"; \
	else echo "no Go toolchain: the test against a real mail server is skipped"; fi

lint: setup ## format, style, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: setup ## looks the locked versions up among known vulnerabilities; needs a network
	@.ci/audit $(ARGS)

format: setup ## formats the code and mends what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

peers: ## installs other extractors apart, for `make bench ARGS=--peers`
	@test -x build/peers/bin/python || $(PYTHON) -m venv build/peers
	@env -u PYTHONPATH build/peers/bin/python -m pip install --quiet -r bench/peers.txt

bench: setup ## prints extraction quality and speed against the floors
	$(BIN)/python -m bench $(ARGS)

run: setup ## serves the replica outlets by hand, for trying things out
	$(BIN)/storywatch newsstand

docs: setup ## checks that the manual is whole and its examples run
	$(BIN)/python -m pytest tests/docs $(ARGS)

clean: ## drops what was made here, never your data
	rm -rf .venv .uv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis demo-data
