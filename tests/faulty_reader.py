"""A reader with faults: no text makes ours wait or die, so the one of the child processes is given some."""

from pathlib import Path

_SITE = """
import os, pathlib, time
import ingest.reading.reader as reader

read_source = reader.read_source
attempts = pathlib.Path(__file__).with_name("attempts")


def faulty(source, *rest):
    text = " ".join(block.text for block in source.blocks)
    with attempts.open("a") as log:
        print(text.replace("\\n", " "), file=log)
    if "slow" in text:
        time.sleep(600)
    if "deadly" in text or ("frail" in text and attempts.read_text().count("frail") == 1):
        os.kill(os.getpid(), 9)
    while "endless" in text:
        pass
    return [] if "hollow" in text else read_source(source, *rest)


reader.read_source = faulty
"""


class FaultyReader:
    """What Python imports first in every process that has `folder` on its path.

    Reading lasts for ever at the word "slow", keeps a core busy at "endless", and ends its process at
    "deadly", at "frail" the first time only; it finds nothing at "hollow".
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(_SITE, encoding="utf-8")

    def attempts(self, word: str) -> int:
        """Return how often a text with this word was to be read."""
        log = self.folder / "attempts"
        return sum(word in line for line in log.read_text().splitlines()) if log.exists() else 0
