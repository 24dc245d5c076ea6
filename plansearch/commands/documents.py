"""`plansearch documents`: the list of documents."""

from plansearch.commands.common import AsJson, Data, expected_errors, open_snapshot, print_json


def documents(data: Data = None, as_json: AsJson = False) -> None:
    """List the documents of the index."""
    with expected_errors():
        from plansearch.commands.output import print_documents

        snapshot = open_snapshot(data)
        records = list(snapshot.documents.values())
        if as_json:
            from search_api.documents.schemas import documents_out
            from search_api.kit.pages import WHOLE

            print_json(documents_out(snapshot, records, WHOLE))
        else:
            print_documents(records)
