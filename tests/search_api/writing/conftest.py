"""What judges words in the tests of the written answer: the model, over the sample corpus."""

import pytest

from search_api.writing.support import TermSupport


@pytest.fixture(scope="session")
def support(sample_service):
    """Support by the model, with the weights of the sample corpus."""
    return TermSupport(sample_service.snapshot)


@pytest.fixture(scope="session")
def near(support):
    return support.nearness
