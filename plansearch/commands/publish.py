"""`plansearch publish`: the index goes to the engine that serves it."""

from plansearch.commands.common import Data, expected_errors, publish_elsewhere, read_settings


def publish(data: Data = None) -> None:
    """Publish the index of the data folder on Milvus; `ingest` and `remove` do it by themselves."""
    with expected_errors():
        from index.errors import PlanSearchError

        settings = read_settings(data)
        if settings.milvus is None:
            raise PlanSearchError(
                "there is nowhere to publish: set PLANSEARCH_ENGINE=milvus and PLANSEARCH_MILVUS_URI"
            )
        publish_elsewhere(settings)
