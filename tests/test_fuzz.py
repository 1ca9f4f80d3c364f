"""The fuzzers find what is wrong, and tell it as small as it can be made. What must hold of inputs is in targets.py."""

import fuzz
import pytest


def test_a_finding_is_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    def target(data: bytes) -> None:
        if b"{" in data:
            raise ValueError("a bracket")

    monkeypatch.setitem(fuzz.TARGETS, "target", target)
    tried, findings = fuzz.by_hypothesis("target", 1)
    assert tried >= len(findings) > 0
    assert set(findings) == {"ValueError: a bracket\nb'{'"}


@pytest.mark.parametrize(("power", "found"), [(1, False), (1.3, False), (2, True), (3, True)])
def test_what_grows_faster_than_its_input_is_found(power: float, found: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "_time", lambda target, data: (len(data) / 30_000) ** power)
    assert bool(fuzz._steep(lambda data: None, bytes)) is found
