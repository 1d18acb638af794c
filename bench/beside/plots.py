"""What was measured, as two pictures: accuracy against time, and cost against size."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.beside.measuring import Beside, Growth
from bench.beside.tables import in_units
from bench.beside.tools import OURS, Kind

_OURS, _OTHERS = "#c0392b", ("#5d6d7e", "#2e86c1")
_STYLE: Any = {
    "svg.hashsalt": "bench.beside",  # the same figures make the same file
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e5e7e9",
    "axes.axisbelow": True,
}


def plot_accuracy(found: Beside, out: Path) -> None:
    """F1 of each tool against the time of a page, on a logarithmic axis."""
    import matplotlib as mpl  # noqa: PLC0415 - a run that writes nothing does without
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(7, 3.8), layout="constrained")
        axes = figure.subplots()
        for name, row in found.rows.items():
            if row.f1 is not None:
                at = (row.seconds / found.pages * 1e3, row.f1)
                axes.scatter(*at, s=36, color=_colour(name, 0))
                axes.annotate(name, at, xytext=(6, -3), textcoords="offset points", color=_colour(name, 0))
        axes.set(xscale="log", xlabel="milliseconds a page", ylabel="F1 of the article's text")
        axes.margins(x=0.25)
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_formatter("{x:g}")
        _save(figure, out)


def plot_growth(found: Mapping[Kind, Mapping[str, Growth]], out: Path) -> None:
    """Time against a page's size, both logarithmic, a panel a kind of page."""
    import matplotlib as mpl  # noqa: PLC0415 - a run that writes nothing does without
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(8, 3.8), layout="constrained")
        panels = figure.subplots(1, len(found), sharey=True, squeeze=False)
        for axes, (kind, tools) in zip(panels[0], found.items(), strict=True):
            others = [name for name in tools if name != OURS]
            for name, growth in tools.items():
                sizes, costs = zip(*((size, cost * 1e3) for size, cost in growth.seconds.items()), strict=True)
                slope = "" if growth.exponent is None else f", exponent {growth.exponent:.2f}"
                colour = _colour(name, others.index(name) if name in others else 0)
                axes.plot(sizes, costs, marker="o", markersize=3.5, color=colour, label=name + slope)
            axes.set(xscale="log", yscale="log", xlabel="bytes of a page", title="HTML" if kind == "html" else "dump")
            axes.set_xticks(sizes, [in_units(size) for size in sizes], rotation=45)
            axes.minorticks_off()
            axes.yaxis.set_major_formatter("{x:g}")
            axes.legend(frameon=False, loc="upper left")
        panels[0][0].set_ylabel("milliseconds")
        _save(figure, out)


def _colour(name: str, number: int) -> str:
    return _OURS if name == OURS else _OTHERS[number % len(_OTHERS)]


def _save(figure: Any, out: Path) -> None:
    """One SVG; matplotlib ends each line of it with a blank, which is taken off."""
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    out.write_text("".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines()), encoding="utf-8")
