"""docker-compose.yml and what lies around it, as far as that can be known without docker."""

from __future__ import annotations

import json
import re
import stat
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from storywatch.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")
DOCUMENT: dict[str, Any] = yaml.safe_load(COMPOSE)
SERVICES: dict[str, dict[str, Any]] = DOCUMENT["services"]
SCHEMA = json.loads(Path(__file__).with_name("compose-spec.schema.json").read_text("utf-8"))
GUIDE = ROOT / "docs" / "guide"
VARIABLE = re.compile(r"\$\{([A-Z_]+)")
ENDS = {"certificates", "users", "index", "dashboards"}


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_it_is_what_the_compose_specification_allows() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(DOCUMENT)


def test_a_mistake_would_be_seen() -> None:
    broken = {**DOCUMENT, "services": {"watcher": {"image": "x", "mem_limits": "1g"}}}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(broken)


def test_every_variable_stands_in_the_example_and_in_the_guide() -> None:
    variables = set(VARIABLE.findall(COMPOSE))
    guide = (GUIDE / "operations.md").read_text("utf-8")

    assert variables == set(example())
    assert [name for name in sorted(variables) if f"`{name}`" not in guide] == []


def test_every_service_has_bounds_and_says_when_it_is_well() -> None:
    for name, service in SERVICES.items():
        assert service["mem_limit"], name
        if name not in ENDS:
            assert service["restart"] == "unless-stopped", name
    assert all("healthcheck" in SERVICES[name] for name in ("elasticsearch", "kibana"))


def test_whoever_is_waited_for_is_there_and_can_be() -> None:
    for name, service in SERVICES.items():
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                # One that ends may have ended before anybody saw it healthy.
                assert "healthcheck" in SERVICES[other], (name, other)
                assert other not in ENDS, (name, other)
            else:
                assert how["condition"] == "service_completed_successfully"
                assert other in ENDS, (name, other)


def test_services_start_in_some_order() -> None:
    waits = {name: set(service.get("depends_on", ())) for name, service in SERVICES.items()}

    order = list(TopologicalSorter(waits).static_order())

    wanted = ["certificates", "elasticsearch", "users", "index", "watcher"]
    assert [name for name in order if name in wanted] == wanted


def test_scripts_that_services_run_are_there_and_mounted() -> None:
    for name in ("certificates", "users"):
        script = SERVICES[name]["command"][1]
        assert "./docker:/set-up:ro" in SERVICES[name]["volumes"]
        assert (ROOT / script.replace("/set-up/", "docker/")).is_file(), name


def test_the_image_is_built_by_one_service_and_whoever_uses_it_waits_for_that() -> None:
    builders = [name for name, service in SERVICES.items() if "build" in service]
    assert builders == ["index"]
    users = {name for name, service in SERVICES.items() if "STORYWATCH_IMAGE" in service["image"]}
    # The demo's newsstand alone does not; nobody starts it without the watcher that does.
    waiting = {name for name in users if "index" in SERVICES[name].get("depends_on", ())}
    assert users - waiting == {"index", "newsstand"}


def test_what_storywatch_is_told_is_something_that_it_reads() -> None:
    told = {
        name
        for service in SERVICES.values()
        for name in service.get("environment", ())
        if name.startswith("STORYWATCH_") and "STORYWATCH_IMAGE" in service["image"]
    }
    code = "".join(path.read_text("utf-8") for path in (ROOT / "storywatch").rglob("*.py"))
    by_field = {f"STORYWATCH_{name.upper()}" for name in Settings.__dataclass_fields__}
    assert {name for name in told - by_field if name not in code} == set()


def test_the_desk_s_settings_give_way_to_those_of_the_containers() -> None:
    watcher = SERVICES["watcher"]
    (settings,) = watcher["env_file"]
    assert settings == {"path": "${STORYWATCH_DESK:-./desk}/settings.env", "required": False}
    assert watcher["environment"]["STORYWATCH_DATA_DIR"] == "/data"
    assert "journal:/data" in watcher["volumes"]


def test_ports_are_on_loopback_and_security_is_on() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    settings = SERVICES["elasticsearch"]["environment"]
    assert settings["xpack.security.enabled"] == "true"
    assert settings["xpack.security.http.ssl.enabled"] == "true"


def test_volumes_are_declared_and_used() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", ())
        if not volume.startswith((".", "$"))
    }
    assert used == set(DOCUMENT["volumes"])


def test_the_watcher_has_the_rights_of_the_guide_and_no_more() -> None:
    role = json.loads((ROOT / "docker" / "storywatch-role.json").read_text("utf-8"))
    guide = (GUIDE / "elasticsearch.md").read_text("utf-8")
    (block,) = re.findall(r"POST /_security/api_key\n(\{.*?\n\})", guide, re.DOTALL)

    assert json.loads(block)["role_descriptors"]["storywatch"] == role
    assert SERVICES["watcher"]["environment"]["STORYWATCH_ES_USER"] == "storywatch"
    assert SERVICES["watcher"]["command"] == ["watch", "--json"]


def test_both_parts_of_the_stack_have_one_version_of_the_nine_series() -> None:
    images = [
        SERVICES[name]["image"] for name in ("certificates", "elasticsearch", "users", "kibana")
    ]
    assert {image.partition(":")[2].partition(":")[0] for image in images} == {"${STACK_VERSION"}
    assert example()["STACK_VERSION"].startswith("9.")


def test_new_passwords_are_made_once_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    script, target = ROOT / "docker" / "new-env.sh", tmp_path / ".env"

    subprocess.run([script, target], check=True, capture_output=True)
    again = subprocess.run([script, target], check=False, capture_output=True, text=True)

    lines = target.read_text("utf-8").splitlines()
    found = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    secrets = [found[name] for name in found if name.endswith(("_PASSWORD", "_KEY"))]
    assert found.keys() == example().keys()
    assert len(set(secrets)) == len(secrets) == 4
    assert all(len(secret) >= 32 for secret in secrets)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (again.returncode, "there already" in again.stderr) == (1, True)


@pytest.mark.parametrize("name", ["new-env.sh", "certificates.sh", "users.sh"])
def test_a_script_can_be_read_by_its_shell(name: str) -> None:
    script = ROOT / "docker" / name
    shell = script.read_text("utf-8").splitlines()[0].removeprefix("#!")

    subprocess.run([shell, "-n", script], check=True)


def test_what_the_image_copies_is_there() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    copied = [
        line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line
    ]

    assert all((ROOT / name).exists() for names in copied for name in names)
    assert ".env" in (ROOT / ".dockerignore").read_text("utf-8").split()
