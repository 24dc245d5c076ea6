"""`plansearch remove`: a document leaves the index."""

from typing import Annotated

import typer

from plansearch.commands.common import Data, expected_errors, note_written, publish_elsewhere, read_settings


def remove(document_id: Annotated[str, typer.Argument(help="Id of a document")], data: Data = None) -> None:
    """Remove a document from the index."""
    with expected_errors():
        from index.data_folder import DataFolder
        from index.embedder import load_embedder
        from search_api.collecting.collect import remove as run

        settings = read_settings(data)
        manifest = run(DataFolder.open(settings.data), document_id, load_embedder(settings.model))
        note_written(settings.data, "remove", document=document_id)
        publish_elsewhere(settings)
        typer.echo(f"removed {document_id}; {manifest.documents} documents remain", err=True)
