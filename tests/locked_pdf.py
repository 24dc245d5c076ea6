"""A PDF that is protected by a password, written by hand."""

import hashlib

from tests.page_maker import stream, written_pdf

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def locked_pdf(user: bytes) -> bytes:
    """Return a PDF that opens with a user's password, and may be printed only with the owner's."""
    owner_entry = _rc4(hashlib.md5(b"chu" + _PADDING[:29]).digest()[:5], (user + _PADDING)[:32])
    key = hashlib.md5((user + _PADDING)[:32] + owner_entry + b"\xc0\xff\xff\xff" + b"id").digest()[:5]
    content = _rc4(
        hashlib.md5(key + b"\x04\0\0\0\0").digest()[:10], b"BT /F 12 Tf 60 700 Td (Vuon rau) Tj ET"
    )
    return written_pdf(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            4: stream(content),
            5: "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
            6: f"<</Filter/Standard/V 1/R 2/O<{owner_entry.hex()}>/U<{_rc4(key, _PADDING).hex()}>/P -64>>",
        },
        f"/Encrypt 6 0 R/ID[<{b'id'.hex()}><{b'id'.hex()}>]",
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
