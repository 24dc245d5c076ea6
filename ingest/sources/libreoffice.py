"""LibreOffice as a process of its own: it turns files that only it reads into ones that our readers read.

A file comes from anyone, and LibreOffice is large: macros are off, links are not followed, and its
time and memory are bounded.
"""

import contextlib
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from ingest.messages import Message, message
from ingest.sources.bounded_zip import BoundedZip
from ingest.sources.errors import UnreadableError
from ingest.sources.kinds import Kind

# Debian's packages of the parts that read texts and slides.
PACKAGES = {"docx": "libreoffice-writer-nogui", "pptx": "libreoffice-impress-nogui"}
CONVERTED: Mapping[Kind, Literal["docx", "pptx"]] = {
    "doc": "docx", "rtf": "docx", "odt": "docx", "ppt": "pptx", "odp": "pptx",
}  # fmt: skip
# A further file of a batch costs a second; this is what a large one may take.
_SECONDS_A_FURTHER_FILE = 10.0
_MEMORY = 3 << 30
_LARGEST_MADE = 200_000_000
# Without the second it asks the network for pictures that a file links to.
_SETTINGS = ("DisableMacrosExecution", "BlockUntrustedRefererLinks")
_SETTING = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="{}" oor:op="fuse"><value>true</value></prop></item>'
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'
)


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """An installed LibreOffice; `seconds` is what one file alone may take."""

    program: str
    seconds: float = 120.0

    @property
    def name(self) -> str:
        """The name and version, for the report."""
        return _name(self.program)

    def convert(self, files: Mapping[Path, Kind], target: Path) -> dict[Path, Path | Message]:
        """Return for each file the one made of it in the folder `target`, or why there is none.

        All are handed to one process; those of which it makes nothing are tried alone, so that a file
        that hangs or ends the process costs only itself.
        """
        with TemporaryDirectory(prefix="plansearch-") as room:
            jobs = [
                _Job.of(number, file, kind, Path(room)) for number, (file, kind) in enumerate(files.items())
            ]
            _settle(Path(room))
            for form in sorted(set(CONVERTED.values())):
                self._make(Path(room), [job for job in jobs if job.form == form], target)
            return {job.file: job.outcome(target) for job in jobs}

    def _make(self, room: Path, jobs: "Sequence[_Job]", target: Path) -> None:
        """Make what can be made of files that become the same form."""
        self._run(room, jobs, target)
        left = [job for job in jobs if not job.is_made(target)]
        if len(jobs) > 1:
            for job in left:
                self._run(room, [job], target)

    def _run(self, room: Path, jobs: "Sequence[_Job]", target: Path) -> None:
        if not jobs:
            return
        seconds = self.seconds + _SECONDS_A_FURTHER_FILE * (len(jobs) - 1)
        in_time = _ends(self._command(room, jobs, target), room, seconds)
        late = message("LibreOffice takes longer than %(seconds)s seconds over it", seconds=f"{seconds:g}")
        for job in jobs:
            job.fault = None if in_time else late

    def _command(self, room: Path, jobs: "Sequence[_Job]", target: Path) -> list[str]:
        return [
            self.program,
            f"-env:UserInstallation={room.as_uri()}",
            "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
            "--convert-to", jobs[0].form, "--outdir", str(target),
            *(str(job.copy) for job in jobs),
        ]  # fmt: skip


@functools.cache
def installed() -> LibreOffice | None:
    """Return the LibreOffice on the path, None where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return LibreOffice(program) if program else None


@dataclass(slots=True)
class _Job:
    """A file to convert: a copy under a name of ours, since two files may differ in their ending only."""

    file: Path
    copy: Path
    form: Literal["docx", "pptx"]
    fault: Message | None = None

    @classmethod
    def of(cls, number: int, file: Path, kind: Kind, room: Path) -> "_Job":
        copy = room / f"{number}.{kind}"
        shutil.copyfile(file, copy)
        return cls(file, copy, CONVERTED[kind])

    def outcome(self, target: Path) -> Path | Message:
        if self.is_made(target):
            return self._made(target)
        return self.fault or message("LibreOffice cannot read it")

    def is_made(self, target: Path) -> bool:
        """True where the file was made, and made whole: its directory stands at its end."""
        try:
            BoundedZip(self._made(target).read_bytes())
        except (OSError, UnreadableError):
            return False
        return True

    def _made(self, target: Path) -> Path:
        return target / f"{self.copy.stem}.{self.form}"


def _settle(room: Path) -> None:
    (room / "user").mkdir()
    settings = "".join(_SETTING.format(setting) for setting in _SETTINGS)
    (room / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(settings), encoding="utf-8")


def _ends(command: Sequence[str], room: Path, seconds: float) -> bool:
    """Run a command to its end, and end what it started; False where it takes longer than it may."""
    process = subprocess.Popen(  # noqa: S603 - an installed program, and names of ours
        command,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(room), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _limit(process.pid)
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end_all(process)
    return True


def _end_all(process: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it started: the program is a script that starts others."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limit(process: int) -> None:
    """Bound the memory of a process and the files that it writes, where the system can."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(ProcessLookupError):
            for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, _LARGEST_MADE)):
                _, given = resource.prlimit(process, limit)
                bound = most if given == resource.RLIM_INFINITY else min(given, most)
                resource.prlimit(process, limit, (bound, bound))


@functools.cache
def _name(program: str) -> str:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return "LibreOffice"
    version = re.search(rb"\d+\.\d+", said)
    return f"LibreOffice {version[0].decode()}" if version else "LibreOffice"
