"""A server that lets nobody in, or is none for us: why, in one sentence each."""

import re
from typing import Any, Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_

LEAST_VERSION: Final = 15
"""The oldest major version of PostgreSQL that a hall may use."""


class LoginRefused(HallError):
    """Wrong or missing password, no such login, or no line for it in the server's pg_hba.conf."""

    code = "server.login"
    sentence = N_(
        "The database server does not let this login in. "
        "Check the user name and the password in the database address."
    )


class ServerDatabaseAbsent(HallError):
    """The server has no database of that name."""

    code = "server.no-database"
    sentence = N_(
        "The server has no database of this name. Have it made there first, or check the address."
    )


class CertificateRefused(HallError):
    """The server shows no certificate, or none that the address lets us trust."""

    code = "server.certificate"
    sentence = N_(
        "The server's certificate is not trusted. "
        "Check sslmode and sslrootcert in the database address."
    )


class AddressOption(HallError):
    """What follows the question mark of the address is not known to the driver."""

    code = "database.option"
    sentence = N_(
        "The database address has an option that is not known. "
        "Check what follows its question mark."
    )


class ServerTooOld(HallError):
    """An old version lacks what keeps the books: it is not tried out on them."""

    code = "server.too-old"
    sentence = N_(
        "The database server is PostgreSQL {found}. Version {least} or newer is needed: "
        "have the server upgraded."
    )


class ServerEncoding(HallError):
    """A database that cannot keep every Chinese name."""

    code = "server.encoding"
    sentence = N_(
        "The database keeps text as {found}, which cannot hold every name. "
        "Have a database made with the encoding UTF8."
    )


class RightMissing(HallError):
    """The login has not been given this right in the database."""

    code = "server.right"
    sentence = N_(
        "This login may not do that in the database. "
        "Make or migrate a hall as the owner of its database."
    )


_BY_MESSAGE: Final = (  # libpq gives no code for a connection refused; servers speak their language
    (r'database "[^"]*" does not exist|数据库 ?["“][^"”]*["”] ?不存在', ServerDatabaseAbsent),
    (r"certificate|does not support SSL|证书", CertificateRefused),
    (r'password|pg_hba|authentication|role "|认证|角色 ?["“]|口令', LoginRefused),
)
_AT_CONNECTING: Final = ("connection failed", "connection is bad", "connection to server")
"""How the driver begins what went wrong at connecting; a line that breaks later is no refusal."""


def why_refused(error: Any) -> type[HallError] | None:
    """The refusal that the driver's error is, None where nobody has refused.

    A line that breaks in use is none, although its words are of TLS as well.
    """
    said = str(error)
    if "invalid URI query parameter" in said or "invalid connection option" in said:
        return AddressOption
    if not said.startswith(_AT_CONNECTING):
        return None
    if (
        "FATAL" not in said
        and "致命" not in said
        and not re.search("SSL|certificate|fe_send", said)
    ):
        return None  # nobody has answered
    return next((why for words, why in _BY_MESSAGE if re.search(words, said)), None)


def refuse_unfit(connection: Any, _entry: Any = None) -> None:
    """Raises ServerTooOld, ServerEncoding; asks nothing of the server, it has told already."""
    version, encoding = (
        connection.info.server_version // 10000,
        connection.info.parameter_status("server_encoding"),
    )
    refusal: HallError | None = None
    if version < LEAST_VERSION:
        refusal = ServerTooOld(found=version, least=LEAST_VERSION)
    elif encoding != "UTF8":
        refusal = ServerEncoding(found=encoding)
    if refusal is not None:
        connection.close()
        raise refusal
