"""All settings, from the environment (`PLANSEARCH_…`) or the command line."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index.embedder import BUNDLED
from index.milvus.connection import Address
from plansearch.logs import Form

# Where a server lies below its name; nothing of another name can be written so.
ROOT_PATH = r"(/[A-Za-z0-9._~\-]+)*"
_NO_LIMIT = "off"
# What a person needs by far, and what a program that asks too much is held to.
_LIMIT_WITH_KEYS = "600/minute"


def _separate(value: object) -> object:
    """Return the words of a list, which commas or blanks stand between."""
    return (
        tuple(re.split(r"[,\s]+", value.strip(", \t\n"))) if isinstance(value, str) and value else value or ()
    )


def _without_last_slash(value: object) -> object:
    return value.rstrip("/") if isinstance(value, str) else value


def checked_rate(value: str) -> str:
    """Return a limit as "60/minute"; raises `ValueError` where it is none."""
    # Few who read settings check a limit.
    from limits import parse

    if parse(value).amount < 1:
        raise ValueError("a limit lets at least one request through")
    return value


def _checked_limit(value: str) -> str:
    return value if value in ("", _NO_LIMIT) else checked_rate(value)


# NoDecode: not as JSON, which nobody writes into an environment.
Running = Annotated[int, Field(ge=1, le=12)]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_separate)]
# It is written into headers: nothing in it ends one, or begins another part of one.
Origin = Annotated[str, Field(pattern=r"^https?://[A-Za-z0-9.:\[\]\-]+$")]
Host = Annotated[str, Field(pattern=r"^[a-z0-9.\-]+$|^[0-9a-f:]+$")]


class Settings(BaseSettings):
    """Settings of PlanSearch; each can be set as an environment variable."""

    model_config = SettingsConfigDict(env_prefix="PLANSEARCH_", extra="ignore")

    data: Path = Field(Path("plansearch-data"), description="Data folder of the index")
    model: str = Field(
        BUNDLED, description='Embedding model: "bundled", a folder, or a sentence-transformers hub name'
    )
    reranker: str = Field(
        "", description="Cross-encoder for re-ranking: a folder or hub name; empty for none"
    )
    engine: Literal["embedded", "milvus"] = Field(
        "embedded", description="What finds passages: the data folder itself, or a Milvus server"
    )
    milvus_uri: str = Field(
        "", validate_default=True, description="Address of the Milvus server, as http://milvus.example:19530"
    )
    milvus_token: SecretStr = Field(
        SecretStr(""), description="`name:password` or key for it; never logged, never shown"
    )
    milvus_name: str = Field(
        "plansearch",
        pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$",
        description="Name under which the index is published there; each index has its own",
    )
    milvus_authority: str = Field(
        "", description="File with the certificate of who signed that of the server (TLS)"
    )
    milvus_certificate: str = Field(
        "", description="File with our own certificate, where the server wants one"
    )
    milvus_key: str = Field("", description="File with the key of that certificate")
    milvus_server_name: str = Field(
        "", description="Name that the server's certificate has, where it is another"
    )
    milvus_deadline: float = Field(
        5.0, gt=0, le=300, description="Seconds that Milvus may take to find the candidates of a query"
    )
    host: str = Field("127.0.0.1", description="Address to serve on")
    port: int = Field(8000, ge=0, le=65535, description="Port to serve on; 0 takes a free one")
    processes: int = Field(
        1, ge=1, le=64, description="How many processes serve over the one index: at most one a processor"
    )
    hosts: Annotated[tuple[Host, ...], NoDecode, BeforeValidator(_separate)] = Field(
        (),
        description="Names of the server, as portal.example: links carry them, and requests for others are refused; "
        "empty for the address that a request arrives at",
    )
    proxies: Words = Field(
        (),
        description="Addresses of the proxies before it, whose X-Forwarded-For, -Proto, -Host and -Prefix are believed",
    )
    root_path: Annotated[str, BeforeValidator(_without_last_slash)] = Field(
        "",
        pattern=f"^{ROOT_PATH}$",
        description="Path that a proxy serves it under, as /plans; empty for none",
    )
    cors_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_separate)] = Field(
        (), description="Sites whose pages may read the API in a browser, as https://portal.example"
    )
    frame_ancestors: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_separate)] = Field(
        (), description="Sites whose pages may show the search box in a frame, as https://portal.example"
    )
    keys: Literal["auto", "required", "open"] = Field(
        "auto",
        description="Who may call: `required` those with a key, `open` everyone; `auto` everyone on an address that "
        "only this machine reaches, else those with a key",
    )
    limit: Annotated[str, AfterValidator(_checked_limit)] = Field(
        "",
        description="Requests that one address, or one key, may send, as 600/minute, or `off`; "
        f"empty for {_LIMIT_WITH_KEYS} where keys are required, else none",
    )
    open_data_title: str = Field("", description="Title of the data set in the catalogue of open data")
    open_data_publisher: str = Field(
        "", description="Name of the body that publishes the data; empty: untold"
    )
    open_data_licence: str = Field(
        "",
        pattern=r"^(https?://[^\s<>\"]+)?$",
        description="Address of the licence that the data may be used under; empty: untold",
    )
    feedback: bool = Field(
        True, description="Whether people can judge results; a judgement keeps the text of its question"
    )
    llm_url: str = Field(
        "",
        description="Base address of an OpenAI-compatible server for written answers, as "
        "http://127.0.0.1:11434/v1; empty for none, and then nothing is sent anywhere",
    )
    llm_model: str = Field("", description="Name of the model at that server")
    llm_key: SecretStr = Field(
        SecretStr(""), description="Key of that server, where it wants one; never logged, never shown"
    )
    llm_deadline: float = Field(
        20.0, gt=0, le=300, description="Seconds that a written answer may take in all"
    )
    log: Form = Field(
        "text", description="What the server writes to stderr: `text`, or `json`, an object a line"
    )
    access_log: bool = Field(
        False, description="Whether each request is a line of the log; its question never is"
    )
    largest_body: int = Field(
        1_000_000, ge=1, description="Largest request body in bytes; larger ones get 413"
    )
    running_usual: Running = Field(4, description="How many searches and the like are worked on at once")
    running_heavy: Running = Field(
        2, description="How many comparisons, checks, files and the like are worked on at once"
    )
    running_written: Running = Field(4, description="How many written answers are made at once")
    waiting_usual: int = Field(
        200, ge=0, description="How many searches and the like may wait beside; more get 503"
    )
    waiting_heavy: int = Field(
        16, ge=0, description="How many of the others may wait, of heavy and of written ones each"
    )
    longest_wait: float = Field(
        10.0, gt=0, le=300, description="Seconds that a request may wait; then it gets 503"
    )

    largest_draft: int = Field(
        20_000_000, ge=1, description="Largest form in bytes with the file of a draft to be checked"
    )
    largest_upload: int = Field(
        500_000_000, ge=1, description="Largest sum in bytes of the files that the desk takes at once"
    )
    spare_disk: int | None = Field(
        None,
        ge=0,
        description="Bytes of its disk that the index leaves free: what would need them is refused before it begins; "
        "unset for 64 MB, of a small disk a twentieth",
    )
    most_files: int = Field(2_000, ge=1, description="How many files the desk takes at once")

    @field_validator("milvus_uri")
    @classmethod
    def _is_given(cls, value: str, told: ValidationInfo) -> str:
        if told.data.get("engine") == "milvus" and not value:
            raise ValueError("PLANSEARCH_ENGINE=milvus needs the address of its server")
        return value

    @property
    def milvus(self) -> Address | None:
        """Where the index is on Milvus; None where it is in the data folder."""
        if self.engine == "embedded":
            return None
        return Address(
            self.milvus_uri,
            self.milvus_token.get_secret_value(),
            self.milvus_name,
            self.milvus_authority,
            self.milvus_certificate,
            self.milvus_key,
            self.milvus_server_name,
            self.milvus_deadline,
        )

    @property
    def keys_required(self) -> bool:
        """Whether only those with a key may call."""
        return self.keys == "required" or (self.keys == "auto" and not is_loopback(self.host))

    @property
    def usual_limit(self) -> str:
        """The limit of an address, and of a key that has none of its own; empty for none."""
        usual = _LIMIT_WITH_KEYS if self.keys_required else ""
        return "" if self.limit == _NO_LIMIT else self.limit or usual


def is_loopback(host: str) -> bool:
    """True for an address or name that only this machine reaches."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
