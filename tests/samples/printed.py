"""Plans on paper: Word files as PDF, and the pages of a PDF as a poor scanner gives them."""

import shutil
import subprocess
import time
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdfium2 import PdfDocument

from tests.page_maker import picture
from tests.scanned import scanned, stamped

_DPI = 200
_DEGREES = 1.0
# Of the width of the last page: where a stamp stands over the signature, and how large it is.
_STAMP = (0.6, 0.6, 0.09)
# So poor, a page is a small file still.
_QUALITY = 40
# The same pages are the same file.
_MADE = time.gmtime(0)


def printed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return Word files as PDF, by name; needs LibreOffice."""
    with TemporaryDirectory(prefix="plansearch-") as folder:
        room = Path(folder)
        for name, data in files.items():
            (room / f"{name}.docx").write_bytes(data)
        command = [shutil.which("soffice") or "libreoffice", f"-env:UserInstallation={room.as_uri()}/user"]
        made = [*map(str, room.glob("*.docx"))]
        subprocess.run(
            [*command, "--headless", "--convert-to", "pdf", "--outdir", folder, *made],
            check=True, capture_output=True,
        )  # fmt: skip
        return {name: (room / f"{name}.pdf").read_bytes() for name in files}


def scan(pdf: bytes) -> bytes:
    """Return the pages of a PDF as scanned: tilted, blurred, noisy, a red stamp on the last."""
    count = len(PdfDocument(pdf))
    pages = [picture(pdf, _DPI, number) for number in range(count)]
    pages[-1] = stamped(pages[-1], *_STAMP)
    first, *others = [scanned(page, _DEGREES) for page in pages]
    stream = BytesIO()
    first.save(
        stream, "PDF", save_all=True, append_images=others, resolution=_DPI, quality=_QUALITY,
        creationDate=_MADE, modDate=_MADE,
    )  # fmt: skip
    return stream.getvalue()
