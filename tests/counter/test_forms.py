"""The kinds' forms: their inputs are the kind's fields, by name and by accessible name."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import hallclient
from hallclient.counter.kinds import kinds
from hallclient.counter.rules import KindSpec
from hallclient.customers.rules import name_keys

FORMS = Path(hallclient.__file__).parent.parent / "forms"


def inputs(spec: KindSpec) -> dict[str, str]:
    """Object name to accessible name of every named control of the form."""
    root = ET.parse(FORMS / f"{spec.form}.ui").getroot()  # noqa: S314 - our own file
    named = {}
    for widget in root.iter("widget"):
        spoken = widget.find("property[@name='accessibleName']/string")
        if spoken is not None:
            named[widget.get("name", "")] = spoken.text or ""
    return named


@pytest.mark.parametrize("code", sorted(kinds()))
def test_a_form_has_the_fields_of_its_kind(code: str) -> None:
    spec = kinds()[code].spec
    assert inputs(spec) == {field.name: field.label for field in spec.fields}


@pytest.mark.duty("S2-KA-19")
def test_a_business_is_found_by_its_code_and_its_pinyin_initials() -> None:
    """`czjf` finds 充值缴费; the keys are what page and palette search."""
    initials = {
        code: {key for key in name_keys(kind.spec.chinese) if key.isascii()}
        for code, kind in kinds().items()
    }
    assert "czjf" in initials["recharge"]
    assert "bhk" in initials["sim_replacement"]
    assert all(initials.values())
