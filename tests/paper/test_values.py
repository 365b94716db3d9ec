"""Values are kept as JSON and come back the same, whatever they hold."""

import json
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallclient.base.money import Fen
from hallclient.paper.values import CashSlip, OrderForm, Pieces, Receipt

MONEY = st.integers(0, 10**12).map(Fen)
AWARE = st.datetimes(timezones=st.just(UTC))


def there_and_back(value):
    return type(value).from_payload(json.loads(json.dumps(value.to_payload())))


def test_receipt_and_form_come_back_the_same(a_receipt: Receipt, a_form: OrderForm) -> None:
    assert there_and_back(a_receipt) == a_receipt
    assert there_and_back(a_form) == a_form
    assert there_and_back(replace(a_receipt, customer=None)) == replace(a_receipt, customer=None)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_value_comes_back_the_same(data) -> None:
    st.register_type_strategy(Fen, MONEY)
    for kind in (Receipt, OrderForm, CashSlip):
        value = data.draw(st.builds(kind, issued_at=AWARE) if kind is not CashSlip else _slips())
        assert there_and_back(value) == value


def _slips():
    pieces = st.builds(Pieces, face_fen=MONEY)
    return st.builds(CashSlip, at=AWARE, denominations=st.lists(pieces, max_size=3).map(tuple))


def test_an_older_payload_gets_defaults_and_a_newer_one_loses_what_is_unknown(
    a_receipt: Receipt,
) -> None:
    payload = a_receipt.to_payload()
    del payload["thanks"]
    payload["hologram"] = True
    assert Receipt.from_payload(payload) == replace(a_receipt, thanks="")


@pytest.mark.parametrize(
    "damage",
    [
        {"total_fen": "5000"},
        {"total_fen": 50.0},
        {"total_fen": True},
        {"counter": None},
        {"language": "fr"},
        {"issued_at": "yesterday"},
        {"lines": [{"title": "充值"}]},
    ],
)
def test_a_damaged_payload_is_refused(a_receipt: Receipt, damage) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Receipt.from_payload(a_receipt.to_payload() | damage)


def test_what_is_missing_is_named(a_receipt: Receipt) -> None:
    payload = a_receipt.to_payload()
    del payload["order_no"]
    with pytest.raises(ValueError, match="order_no"):
        Receipt.from_payload(payload)
