"""The container and the unit of systemd: no rights, nothing written but the data folder, and a check of health.

No engine is needed: the files are read, and what they claim of the program is tried without them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from plansearch.settings import Settings
from tests.conftest import ROOT
from tests.plansearch.test_wheel import PARTS
from tests.serving import PLANSEARCH, running

pytestmark = pytest.mark.thorough

UNIT = ROOT / "deploy" / "plansearch.service"
# What `systemd-analyze security` may find at most, in tenths; a unit without any hardening has 96.
EXPOSURE = 20
# All but one folder takes no writes, and nobody has rights.
READ_ONLY = """
mount -o remount,bind,ro /
mount -t tmpfs tmpfs "$TMPDIR"
cd "$TMPDIR"
exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all sh -euc '
  "$0" ingest --data data "$1"
  exec "$0" serve --data data --port 0
' "$@"
"""


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as names of instructions and what follows them."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines if line)]


def last(name: str) -> str:
    return [rest for found, rest in instructions() if found == name][-1]


def image_settings() -> dict[str, str]:
    return dict(part.split("=", 1) for part in last("ENV").split())


def services() -> dict[str, dict]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]


def unit() -> ConfigParser:
    """The unit; of a directive that stands there twice the first is lost."""
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(UNIT, encoding="utf-8")
    return parser


def test_both_stages_begin_with_one_image_whose_version_is_named():
    (version,) = [rest for name, rest in instructions() if name == "ARG" and rest.startswith("PYTHON=")]
    assert re.fullmatch(r"PYTHON=3\.\d+\.\d+-slim-[a-z]+", version)
    assert [rest for name, rest in instructions() if name == "FROM"] == [
        "python:${PYTHON} AS build",
        "python:${PYTHON}",
    ]


def test_the_image_runs_as_a_user_without_rights():
    assert last("USER") == "10001:10001"
    assert "--uid 10001" in last("RUN")
    assert [name for name, _ in instructions()].index("USER") > len(instructions()) - 7


def test_the_image_is_made_of_the_parts_of_the_wheel_alone():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == set(PARTS)
    assert "**/__pycache__" in lines


def test_what_the_image_sets_are_settings_that_want_keys():
    named = {name.lower().removeprefix("plansearch_"): value for name, value in image_settings().items()}
    assert {name for name in image_settings() if "KEY" in name} == set()
    made = Settings(**{name: value for name, value in named.items() if name in Settings.model_fields})
    assert (str(made.data), made.port, made.log, made.keys_required) == ("/data", 8000, "json", True)
    assert (last("VOLUME"), last("EXPOSE")) == ("/data", "8000")
    assert (json.loads(last("ENTRYPOINT")), json.loads(last("CMD"))) == (["plansearch"], ["serve"])


def test_the_check_of_health_fails_where_nothing_is_served(server):
    program, *arguments = json.loads(re.search(r"CMD (\[.*\])", last("HEALTHCHECK"))[1])
    assert program == "python"

    def check(port: int) -> int:
        environment = {**os.environ, "PLANSEARCH_PORT": str(port)}
        return subprocess.run(
            [sys.executable, *arguments], env=environment, stderr=subprocess.DEVNULL, check=False, timeout=30
        ).returncode

    assert check(urlsplit(server.url).port) == 0
    # Nobody listens where only the superuser may.
    assert check(1) == 1


@pytest.mark.parametrize("name", ["ingest", "serve"])
def test_a_service_has_no_rights_and_writes_its_data_alone(name):
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [entry for entry in service["volumes"] if not entry.endswith(":ro")] == ["data:/data"]
    assert {"mem_limit", "pids_limit"} <= service.keys()
    assert "privileged" not in service


def test_only_this_machine_reaches_the_port_and_the_plans_are_read_first():
    serve, ingest = services()["serve"], services()["ingest"]
    assert [port.startswith("127.0.0.1:") for port in serve["ports"]] == [True]
    assert serve["depends_on"] == {"ingest": {"condition": "service_completed_successfully"}}
    assert (ingest["command"], ingest["network_mode"]) == (["ingest", "/plans"], "none")


def test_the_unit_serves_what_lies_in_its_own_folder():
    service = unit()["Service"]
    assert (service["User"], service["ProtectSystem"]) == ("plansearch", "strict")
    assert service["Environment"].startswith(f"PLANSEARCH_DATA=/var/lib/{service['StateDirectory']}/")
    assert service["ExecStart"].endswith("/plansearch serve")
    # The exit code of an expected error.
    assert service["RestartPreventExitStatus"] == "2"


def test_systemd_knows_every_line_of_the_unit_and_finds_it_hardened(tmp_path):
    program = shutil.which("systemd-analyze") or pytest.skip("systemd-analyze is missing")
    command = unit()["Service"]["ExecStart"].split()[0]
    tried = tmp_path / UNIT.name
    tried.write_text(UNIT.read_text(encoding="utf-8").replace(command, PLANSEARCH), encoding="utf-8")
    known = subprocess.run(
        [program, "verify", tried], capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert (known.returncode, known.stderr) == (0, "")
    hardened = [program, "security", "--offline=true", f"--threshold={EXPOSURE}", tried]
    assert subprocess.run(hardened, capture_output=True, check=False, timeout=60).returncode == 0


def test_without_rights_and_on_a_read_only_root_it_ingests_and_serves(tmp_path):
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting needs root on Linux")
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    room = tmp_path / "room"
    room.mkdir()
    # LibreOffice reads it where it is installed, with a profile of its own.
    plan = ROOT / "samples" / "office" / "XMC-2006.rtf"
    command = ["unshare", "--mount", "sh", "-euc", READ_ONLY, "sh", PLANSEARCH, str(plan)]
    with running(command, tmp_path / "log.txt", {"TMPDIR": str(room)}) as served:
        (document,) = served.get("/api/v1/documents").json()["documents"]
        page = served.get("/documents/" + document["id"])
        about = Path(f"/proc/{served.process.pid}")
        status, mounts = ((about / name).read_text(encoding="utf-8") for name in ("status", "mounts"))
    assert re.findall(r"^Cap(?:Eff|Bnd):\s*(\S+)$", status, re.MULTILINE) == ["0" * 16] * 2
    assert re.search(r"^\S+ / \S+ ro,", mounts, re.MULTILINE)
    assert (document["source_file"], page.status_code) == (plan.name, 200)
