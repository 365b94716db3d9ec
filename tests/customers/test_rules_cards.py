"""The reader's text block: published samples, all layouts, cards that contradict themselves."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.customers import rules
from hallclient.customers.rules import CardVariant, DocumentKind, Entry, Sex, check_value
from hallclient.devices.reader_simulator import CardFields, block_of

ON = date(2026, 11, 22)

RESIDENT = """
37688b4f3275200020002000200020002000200020002000200020002000310030003100310039003800380030003200320039001753ac4e025e37688b4f
3a533a790383ef8d3100f7532000200020002000200020002000200020002000200020002000200020002000200020002000200020002000200020003100
310030003000300030003100390038003800300032003200390031003200330036001753ac4e025e6c51895b405c37688b4f0652405c2000200020002000
2000320030003200300030003300300031003200300034003000300033003000310020002000200020002000200020002000200020002000200020002000
2000200020002000
"""
PERMIT = """
739637688b4f200020002000200020002000200020002000200020002000310020002000310039003000310030003200300033007f5e1c4e0177f16d3357
025e37688b4f3a53776d3768ef8d3200f7532000200020002000200020002000200020002000200020002000200020002000200020002000200020003800
31003000300030003000310039003000310030003200300033003000310037003300f16d3357025e6c51895b405c20002000200020002000200020002000
2000320030003200330030003100300035003200300032003800300031003000350048003000310032003300340035003600370030003100200020002000
4a00200020002000
"""


@pytest.mark.duty("S1-CT-07")
def test_the_published_resident_card() -> None:
    answer = check_value("card-text", RESIDENT, ON)
    assert answer["valid"] is True
    assert answer["variant"] == "resident"
    assert (answer["name"], answer["sex_text"], answer["ethnic_text"]) == ("样例甲", "男", "汉")
    assert (answer["birth"], answer["number"]) == ("1988-02-29", "110000198802291236")
    assert answer["address"] == "北京市样例区示范路1号"
    assert answer["authority"] == "北京市公安局样例分局"
    assert (answer["valid_from"], answer["valid_until"]) == ("2020-03-01", "2040-03-01")


def test_the_published_residence_permit() -> None:
    answer = check_value("card-text", PERMIT, ON)
    assert (answer["valid"], answer["variant"]) == (True, "J")
    assert answer["document"] == "residence-permit"
    assert (answer["name"], answer["birth"]) == ("陳样例", "1901-02-03")
    assert answer["address"] == "广东省深圳市样例区海样路2号"
    assert (answer["number"], answer["authority"]) == ("810000190102030173", "深圳市公安局")
    assert (answer["permit_number"], answer["times_issued"]) == ("H01234567", "01")
    assert (answer["valid_from"], answer["valid_until"]) == ("2023-01-05", "2028-01-05")


def test_the_published_block_is_what_the_simulator_makes() -> None:
    card = CardFields(
        name="样例甲", sex="1", ethnic="01", birth="19880229", address="北京市样例区示范路1号",
        number="110000198802291236", authority="北京市公安局样例分局",
        valid_from="20200301", valid_until="20400301",
    )  # fmt: skip
    assert block_of(card) == bytes.fromhex(RESIDENT)


def test_the_last_day_is_valid_and_the_next_is_not() -> None:
    assert check_value("card-text", RESIDENT, date(2040, 3, 1))["valid"] is True
    assert check_value("card-text", RESIDENT, date(2040, 3, 2))["reason"] == "expired"


@pytest.mark.parametrize(("flag", "variant"), [(b" \0", "resident"), (b"\0\0", "resident")])
def test_space_and_nul_are_both_a_resident_card(flag: bytes, variant: str) -> None:
    block = bytearray.fromhex(RESIDENT)
    block[248:250] = flag
    assert check_value("card-text", block.hex(), ON)["variant"] == variant


@pytest.mark.parametrize("flag", ["X", "j", "\u4e00", "1"])
def test_an_unknown_type_flag_is_refused_before_anything_is_read(flag: str) -> None:
    block = bytearray.fromhex(RESIDENT)
    block[248:250] = flag.encode("utf-16-le")
    answer = check_value("card-text", block.hex(), ON)
    assert answer["reason"] == "type-flag"
    assert "number" not in answer


@pytest.mark.parametrize("size", [0, 255, 257, 512])
def test_a_block_that_is_not_256_bytes_is_refused(size: int) -> None:
    with pytest.raises(rules.CardTextLength):
        rules.decode_card_text(bytes(size))


def test_long_term_is_read_though_it_is_shorter_than_its_field() -> None:
    card = CardFields(
        name="样例甲", number="110000198802291236", birth="19880229",
        valid_from="20200301", valid_until="长期",
    )  # fmt: skip
    answer = check_value("card-text", block_of(card).hex(), ON)
    assert (answer["valid"], answer["valid_until"]) == (True, "长期")


FOREIGNER_2023 = CardFields(
    variant="Y", name="样例", english_name="EXAMPLE, MARIA ALEXANDRA JOSEPHINE EU X", sex="2",
    number="911999190203040085", birth="19020304", valid_from="20240101", valid_until="20340101",
    country="UTO", times_issued="01", old_link="012",
)  # fmt: skip


def test_an_english_name_is_joined_before_it_is_trimmed() -> None:
    name = FOREIGNER_2023.english_name
    assert name[34] == " "  # unit 35, the last of the first half, is a space
    card = rules.decode_card_text(block_of(FOREIGNER_2023))
    assert card.english_name == name
    assert (card.variant, card.country, card.old_link) == (CardVariant.FOREIGNER_2023, "UTO", "012")
    assert check_value("card-text", block_of(FOREIGNER_2023).hex(), ON)["valid"] is True


def test_the_2017_foreigner_card_has_its_own_places() -> None:
    card = CardFields(
        variant="I", english_name="EXAMPLE, MARIA", name="样例", number="UTO110101010101",
        birth="19010203", valid_from="20180101", valid_until="20280101", country="UTO",
        version="01", authority="1500", sex="2",
    )  # fmt: skip
    answer = check_value("card-text", block_of(card).hex(), ON)
    assert (answer["valid"], answer["variant"]) == (True, "I")
    assert (answer["english_name"], answer["name"]) == ("EXAMPLE, MARIA", "样例")
    assert (answer["number"], answer["birth"]) == ("UTO110101010101", "1901-02-03")
    assert (answer["version"], answer["authority"]) == ("01", "1500")


GOOD = CardFields(
    name="样例甲", sex="1", ethnic="01", birth="19880229", address="样例路", authority="样例分局",
    number="110000198802291236", valid_from="20200301", valid_until="20400301",
)  # fmt: skip


@pytest.mark.duty("S1-CT-07")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sex": "2"}, "mismatch"),
        ({"birth": "19880228"}, "mismatch"),
        ({"birth": "19890229"}, "date"),
        ({"number": "110000198802291237"}, "checksum"),
        ({"number": "110000880229123"}, "legacy-15"),
        ({"valid_until": "20400230"}, "date"),
        ({"valid_until": ""}, "date"),
        ({"valid_until": "20261121"}, "expired"),
        ({"name": ""}, "name"),
        ({"sex": "0"}, None),
        ({"sex": "9"}, None),
    ],
)
def test_a_card_whose_fields_disagree_is_for_the_clerk_to_look_at(change, reason) -> None:
    block = block_of(replace(GOOD, **change))
    assert check_value("card-text", block.hex(), ON)["reason"] == reason


def test_a_2023_card_whose_birth_field_differs_is_a_mismatch() -> None:
    block = block_of(replace(FOREIGNER_2023, birth="19020305"))
    assert check_value("card-text", block.hex(), ON)["reason"] == "mismatch"


def test_a_card_becomes_a_draft_that_says_it_was_read() -> None:
    newer = "新样例路9号".encode("utf-16-le")
    draft = rules.draft_of(rules.decode_card_text(block_of(GOOD)), newer)
    assert (draft.kind, draft.entry) == (DocumentKind.RESIDENT_ID, Entry.READER)
    assert (draft.sex, draft.address) == (Sex.MALE, "新样例路9号")


NAMES = st.text(
    st.characters(blacklist_categories=["Cs", "Zs", "Cc"], blacklist_characters="\u3000"),
    min_size=1,
    max_size=15,
).filter(lambda name: len(name.encode("utf-16-le")) <= 30)


@given(NAMES, st.sampled_from(["resident", "J", "Y"]))
def test_any_name_comes_back_as_it_was_written(name: str, variant) -> None:
    """Rare characters take two units; private-use ones are kept as they are."""
    card = rules.decode_card_text(block_of(replace(GOOD, name=name, variant=variant)))
    assert card.name == name
    assert card.name_bytes.decode("utf-16-le").rstrip(" ") == name


@given(
    st.binary(min_size=256, max_size=256),
    st.sampled_from([b" \0", b"\0\0", b"I\0", b"J\0", b"Y\0"]),
)
def test_no_block_makes_the_decoder_fail(block: bytes, flag: bytes) -> None:
    answer = check_value("card-text", (block[:248] + flag + block[250:]).hex(), ON)
    assert answer["valid"] in (True, False)


def test_half_a_surrogate_pair_shows_and_does_not_break_the_name() -> None:
    block = bytearray(block_of(GOOD))
    block[6:8] = "𠮷".encode("utf-16-le")[:2]
    name = rules.decode_card_text(bytes(block)).name
    assert name == "样例甲\ufffd"
