"""Second stage: the table learns from term matching itself.

The first stage compares the means of whole texts. The ranking compares words of the query with
windows of words in the passage; here that score is what is trained, beside the means.
"""

import logging

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from training.train import Bag, PairTexts, Recipe, descend, draw_batch, mean_loss, symmetric_loss

log = logging.getLogger(__name__)

WARM_UP = 0.05
Padded = tuple[torch.Tensor, torch.Tensor]


def train_matching(
    table: NDArray[np.float32],
    weights: NDArray[np.float32],
    texts: PairTexts,
    recipe: Recipe,
) -> NDArray[np.float32]:
    """Return `table` (vocabulary, dimension) after the second stage; same seed, same table.

    `weights` (vocabulary,) are the token weights that the matching uses.
    """
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    bags = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(table.copy()), freeze=False, mode="mean")
    token_weights = torch.from_numpy(weights.copy())
    optimiser = torch.optim.Adam(bags.parameters(), lr=recipe.matching_rate, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: (
            min(1.0, (step + 1) / (WARM_UP * recipe.matching_steps)) * (1 - step / recipe.matching_steps)
        ),
    )
    for step in range(recipe.matching_steps):
        rows = texts.sample(recipe.matching_batch, rng)
        left, right = draw_batch(texts, rows, recipe, rng)
        query, passage = _padded(left, recipe.query_tokens, rng), _padded(right, recipe.passage_tokens, rng)
        scores = matching_scores(bags.weight, token_weights, query, passage)
        matched = symmetric_loss(recipe.matching_scale * scores)
        rows = texts.sample(recipe.batch // 2, rng)
        loss = matched + mean_loss(bags, *draw_batch(texts, rows, recipe, rng), recipe.scale)
        descend(optimiser, loss)
        schedule.step()
        if step % 50 == 0 or step == recipe.matching_steps - 1:
            log.info("matching step %d of %d, loss %.3f", step, recipe.matching_steps, matched.item())
    trained: NDArray[np.float32] = bags.weight.detach().numpy()
    return trained


def matching_scores(
    table: torch.Tensor, token_weights: torch.Tensor, query: Padded, passage: Padded
) -> torch.Tensor:
    """Return the score (queries, passages) of every query with every passage.

    Each token of a query looks for its best window of one or two tokens; the squares of these
    cosines are averaged by token weight, as in `index.term_matching`.
    """
    ids, present = query
    units = functional.normalize(table[ids], dim=-1)
    weights = token_weights[ids] * present
    windows, inside = _windows(table, *passage)
    cosines = units.flatten(0, 1) @ windows.flatten(0, 1).T
    cosines = cosines.masked_fill(~inside.flatten()[None, :], 0.0)
    best = cosines.view(len(cosines), *windows.shape[:2]).amax(dim=-1).clamp(min=0).square()
    scores = torch.einsum("qt,qtp->qp", weights, best.view(*units.shape[:2], -1))
    return scores / weights.sum(dim=1, keepdim=True).clamp(min=1e-6)


def _windows(table: torch.Tensor, ids: torch.Tensor, present: torch.Tensor) -> Padded:
    """Return the unit vectors of windows of one and two tokens, and which of them are whole."""
    tokens = table[ids] * present[..., None]
    singles, pairs = tokens, tokens[:, :-1] + tokens[:, 1:]
    vectors = functional.normalize(torch.cat([singles, pairs], dim=1), dim=-1)
    return vectors, torch.cat([present, present[:, 1:]], dim=1)


def _padded(bag: Bag, most: int, rng: np.random.Generator) -> Padded:
    """Return token ids (texts, longest) and which of them are there; long texts are cropped at random."""
    flat, offsets = bag
    lengths = np.diff(np.append(offsets, len(flat)))
    kept = np.minimum(lengths, most)
    begins = offsets + rng.integers(0, lengths - kept + 1)
    places = np.arange(max(int(kept.max()), 1))
    present = places < kept[:, None]
    ids = flat[np.where(present, begins[:, None] + places, 0)]
    return torch.from_numpy(ids.astype(np.int64)), torch.from_numpy(present)
