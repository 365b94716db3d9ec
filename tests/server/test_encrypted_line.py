"""The line to the server: encrypted, and only to the server whose certificate the hall trusts."""

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hallclient.store.engine import open_engine
from hallclient.store.trouble import trouble
from tools import postgres

ADDRESS = "127.0.0.1"
pytestmark = pytest.mark.skipif(
    not postgres.SYSTEM_15.is_dir(),
    reason="PostgreSQL 15 is not installed on this PC, and the wheel's server speaks no TLS",
)
type Signed = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


@dataclass(frozen=True)
class Line:
    """A server that speaks TLS on a port, and the certificate of who signed its own."""

    port: int
    trusted: Path
    stranger: Path

    def url(self, sslmode: str, root: Path | None = None) -> str:
        query = f"sslmode={sslmode}" + (f"&sslrootcert={root}" if root else "")
        return f"postgresql+psycopg://postgres@{ADDRESS}:{self.port}/postgres?{query}"


def _certificate(name: str, issuer: Signed | None = None) -> Signed:
    """A certificate for a day: of an authority, or of a server, signed by one."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(ADDRESS))]), critical=False
        )
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )
    return certificate, key


def _pem(signed: Signed) -> bytes:
    return signed[0].public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A real server with a certificate that an authority of our own has signed."""
    folder = tmp_path_factory.mktemp("certificates")
    authority = _certificate("hall authority")
    server = _certificate("hall server", authority)
    (folder / "root.pem").write_bytes(_pem(authority))
    (folder / "stranger.pem").write_bytes(_pem(_certificate("somebody else")))

    def prepare(data: Path) -> None:
        key = server[1].private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        for name, content in (("server.crt", _pem(server)), ("server.key", key)):
            (data / name).write_bytes(content)
            (data / name).chmod(0o600)
            if os.geteuid() == 0:
                shutil.chown(data / name, user="nobody")
        (data / "pg_hba.conf").write_text(
            f"local all postgres trust\nhostssl all postgres {ADDRESS}/32 trust\n", "utf-8"
        )

    port = postgres.free_port()
    settings = (*postgres.SETTINGS, f"listen_addresses={ADDRESS}", "ssl=on")
    making = postgres.Making(settings, postgres.SYSTEM_15, prepare=prepare, port=port)
    with postgres.server(making):
        yield Line(port, folder / "root.pem", folder / "stranger.pem")


def test_a_trusted_server_is_talked_to_in_secret(line: Line) -> None:
    engine = open_engine(line.url("verify-full", line.trusted))
    with engine.connect() as connection:
        query = text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert connection.execute(query).scalar_one() is True
    engine.dispose()


@pytest.mark.parametrize(
    ("sslmode", "root", "code"),
    [
        ("verify-full", "stranger", "server.certificate"),
        ("verify-ca", "stranger", "server.certificate"),
        ("verify-full", "", "server.certificate"),
        ("disable", "", "server.login"),
    ],
)
def test_any_other_is_refused(line: Line, sslmode: str, root: str, code: str) -> None:
    engine = open_engine(line.url(sslmode, getattr(line, root) if root else Path("/nowhere.pem")))
    with pytest.raises(DBAPIError) as caught:
        engine.connect()
    refusal = trouble(caught.value)
    engine.dispose()
    assert refusal is not None
    assert refusal.code == code


def test_one_that_breaks_in_use_is_told_as_broken(line: Line) -> None:
    engine = open_engine(line.url("verify-full", line.trusted))
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        driver = connection.connection.driver_connection
        assert driver is not None
        with socket.socket(fileno=os.dup(driver.fileno())) as below:
            below.shutdown(socket.SHUT_RDWR)  # nobody says goodbye
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text("SELECT 1"))
    refusal = trouble(caught.value)
    engine.dispose()
    assert "SSL" in str(caught.value.orig)
    assert refusal is not None
    assert refusal.code == "database.unreachable"
