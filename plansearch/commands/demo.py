"""`plansearch demo`: the samples that come with it, searched at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plansearch.commands.common import ended_by_signals, expected_errors, read_settings

if TYPE_CHECKING:
    from plansearch.settings import Settings

_SAMPLES = Path(__file__).parents[1] / "samples"
# Only this machine reaches it, so that nobody needs a key.
_HOST = "127.0.0.1"


def demo(port: Annotated[int, typer.Option(help="Port to serve on; 0 takes a free one")] = 0) -> None:
    """Ingest the sample plans into a temporary folder and serve them; Ctrl-C ends it and leaves nothing."""
    from tempfile import TemporaryDirectory

    with (
        expected_errors(),
        ended_by_signals(),
        TemporaryDirectory(prefix="plansearch-", ignore_cleanup_errors=True) as folder,
    ):
        from plansearch.app import create_app
        from plansearch.serving import serve_alone

        settings = read_settings(Path(folder) / "data", host=_HOST, port=port, processes=1)
        _ingest_samples(settings)
        serve_alone(create_app(settings), settings)


def _ingest_samples(settings: "Settings") -> None:
    from index.data_folder import DataFolder
    from index.embedder import load_embedder
    from plansearch.commands.ingest_output import ingest_progress
    from search_api.collecting.collect import ingest

    with ingest_progress() as progress:
        ingest(DataFolder.open_or_create(settings.data), [_SAMPLES], load_embedder(settings.model), progress)
