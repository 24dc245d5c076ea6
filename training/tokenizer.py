"""The bilingual WordPiece tokenizer."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from ingest.language.folding import TONE_PAIRS, fold

_SYLLABLES = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
# A pair of syllables that nobody listed is a word where it stands together this much more often
# than chance would have it (normalised pointwise mutual information, -1 … 1).
_LOWEST_ASSOCIATION = 0.5
_FEWEST_PASSAGES = 20
_FEWEST_LISTED = 2

UNKNOWN = "[UNK]"
PADDING = "[PAD]"


def train_tokenizer(texts: Sequence[str], vocabulary: int) -> Tokenizer:
    """Return a WordPiece tokenizer of at most `vocabulary` tokens trained on `texts`; same texts, same tokens.

    NFC, lower case and one placement of tone marks (hoà → hòa) are part of the tokenizer, so that
    every reader of the model folder normalises alike.
    """
    special = [PADDING, UNKNOWN]
    normalise = normaliser().normalize_str
    counts: Counter[str] = Counter()
    for text, count in Counter(texts).items():
        counts[normalise(text)] += count
    # The trainer breaks ties by token id, and numbers the letters within words in an order of
    # chance; letters that are numbered beforehand keep their numbers.
    letters = sorted(_trained(counts, special, 0).keys() - special)
    repeated = (" ".join([text] * count) for text, count in counts.items())
    tokenizer = _splitting(
        models.WordPiece(_trained(repeated, [*special, *letters], vocabulary), unk_token=UNKNOWN)
    )
    tokenizer.normalizer = normaliser()
    tokenizer.add_special_tokens(special)
    return tokenizer


def normaliser() -> normalizers.Normalizer:
    """Return what makes a text what the model reads: NFC, lower case, one placement of tone marks."""
    tones = [normalizers.Replace(Regex(rf"(?<!q){old}(?!\p{{L}})"), new) for old, new in TONE_PAIRS.items()]
    return normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase(), *tones])


def _trained(normalised: Iterable[str], first: list[str], size: int) -> dict[str, int]:
    """Return the ids of `first` and of the tokens that texts give; with size 0 these are the letters."""
    tokenizer = _splitting(models.WordPiece(unk_token=UNKNOWN))
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=first, show_progress=False)
    tokenizer.train_from_iterator(normalised, trainer)
    return tokenizer.get_vocab()


def _splitting(model: models.WordPiece) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def compounds(texts: Iterable[str], listed: Collection[str], tokenizer: Tokenizer, most: int) -> list[str]:
    """Return the `most` commonest Vietnamese words of two syllables, commonest first.

    A pair of syllables is a word where the word lists have it, or where the texts hold it much
    more often than its syllables' frequencies explain.
    """
    normalise = tokenizer.normalizer.normalize_str
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for run in _SYLLABLES.findall(normalise(text)):
            syllables = run.split(" ")
            single.update(syllables)
            pairs.update(pairwise(syllables))
    known = {normalise(term) for term in listed}
    total = sum(single.values())
    found = [
        (-count, f"{a} {b}")
        for (a, b), count in pairs.items()
        if not f"{a}{b}".isascii()
        and (
            count >= _FEWEST_LISTED
            if f"{a} {b}" in known
            else count >= _FEWEST_PASSAGES
            and _association(count, single[a], single[b], total) >= _LOWEST_ASSOCIATION
        )
    ]
    return [word for _, word in sorted(found)[:most]]


def _association(together: int, first: int, second: int, total: int) -> float:
    return float(np.log(together * total / (first * second)) / -np.log(together / total))


def without_marks(words: Sequence[str], english: Collection[str], most: int) -> list[str]:
    """Return the first `most` words as people type them without marks, but for English look-alikes."""
    taken = set(words)
    typed = dict.fromkeys(fold(word) for word in words)
    return [w for w in typed if w not in taken and not all(part in english for part in w.split())][:most]


def add_compounds(tokenizer: Tokenizer, words: Sequence[str]) -> None:
    """Make each word one token where it stands between word borders."""
    tokenizer.add_tokens([AddedToken(word, single_word=True, normalized=True) for word in words])


def compound_parts(tokenizer: Tokenizer) -> dict[int, NDArray[np.int32]]:
    """Return, for each compound token, the tokens that its syllables would be."""
    parts = {}
    for token, added in tokenizer.get_added_tokens_decoder().items():
        if not added.special:
            pieces = [tokenizer.encode(part, add_special_tokens=False).ids for part in added.content.split()]
            parts[token] = np.array([i for ids in pieces for i in ids], np.int32)
    return parts
