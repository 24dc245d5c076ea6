"""Calls to a Milvus server, each with a deadline, and one error where it cannot be reached."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from index.errors import NoIndexError, PlanSearchError, UnreachableError

if TYPE_CHECKING:
    from pymilvus import MilvusClient

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
# Seconds in all, retries with growing waits among them, that the steps of a publish may take, each.
PUBLISHING = 600.0
# What pymilvus says of a collection that there is not, before and since its second version.
_NO_COLLECTION = 100
_LET_GO = ("released", "not loaded", "not been loaded")
_NOT_TRUSTED = ("certificate", "hostname verification")
_ABSENT = ("not found", "not exist", "can't find")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Milvus server is, how it is spoken to, and the name under which the index is published there.

    `certificate` and `key` are the client's own, where the server asks for them; `authority` signed that of the
    server. Paths of files, empty for none. `deadline` are the seconds in all, retries with growing waits among
    them, that the server may take to find the candidates of a query, or to give something.
    """

    uri: str
    token: str = field(default="", repr=False)
    name: str = "plansearch"
    authority: str = ""
    certificate: str = ""
    key: str = ""
    server_name: str = ""
    deadline: float = 5.0


class Connection:
    """A client that connects when it is first needed; safe for several threads."""

    def __init__(self, address: Address) -> None:
        """Raises `PlanSearchError` where the library that speaks with it is not installed."""
        if find_spec("pymilvus") is None:
            raise PlanSearchError(
                "the client of Milvus is not installed: pip install 'plansearch[milvus]' installs it"
            )
        self.address = address
        self._lock = threading.Lock()
        self._client: MilvusClient | None = None

    def client(self) -> "MilvusClient":
        """Return the client, connected; raises what pymilvus does where it cannot."""
        with self._lock:
            if self._client is None:
                self._client = self._connected()
            return self._client

    def _connected(self) -> "MilvusClient":
        from pymilvus import MilvusClient

        # It writes every failure with its trace, and what failed.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        address = self.address
        files = {
            "ca_pem_path": address.authority, "client_pem_path": address.certificate,
            "client_key_path": address.key, "server_name": address.server_name,
        }  # fmt: skip
        # Of one authority's file alone pymilvus makes no use: as that of the server it does.
        if address.authority and not address.certificate:
            files["server_pem_path"] = files.pop("ca_pem_path")
        told: dict[str, Any] = {name: value for name, value in files.items() if value}
        secure = bool(told) or address.uri.startswith("https")
        return MilvusClient(
            uri=address.uri,
            token=address.token,
            timeout=address.deadline,
            **told,
            **({"secure": True} if secure else {}),
        )

    def sparse(self) -> bool:
        """Return True where the server keeps sparse vectors: Milvus 2.4 and later, and Milvus Lite."""
        version = str(self.client().get_server_version(timeout=self.address.deadline))
        numbers = version.removeprefix("v").split("-")[0].split(".")
        known = len(numbers) > 1 and all(number.isdigit() for number in numbers[:2])
        return not known or (int(numbers[0]), int(numbers[1])) >= (2, 4)

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None


class Collection:
    """A collection that is asked by a connection."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.name = name
        self._connection = connection
        self.deadline = connection.address.deadline

    def ask(self, call: "Callable[[MilvusClient, str], Answer]") -> Answer:
        """Return what a call with the client and the name gives; a collection that the server let go of is loaded.

        Raises `UnreachableError` where the server does not answer, `NoIndexError` where the collection has gone.
        """
        from pymilvus.exceptions import MilvusException

        with reaching(self.name):
            client = self._connection.client()
            try:
                return call(client, self.name)
            except MilvusException as error:
                if not any(words in str(error.message).lower() for words in _LET_GO):
                    raise
                client.load_collection(self.name, timeout=self.deadline)
                return call(client, self.name)


@contextmanager
def reaching(what: str) -> Iterator[None]:
    """Let a server be asked inside, for `what`; raises `UnreachableError` where it does not answer.

    Raises `NoIndexError` where a collection is not there.
    """
    from grpc import FutureTimeoutError, RpcError
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except (MilvusException, RpcError, FutureTimeoutError, ConnectionError, TimeoutError) as error:
        told = str(getattr(error, "message", ""))
        if getattr(error, "code", None) == _NO_COLLECTION or any(words in told.lower() for words in _ABSENT):
            raise NoIndexError("the index is not there: %(what)s was not found", what=what) from error
        beneath = _beneath(error)
        log.warning("Milvus did not give %s: %s", what, beneath or told or type(error).__name__)
        raise _unreachable(beneath) from error


def _beneath(error: BaseException) -> str:
    """Return what the connection beneath says of an error, empty where it says nothing."""
    from grpc import RpcError

    # What is raised again while it is handled can come to be its own cause.
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    told = (f"{each.code().name}: {each.details()}" for each in chain if isinstance(each, RpcError))
    return next(told, "")


def _unreachable(beneath: str) -> UnreachableError:
    """Return the error of a connection that fails so, with what an operator can do about it."""
    if beneath.startswith("UNAUTHENTICATED"):
        return UnreachableError("the index cannot be reached: its server does not accept our token")
    if any(words in beneath.lower() for words in _NOT_TRUSTED):
        return UnreachableError("the index cannot be reached: the certificate of its server is not trusted")
    return UnreachableError("the index cannot be reached: try again in some seconds")
