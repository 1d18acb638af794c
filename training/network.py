"""The network of `cleaner.labelling.network` in torch, where it can be fitted, and its weights as arrays."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from cleaner.article import LABELS
from cleaner.labelling.grams import BUCKETS, HEAD_COLUMNS
from cleaner.labelling.network import GRAM_WIDTH
from training.corpus import BODY, NEUTRAL, NEUTRAL_WEIGHT, NOT_BODY

OUTPUTS = len(LABELS) + 3
DILATIONS = (1, 2, 4, 8, 16, 1)
TAPS = 5
POOL_AFTER = 2
WORDS_HIDDEN, LINES_HIDDEN = 0.5, 0.1


class Network(nn.Module):
    """Evidence of a batch of pages to scores of shape (pages, lines, 15).

    `evidence` is of shape (pages, lines, features), `grams` of (pages, lines, 21), `mask` of (pages, lines, 1).
    """

    def __init__(self, features: int, width: int, dropout: float) -> None:
        super().__init__()
        self.table = nn.Embedding(BUCKETS, GRAM_WIDTH, padding_idx=0)
        nn.init.normal_(self.table.weight, 0, 0.1)
        with torch.no_grad():
            self.table.weight[0] = 0
        self.enter = nn.Linear(features + 2 * GRAM_WIDTH, width)
        self.along = nn.ModuleList(
            nn.Conv1d(width, width, TAPS, padding=d * (TAPS // 2), dilation=d, groups=width) for d in DILATIONS
        )
        self.mix = nn.ModuleList(nn.Linear(width, width) for _ in DILATIONS)
        self.pool = nn.Linear(2 * width, width)
        self.out = nn.Linear(width, OUTPUTS)
        self.skip = nn.Linear(width, OUTPUTS, bias=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, evidence: Tensor, grams: Tensor, mask: Tensor) -> Tensor:
        words = self._words(grams)
        first = functional.relu(self.enter(torch.cat([evidence, words], -1))) * mask
        hidden = first
        for layer, (along, mix) in enumerate(zip(self.along, self.mix, strict=True)):
            seen = functional.relu(along(hidden.transpose(1, 2)).transpose(1, 2))
            hidden = (hidden + functional.relu(mix(self.dropout(seen)))) * mask
            if layer == POOL_AFTER:
                mean = hidden.sum(1) / mask.sum(1)
                highest = (hidden + (mask - 1) * 1e4).max(1).values
                summary = functional.relu(self.pool(torch.cat([mean, highest], -1)))
                hidden = (hidden + summary.unsqueeze(1)) * mask
        scores: Tensor = self.out(self.dropout(hidden)) + self.skip(first)
        return scores

    def _words(self, grams: Tensor) -> Tensor:
        """The mean of a line's start grams beside that of its end grams.

        While fitting they are hidden from half the pages, so that the model does not lean on words that one site uses.
        """
        rows, there = self.table(grams), (grams > 0).float().unsqueeze(-1)
        means = [
            rows[:, :, part].sum(2) / (there[:, :, part].sum(2) + 1)
            for part in (slice(0, HEAD_COLUMNS), slice(HEAD_COLUMNS, None))
        ]
        words = torch.cat(means, -1)
        if self.training:
            pages = torch.rand(len(grams), 1, 1) > WORDS_HIDDEN
            lines = torch.rand(*grams.shape[:2], 1) > LINES_HIDDEN
            words = words * pages.float() * lines.float()
        return words

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """The weights under the names that `cleaner.labelling.network` reads."""

        def plain(tensor: Tensor) -> NDArray[np.float32]:
            return tensor.detach().numpy().astype(np.float32)

        return {
            "grams": plain(self.table.weight),
            "in.w": plain(self.enter.weight).T,
            "in.b": plain(self.enter.bias),
            "conv.w": np.stack([plain(c.weight)[:, 0, :].T for c in self.along]),
            "conv.b": np.stack([plain(c.bias) for c in self.along]),
            "mix.w": np.stack([plain(m.weight).T for m in self.mix]),
            "mix.b": np.stack([plain(m.bias) for m in self.mix]),
            "pool.w": plain(self.pool.weight).T,
            "pool.b": plain(self.pool.bias),
            "pool.after": np.array([POOL_AFTER], dtype=np.float32),
            "dilations": np.array(DILATIONS, dtype=np.float32),
            "out.w": plain(self.out.weight).T,
            "out.b": plain(self.out.bias),
            "skip.w": plain(self.skip.weight).T,
        }


def loss(scores: Tensor, targets: Tensor, weights: Tensor, mask: Tensor, share: float) -> Tensor:
    """Body or not for every known line, `share` times the label where it is known, and the article's extent, first and last line."""
    chances = functional.log_softmax(scores[..., : len(LABELS)], -1)
    body = chances[..., BODY].clamp(max=-1e-6)
    is_body = targets == BODY
    decision = torch.where(is_body, -body, -torch.log1p(-body.exp() + 1e-6))
    neutral = (targets == NEUTRAL[0]) | (targets == NEUTRAL[1])
    named = (targets >= 0) & (targets < NOT_BODY)
    naming = -chances.gather(-1, targets.clamp(0, NOT_BODY - 1).unsqueeze(-1)).squeeze(-1)
    known = (targets >= 0).float()
    lines = (decision * (1 - (1 - NEUTRAL_WEIGHT) * neutral.float()) + share * naming * named.float()) * known
    return (lines * weights).sum() / weights.sum() + _extent_loss(scores, is_body, weights, mask)


def _extent_loss(scores: Tensor, is_body: Tensor, weights: Tensor, mask: Tensor) -> Tensor:
    marks = is_body.float()
    begun = torch.cummax(marks, 1).values
    unfinished = torch.flip(torch.cummax(torch.flip(marks, [1]), 1).values, [1])
    count = len(LABELS)
    inside = functional.binary_cross_entropy_with_logits(scores[..., count], begun * unfinished, reduction="none")
    total = (inside * mask * weights).sum() / weights.sum()
    first, last = marks.argmax(1), marks.shape[1] - 1 - torch.flip(marks, [1]).argmax(1)
    hidden = (mask - 1) * 1e4
    ends = sum(
        -functional.log_softmax(scores[..., column] + hidden, 1).gather(1, at[:, None]).squeeze(1)
        for column, at in ((count + 1, first), (count + 2, last))
    )
    has = is_body.any(1).float()
    return 0.5 * total + 0.05 * (ends * has).sum() / has.sum().clamp(min=1)
