"""Files: what is text is decoded, what is not is refused with a reason."""

import unicodedata
from pathlib import Path

import pytest

import ingest.sources.files
from ingest.sources.files import UnreadableError, find_files, read_text

TEXT = "Kế hoạch trồng rau của trường ở xã Đông Hải.\nThuỷ lợi do huyện lo; mỗi lớp hai luống rau cải ngọt.\n"


def cp1258(text: str) -> bytes:
    """Encode as Windows did for Vietnamese: the tone mark stands after its letter."""
    encoded = b""
    for character in text:
        try:
            encoded += character.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", character)
            tone = next(c for c in marks if c in "\u0300\u0301\u0303\u0309\u0323")
            letter = unicodedata.normalize("NFC", marks.replace(tone, ""))
            encoded += letter.encode("cp1258") + tone.encode("cp1258")
    return encoded


def write(folder: Path, data: bytes, name: str = "vuon.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


BINARY = "refused: binary"
UNKNOWN = "refused: encoding"


def text_or_reason(path: Path) -> str:
    """Return the text of a file, or why it was refused."""
    try:
        return read_text(path)
    except UnreadableError as error:
        return BINARY if "binary" in str(error) else UNKNOWN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_are_read(tmp_path, encoding):
    assert read_text(write(tmp_path, TEXT.encode(encoding))) == TEXT


def test_big_endian_utf_16_with_its_mark_is_read(tmp_path):
    assert read_text(write(tmp_path, b"\xfe\xff" + TEXT.encode("utf-16-be"))) == TEXT


def test_decomposed_text_is_composed(tmp_path):
    assert read_text(write(tmp_path, unicodedata.normalize("NFD", TEXT).encode())) == TEXT


@pytest.mark.parametrize(
    "data", [cp1258(TEXT), TEXT.encode("utf-16-le"), TEXT.encode("utf-16-be")], ids=["cp1258", "le", "be"]
)
def test_other_encodings_are_decoded_or_refused_but_never_wrong(tmp_path, data):
    assert text_or_reason(write(tmp_path, data)) in (TEXT, BINARY, UNKNOWN)


# "Kế hoạch công tác thông tin đối ngoại, các trường học trồng rau" in the font encoding TCVN3.
TCVN3 = "KÕ ho¹ch c«ng t¸c th«ng tin ®èi ngo¹i, c¸c tr­êng häc trång rau c¶i vµ ®ç xanh theo quy ®Þnh míi."


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_text_in_an_old_font_encoding_is_decoded_or_refused(tmp_path, encoding):
    found = text_or_reason(write(tmp_path, TCVN3.encode(encoding)))
    assert found == UNKNOWN or found.startswith("Kế hoạch công tác thông tin đối ngoại")


def test_text_decoded_wrongly_before_is_repaired_or_refused(tmp_path):
    mojibake = TEXT.encode("utf-8").decode("latin-1")
    assert text_or_reason(write(tmp_path, mojibake.encode())) in (TEXT, UNKNOWN)


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xff\xfe", b"rau", b"\f" * 99], ids=repr)
def test_empty_files_are_refused(tmp_path, data):
    with pytest.raises(UnreadableError, match="empty"):
        read_text(write(tmp_path, data))


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, b"PK\3\4\0\0" * 99, b"%PDF-1.7\n\0\xff" * 99],
    ids=["png", "zip", "pdf"],
)
def test_binary_files_named_as_text_are_refused(tmp_path, data):
    with pytest.raises(UnreadableError, match="binary"):
        read_text(write(tmp_path, data))


def test_a_binary_file_whose_zeros_come_late_is_refused(tmp_path):
    with pytest.raises(UnreadableError):
        read_text(write(tmp_path, bytes(range(128, 256)) * 80 + b"\0" * 500))


def test_broken_utf_16_is_refused(tmp_path):
    with pytest.raises(UnreadableError, match="utf-16"):
        read_text(write(tmp_path, b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00\xd8\x41"))


@pytest.mark.parametrize("name", ["vuon.docx", "vuon.exe", "vuon"])
def test_unknown_types_are_refused_and_the_known_named(tmp_path, name):
    with pytest.raises(UnreadableError, match=r"\.txt"):
        read_text(write(tmp_path, TEXT.encode(), name))


@pytest.mark.parametrize("name", ["vuon.TXT", "vuon.Md", "vuon.markdown", "vườn rau (1).txt"])
def test_types_are_known_in_any_spelling(tmp_path, name):
    assert read_text(write(tmp_path, TEXT.encode(), name)) == TEXT


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest.sources.files, "LARGEST_FILE", 50)
    with pytest.raises(UnreadableError, match=rf"{len(TEXT.encode())} bytes.*50"):
        read_text(write(tmp_path, TEXT.encode()))


def test_a_file_that_is_gone_is_refused(tmp_path):
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_text(tmp_path / "khong-co.txt")


def test_folders_are_searched_through_in_order_without_hidden_files(tmp_path):
    for name in ["b.txt", "a/c.md", "a/.an.txt", ".git/d.txt", "a/.kho/e.txt", "f.docx"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = [(str(f.path.relative_to(tmp_path)), f.named) for f in find_files([tmp_path])]
    assert found == [("a/c.md", False), ("b.txt", False), ("f.docx", False)]


def test_a_named_file_is_found_even_when_hidden(tmp_path):
    path = write(tmp_path, TEXT.encode(), ".an.txt")
    assert [(f.path, f.named) for f in find_files([path])] == [(path, True)]


def test_a_folder_below_a_hidden_one_is_searched_when_named(tmp_path):
    folder = tmp_path / ".kho"
    folder.mkdir()
    write(folder, TEXT.encode())
    assert len(list(find_files([folder]))) == 1


def test_a_path_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(find_files([tmp_path / "khong-co"]))
