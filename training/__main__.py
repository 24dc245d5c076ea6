"""`python -m training --data FOLDER --out FOLDER` trains the bundled model."""

import argparse
import logging
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tokenizers import Tokenizer
from wordfreq import top_n_list

from index.glossary import load_glossary
from ingest.language.folding import fold
from training.averaging import averaged
from training.export import save_model, token_weights
from training.matching import train_matching
from training.pairs import Pair, data_sources, glossary_pairs, read_source, read_words
from training.provisions import provision_pairs, read_own
from training.teacher import english_tokens, initial_rows, teacher_folder
from training.tokenizer import add_compounds, compounds, train_tokenizer, without_marks
from training.train import Anchors, PairTexts, Recipe, train_table

ROOT = Path(__file__).parent.parent
OWN_DATA = ROOT / "training" / "data"

# Terms are few and short beside the running text, yet each must become whole tokens.
TERM_REPEATS = 20
# Short lines of the tariff and of screens weigh less, and are no terms.
LEAST_OF_A_TERM = 0.35
WORD_REPEATS = 5
COMMON_WORDS = 16_000
FOLDED_SHARE = 0.25


def read_pairs(data: Path) -> list[Pair]:
    """Return all training pairs: the data files, the glossary, and our own lists."""
    pairs = [pair for source in data_sources(data) for pair in read_source(source)]
    pairs.extend(glossary_pairs(load_glossary()))
    pairs.extend(listed_pairs())
    pairs.extend(provision_pairs(read_own(OWN_DATA)))
    return pairs


def listed_pairs() -> Iterator[Pair]:
    """Yield the pairs of our own word and phrase lists."""
    for path in sorted(OWN_DATA.glob("*.tsv")):
        yield from read_words(path)


def tokenizer_texts(pairs: list[Pair], seed: int) -> list[str]:
    """Return what the tokenizer is trained on: both sides, terms repeated, a share folded."""
    rng = random.Random(seed)
    texts: list[str] = []
    for pair in pairs:
        is_term = pair.task == "parallel" and len(pair.left) < 30 and pair.weight >= LEAST_OF_A_TERM
        repeats = TERM_REPEATS if is_term else 1
        texts.extend([pair.left, pair.right] * repeats)
        if rng.random() < FOLDED_SHARE:
            texts.extend([fold(pair.right)] * repeats)
    return texts


def vietnamese_terms() -> set[str]:
    """Return the Vietnamese terms of the glossary and of our own lists."""
    terms = {term for entry in load_glossary() for term in entry.vietnamese}
    return terms | {pair.right for pair in listed_pairs()}


def common_english() -> list[str]:
    """Return the commonest English words, commonest first."""
    return [word for word in top_n_list("en", COMMON_WORDS) if word.isascii() and word.isalpha()]


def teacher_anchors(tokenizer: Tokenizer, words: list[str], recipe: Recipe) -> Anchors:
    """Return where the English tokens start."""
    norm = recipe.initial_deviation * recipe.dimension**0.5
    tokens = english_tokens(tokenizer, words)
    logging.info("%d English tokens start at the teacher's vectors", len(tokens))
    return Anchors(*initial_rows(tokens, recipe.dimension, norm, teacher_folder()))


def main() -> None:
    """Train and save the model."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with parallel/, passages/")
    parser.add_argument("--out", type=Path, default=ROOT / "index" / "bundled_model")
    defaults = Recipe()
    parser.add_argument("--seed", type=int, default=defaults.seed, help="the first of --seeds in a row")
    parser.add_argument("--seeds", type=int, default=defaults.seeds)
    parser.add_argument("--epochs", type=int, default=defaults.epochs)
    parser.add_argument("--vocabulary", type=int, default=defaults.vocabulary)
    parser.add_argument("--compounds", type=int, default=defaults.compounds)
    parser.add_argument("--dimension", type=int, default=defaults.dimension)
    parser.add_argument("--pull", type=float, default=defaults.pull)
    parser.add_argument("--no-teacher", action="store_true", help="start English words at random")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    recipe = Recipe(
        seed=arguments.seed,
        seeds=arguments.seeds,
        epochs=arguments.epochs,
        vocabulary=arguments.vocabulary,
        compounds=arguments.compounds,
        dimension=arguments.dimension,
        pull=arguments.pull,
    )
    pairs = read_pairs(arguments.data)
    logging.info("%d pairs", len(pairs))
    words = common_english()
    tokenizer = train_tokenizer(
        [*tokenizer_texts(pairs, recipe.seed), *(words * WORD_REPEATS)], recipe.vocabulary
    )
    if recipe.compounds:
        found = compounds([pair.right for pair in pairs], vietnamese_terms(), tokenizer, recipe.compounds)
        unmarked = without_marks(found, set(words[:6000]), recipe.unmarked_compounds)
        add_compounds(tokenizer, [*found, *unmarked])
        logging.info("%d compounds, %d without marks", len(found), len(unmarked))
    anchors = None if arguments.no_teacher else teacher_anchors(tokenizer, words, recipe)
    texts = PairTexts.of(pairs, tokenizer)
    seeds = range(recipe.seed, recipe.seed + recipe.seeds)
    table = averaged([train_table(texts, tokenizer, replace(recipe, seed=seed), anchors) for seed in seeds])
    english = [pair.left for pair in pairs if pair.task == "parallel"]
    vietnamese = [pair.right for pair in pairs]
    weights = token_weights(english, vietnamese, tokenizer)
    if recipe.matching_steps:
        table = train_matching(table, weights, texts, recipe)
    save_model(arguments.out, tokenizer, table, weights)


if __name__ == "__main__":
    main()
