"""All settings, from the environment (`PLANSEARCH_…`) or the command line."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.embedder import BUNDLED


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
    host: str = Field("127.0.0.1", description="Address to serve on")
    port: int = Field(8000, ge=0, le=65535, description="Port to serve on; 0 takes a free one")
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
    largest_body: int = Field(
        1_000_000, ge=1, description="Largest request body in bytes; larger ones get 413"
    )
