"""What `python3 dev.py faults` promises of itself: the same seed, the same faults; and its word."""

from itertools import islice

from tests.faults.survival import KINDS, planned
from tests.faults.tally import Tally
from tools import faults as long_run


def test_the_same_seed_brings_the_same_faults_in_the_same_order() -> None:
    first, again, other = (list(islice(planned(seed), 40)) for seed in (7, 7, 8))
    assert first == again
    assert [each.kind for each in first] != [each.kind for each in other]
    assert {each.kind for each in first[: len(KINDS)]} == set(KINDS)


def test_whatever_went_wrong_is_printed_and_fails_the_run() -> None:
    whole = Tally(orders=2, lost=["H0012026112201001"])
    assert not whole.clean
    said = long_run.table({"kill": whole}, whole)
    assert "2 orders confirmed: 1 lost, 0 doubled, books balanced" in said
    assert Tally(orders=2).clean
    for name in ("lost", "doubled", "unbalanced", "unclear"):
        tally = Tally()
        getattr(tally, name).append("x")
        assert not tally.clean
