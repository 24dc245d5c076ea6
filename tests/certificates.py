"""Certificates that tests make: an authority of one's own, and a server that it vouches for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

SERVER_NAME = "localhost"


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files of the authority's certificate, and of the server's with its key."""

    authority: Path
    server: Path
    key: Path


def certificates(folder: Path) -> Certificates:
    """Make an authority and a server of the name `SERVER_NAME` for a day, as files in a folder."""
    found = Certificates(folder / "authority.pem", folder / "server.pem", folder / "server.key")
    authority, server = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    vouching = _of("authority", authority.public_key())
    vouching = vouching.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    vouched = _of(SERVER_NAME, server.public_key())
    names = x509.SubjectAlternativeName([x509.DNSName(SERVER_NAME)])
    vouched = vouched.add_extension(names, critical=False)
    for path, made in ((found.authority, vouching), (found.server, vouched)):
        path.write_bytes(made.sign(authority, hashes.SHA256()).public_bytes(Encoding.PEM))
    found.key.write_bytes(
        server.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    return found


def _of(name: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    begin = datetime.now(UTC) - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(_called(name))
        .issuer_name(_called("authority"))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=1))
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
