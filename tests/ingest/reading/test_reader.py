"""The version of the reader: it is raised whenever the same text is read otherwise."""

import hashlib
import re

from ingest.reading.child import read
from ingest.reading.frames import Unread
from ingest.reading.version import READER_VERSION
from ingest.sources.files import find_files
from tests.conftest import SAMPLES

# What this version makes of the samples. Where this fails, raise READER_VERSION, so that documents of
# existing indexes are read again, and write the new pair here.
KNOWN = (6, "ee484497ea60")


def test_what_is_read_of_the_samples_is_that_of_this_version():
    digest = hashlib.sha256()
    for file in find_files([SAMPLES]):
        outcome = read(Unread("file", file.path.read_bytes(), file.path.name, "id"))
        digest.update("".join(found.reading for found in outcome.documents).encode())
    assert (READER_VERSION, digest.hexdigest()[:12]) == KNOWN


def test_the_version_is_a_number_that_only_grows():
    assert READER_VERSION >= 1
    assert re.fullmatch(r"[0-9a-f]{12}", KNOWN[1])
