"""What the tests share: hypothesis profiles, labelled pages where there are some, fixtures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

settings.register_profile(
    "short",
    max_examples=int(os.environ.get("CLEANER_EXAMPLES", "200")),
    deadline=None,  # a shared machine pauses as it likes; cost has tests of its own
    derandomize="CI" in os.environ,  # what fails there must fail here
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("short")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of labelled pages that CLEANER_CORPUS names."""
    if "CLEANER_CORPUS" not in os.environ:
        pytest.skip("CLEANER_CORPUS names no labelled pages")
    return Path(os.environ["CLEANER_CORPUS"])


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The checkout, entered: documents name files from there."""
    monkeypatch.chdir(ROOT)
    return ROOT
