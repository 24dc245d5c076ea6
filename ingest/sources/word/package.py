"""The package of a Word file: a zip archive whose parts are unpacked only where needed, within bounds."""

import io
import posixpath
import re
import zipfile
import zlib

from lxml import etree

from ingest.sources.errors import UnreadableError
from ingest.sources.word.names import Element

MOST_BYTES = 100 << 20
MOST_NODES = 3_000_000
_MOST_MEMBERS = 20_000
# Long tables of empty cells come near a hundred, files made to harm near a thousand.
_MOST_RATIO = 250
_SMALL = 1 << 20

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The strict form of the format differs in names of its own for the same things.
_STRICT = re.compile(rb"=(?P<quote>[\"'])http://purl\.oclc\.org/ooxml/(?P<path>[A-Za-z/]+)(?P=quote)")
_FIRST_FOLDER = re.compile(rb"^(\w+)(?=/|$)")
_DAMAGED = "the Word file is damaged: {}; open it in Word, save it anew and try again"
_LOCKED = "the Word file is protected by a password; save it without one"


class Package:
    """An opened Word file: its parts as XML, and how they relate to one another."""

    def __init__(self, data: bytes) -> None:
        """Raises `UnreadableError` for what is no Word file, is damaged or needs a password."""
        self._archive = _opened(data)
        self._members = {_plain(info.filename): info for info in self._archive.infolist()}
        self._bytes_left, self._nodes_left = MOST_BYTES, MOST_NODES
        self._related: dict[str, dict[str, tuple[str, str]]] = {}
        mains = self.related("", "officeDocument")
        if not mains:
            raise UnreadableError("unknown_type", "the file is no Word file: it names no document")
        self.main = mains[0]

    @property
    def has_macros(self) -> bool:
        """True where a macro project lies in the package."""
        return any(name.endswith("vbaproject.bin") for name in self._members)

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts that `part` ("" for the whole package) relates to as `kind`."""
        return [name for one, name in self._relationships(part).values() if one == kind]

    def target(self, part: str, relationship: str) -> str:
        """Return the name of the part that a relationship of `part` leads to, empty where it leads nowhere."""
        return self._relationships(part).get(relationship, ("", ""))[1]

    def root(self, name: str) -> Element:
        """Return the root of a part's XML; raises `UnreadableError` where it is damaged or beyond the bounds."""
        data = self._unpacked(self._members[name])
        if b"http://purl.oclc.org/ooxml/" in data:
            data = _STRICT.sub(_transitional, data)
        self._nodes_left -= data.count(b"<") - data.count(b"</") + data.count(b"=")
        if self._nodes_left < 0:
            raise UnreadableError("too_large", f"the Word file has more than {MOST_NODES} elements; split it")
        return _parsed(data)

    def related_root(self, part: str, kind: str) -> Element | None:
        """Return the root of the part that `part` relates to as `kind`, None where there is none."""
        names = self.related(part, kind)
        return self.root(names[0]) if names else None

    def _relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Return kind and name of the parts at hand that a part relates to, by the relationship's id."""
        if part not in self._related:
            folder, name = posixpath.split(part)
            described = posixpath.join(folder, "_rels", f"{name}.rels")
            found = self.root(described) if described in self._members else ()
            self._related[part] = {
                str(one.get("Id")): (str(one.get("Type")).rpartition("/")[2], target)
                for one in found
                if one.tag == f"{_RELATIONSHIPS}Relationship" and one.get("TargetMode") != "External"
                if (target := _resolved(folder, str(one.get("Target")))) in self._members
            }
        return self._related[part]

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        if info.file_size > self._bytes_left:
            raise UnreadableError(
                "too_large", f"the Word file unpacks to more than {MOST_BYTES} bytes; split it"
            )
        if info.file_size > max(_SMALL, _MOST_RATIO * info.compress_size):
            raise UnreadableError(
                "unsafe", "the Word file unpacks to far more than it should: it was made to do harm"
            )
        if info.flag_bits & 1:
            raise UnreadableError("locked", _LOCKED)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError("damaged", _DAMAGED.format("a part is packed in an unknown way"))
        self._bytes_left -= info.file_size
        try:
            with self._archive.open(info) as stream:
                # Told how much to read, the archive unpacks no more than that, whatever is packed.
                return stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise UnreadableError("damaged", _DAMAGED.format(error)) from error


def _opened(data: bytes) -> zipfile.ZipFile:
    if data.startswith(_OLD_CONTAINER):
        if _ENCRYPTED in data:
            raise UnreadableError("locked", _LOCKED)
        raise UnreadableError("unknown_type", "the file is in the old format of Word; save it as .docx")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError("damaged", _DAMAGED.format(error)) from error
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise UnreadableError("too_large", f"the Word file holds more than {_MOST_MEMBERS} parts")
    return archive


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _resolved(folder: str, target: str) -> str:
    return _plain(posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))))


def _transitional(match: re.Match[bytes]) -> bytes:
    """Return a strict name as the usual form writes it."""
    path = _FIRST_FOLDER.sub(rb"\1/2006", match["path"])
    return b"=" + match["quote"] + b"http://schemas.openxmlformats.org/" + path + match["quote"]


def _parsed(data: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("damaged", _DAMAGED.format(error.msg)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError("unsafe", "the Word file declares a document type, which none may")
    return root
