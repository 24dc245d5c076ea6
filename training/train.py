"""First stage: contrastive training of the token table, symmetric InfoNCE with in-batch negatives."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from index.runs import run_positions
from ingest.language.folding import fold
from training.pairs import Pair
from training.ragged import Ids, Ragged
from training.tokenizer import compound_parts

log = logging.getLogger(__name__)

_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Recipe:
    """Constants of one training run; benchmarks/ablations.md says what each is worth."""

    vocabulary: int = 36_000
    compounds: int = 11_000
    unmarked_compounds: int = 5_000
    dimension: int = 256
    epochs: int = 8
    batch: int = 1024
    learning_rate: float = 5e-3
    scale: float = 20.0
    token_dropout: float = 0.1
    folded_parallel: float = 0.12
    folded_heading: float = 0.20
    shortest_crop: int = 20
    longest_crop: int = 128
    initial_deviation: float = 0.1
    pull: float = 0.003
    matching_steps: int = 500
    matching_batch: int = 64
    matching_rate: float = 1e-3
    matching_scale: float = 30.0
    query_tokens: int = 16
    passage_tokens: int = 64
    seed: int = 7
    seeds: int = 3


@dataclass(frozen=True, slots=True)
class PairTexts:
    """Tokenised pairs: left, right, and folded forms of the Vietnamese sides; `weights` (pairs,)."""

    is_parallel: NDArray[np.bool_]
    left: Ragged
    right: Ragged
    folded: Ragged
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, pairs: Sequence[Pair], tokenizer: Tokenizer) -> "PairTexts":
        """Tokenise pairs."""
        parallel = np.array([pair.task == "parallel" for pair in pairs])
        lefts, rights = [pair.left for pair in pairs], [pair.right for pair in pairs]
        # The Vietnamese side that people type without marks: the translation, or the heading.
        typed = [r if p else l for l, r, p in zip(lefts, rights, parallel, strict=True)]  # noqa: E741
        left, right, folded = (_tokenise(side, tokenizer) for side in (lefts, rights, list(map(fold, typed))))
        return cls(parallel, left, right, folded, np.array([pair.weight for pair in pairs]))

    def expanded(self, parts: Mapping[int, Ids], tokens: int) -> "PairTexts":
        """Return the same pairs with the `parts` of each compound before it, of a vocabulary of `tokens`."""
        each = Ragged.from_lists([np.append(parts.get(i, ()), i) for i in range(tokens)])
        left, right, folded = (side.replaced(each) for side in (self.left, self.right, self.folded))
        return PairTexts(self.is_parallel, left, right, folded, self.weights)

    def __len__(self) -> int:
        return len(self.weights)

    def sample(self, most: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """Return pairs drawn by weight, with replacement: `most`, or all where there are fewer."""
        return rng.choice(len(self), size=min(most, len(self)), p=self.weights / self.weights.sum())


@dataclass(frozen=True, slots=True)
class Anchors:
    """Rows (n,) that start at given vectors (n, dimension) and are pulled back to them."""

    ids: NDArray[np.int64]
    vectors: NDArray[np.float32]


def train_table(
    texts: PairTexts, tokenizer: Tokenizer, recipe: Recipe, anchors: Anchors | None = None
) -> NDArray[np.float32]:
    """Return the trained token table (vocabulary, dimension); same seed, same table."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    parts = compound_parts(tokenizer)
    texts = texts.expanded(parts, tokenizer.get_vocab_size())
    table = torch.nn.EmbeddingBag(tokenizer.get_vocab_size(), recipe.dimension, mode="mean")
    torch.nn.init.normal_(table.weight, std=recipe.initial_deviation)
    with torch.no_grad():
        # A compound starts as the sum of its syllables, and learns what they do not say.
        table.weight[sorted(parts)] = 0.0
    pull = _anchor(table, anchors, recipe)
    steps = int(recipe.epochs * texts.weights.sum() / recipe.batch)
    optimiser = torch.optim.Adam(table.parameters(), lr=recipe.learning_rate, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=recipe.learning_rate, total_steps=max(steps, 2), pct_start=0.1
    )
    for step in range(steps):
        rows = texts.sample(recipe.batch, rng)
        loss = mean_loss(table, *draw_batch(texts, rows, recipe, rng), recipe.scale)
        descend(optimiser, loss)
        pull(float(schedule.get_last_lr()[0]) / recipe.learning_rate)
        schedule.step()
        if step % 100 == 0 or step == steps - 1:
            log.info("step %d of %d, loss %.3f", step, steps, loss.item())
    trained: NDArray[np.float32] = table.weight.detach().numpy()
    for compound, syllables in parts.items():
        trained[compound] += trained[syllables].sum(axis=0)
    return trained


def descend(optimiser: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    """Take one step down the gradient of `loss`."""
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimiser.step()


def _anchor(table: torch.nn.EmbeddingBag, anchors: Anchors | None, recipe: Recipe) -> Callable[[float], None]:
    """Set the anchored rows and return what pulls them back, scaled by the learning rate."""
    if anchors is None:
        return lambda _: None
    ids, home = torch.from_numpy(anchors.ids), torch.from_numpy(anchors.vectors)

    @torch.no_grad()
    def pull(rate: float) -> None:
        rows = table.weight[ids]
        table.weight[ids] = rows + recipe.pull * rate * (home - rows)

    with torch.no_grad():
        table.weight[ids] = home
    return pull


def _tokenise(texts: Sequence[str], tokenizer: Tokenizer) -> Ragged:
    rows: list[Ids] = []
    for begin in range(0, len(texts), _BLOCK):
        encodings = tokenizer.encode_batch_fast(list(texts[begin : begin + _BLOCK]), add_special_tokens=False)
        rows.extend(np.asarray(encoding.ids, np.int32) for encoding in encodings)
    return Ragged.from_lists(rows)


Bag = tuple[Ids, NDArray[np.int64]]


def draw_batch(
    texts: PairTexts, rows: NDArray[np.int64], recipe: Recipe, rng: np.random.Generator
) -> tuple[Bag, Bag]:
    """Return the two sides of the pairs `rows`; a share of the Vietnamese sides comes without marks."""
    parallel = texts.is_parallel[rows]
    folded = rng.random(len(rows)) < np.where(parallel, recipe.folded_parallel, recipe.folded_heading)
    limits = rng.integers(recipe.shortest_crop, recipe.longest_crop + 1, len(rows))
    left = _mixed(texts.left, texts.folded, folded & ~parallel, rows, limits, rng)
    right = _mixed(texts.right, texts.folded, folded & parallel, rows, limits, rng)
    return _drop(left, recipe.token_dropout, rng), _drop(right, recipe.token_dropout, rng)


def _mixed(
    plain: Ragged,
    folded: Ragged,
    use_folded: NDArray[np.bool_],
    rows: NDArray[np.int64],
    limits: NDArray[np.int64],
    rng: np.random.Generator,
) -> Bag:
    order = np.argsort(use_folded, kind="stable")
    split = int((~use_folded).sum())
    first = plain.draw(rows[order[:split]], limits[order[:split]], rng)
    second = folded.draw(rows[order[split:]], limits[order[split:]], rng)
    return _reorder(
        np.concatenate([first[0], second[0]]),
        np.concatenate([first[1], second[1] + len(first[0])]),
        order,
    )


def _reorder(flat: Ids, offsets: NDArray[np.int64], order: NDArray[np.int64]) -> Bag:
    """Put bags that were drawn in `order` back into batch order."""
    lengths = np.diff(np.append(offsets, len(flat)))
    back = np.argsort(order)
    positions, starts = run_positions(offsets[back], lengths[back])
    return flat[positions], starts


def _drop(bag: Bag, share: float, rng: np.random.Generator) -> Bag:
    """Leave out a share of the tokens, never the first of a text."""
    flat, offsets = bag
    keep = rng.random(len(flat)) >= share
    keep[offsets[offsets < len(flat)]] = True
    counted = np.concatenate([[0], np.cumsum(keep)])
    return flat[keep], counted[offsets]


def mean_loss(table: torch.nn.EmbeddingBag, left: Bag, right: Bag, scale: float) -> torch.Tensor:
    """Return the loss of comparing the means of texts, each pair against the rest of its batch."""
    flat = np.concatenate([left[0], right[0]]).astype(np.int64)
    offsets = np.concatenate([left[1], right[1] + len(left[0])])
    means = functional.normalize(table(torch.from_numpy(flat), torch.from_numpy(offsets)), dim=-1)
    a, b = means[: len(left[1])], means[len(left[1]) :]
    return symmetric_loss(scale * a @ b.T)


def symmetric_loss(scores: torch.Tensor) -> torch.Tensor:
    """Return the cross-entropy of scores (n, n) whose diagonal is right, in both directions."""
    target = torch.arange(len(scores))
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)) / 2
