"""The simulated reader: real blocks of every card, and every way a reader fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.customers.rules import decode_card_text, decode_extra_address
from hallclient.devices.id_reader import NoCard, ReaderAbsent, ReaderFailed
from hallclient.devices.reader_simulator import CardFields, SimulatedReader, block_of

CARD = CardFields("110000198802291236", "19880229", "20200301", "长期", name="样例甲")


def texts(most: int) -> st.SearchStrategy[str]:
    """Texts of up to `most` UTF-16 units, without padding at their ends."""
    letters = st.characters(blacklist_categories=["Cs", "Zs", "Cc"])
    return st.text(letters, max_size=most).filter(
        lambda text: len(text.encode("utf-16-le")) <= 2 * most and text == text.strip(" \0\u3000")
    )


DIGITS = st.text("0123456789", min_size=8, max_size=8)
ENGLISH = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ,'", max_size=46).map(str.strip)
COMMON = {"birth": DIGITS, "valid_from": DIGITS, "valid_until": DIGITS | st.just("长期")}
RESIDENT = st.builds(
    CardFields,
    number=st.text("0123456789X", max_size=18),
    name=texts(15),
    sex=st.sampled_from("0129"),
    ethnic=st.sampled_from(["01", "56", "98"]),
    address=texts(35),
    authority=texts(15),
    **COMMON,
)
PERMIT = st.builds(
    CardFields,
    variant=st.just("J"),
    number=st.text("0123456789X", max_size=18),
    name=texts(15),
    sex=st.sampled_from("0129"),
    address=texts(35),
    authority=texts(15),
    permit_number=st.text("HM0123456789", max_size=9),
    times_issued=st.sampled_from(["", "01", "12"]),
    **COMMON,
)
FOREIGNER_2017 = st.builds(
    CardFields,
    variant=st.just("I"),
    number=st.text("ABC0123456789", max_size=15),
    name=texts(15),
    english_name=ENGLISH,
    sex=st.sampled_from("0129"),
    country=st.just("UTO"),
    version=st.just("01"),
    authority=st.just("1500"),
    **COMMON,
)
FOREIGNER_2023 = st.builds(
    CardFields,
    variant=st.just("Y"),
    number=st.text("0123456789X", max_size=18),
    name=texts(15),
    english_name=ENGLISH,
    sex=st.sampled_from("0129"),
    country=st.just("UTO"),
    times_issued=st.sampled_from(["", "01"]),
    old_link=st.sampled_from(["", "012"]),
    **COMMON,
)


@given(RESIDENT | PERMIT | FOREIGNER_2017 | FOREIGNER_2023)
def test_every_card_comes_back_from_its_block_as_it_was_laid_on(card: CardFields) -> None:
    block = block_of(card)
    assert len(block) == 256
    read = decode_card_text(block)
    assert read.variant.value == card.variant
    for name in (
        "number", "birth", "valid_from", "valid_until", "name", "ethnic", "address", "authority",
        "english_name", "permit_number", "times_issued", "country", "version", "old_link",
    ):  # fmt: skip
        assert getattr(read, name) == getattr(card, name), name
    assert read.sex_code == card.sex


def test_a_field_that_does_not_fit_is_not_cut() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        block_of(CardFields("1", "19880229", "20200301", "长期", name="甲" * 16))


def test_a_card_is_read_as_often_as_it_lies_there() -> None:
    reader = SimulatedReader()
    reader.lay(CARD, extra_address="新样例路9号")
    first = reader.read()
    assert reader.read() == first
    assert len(first.photo) == 1024
    assert first.extra_address is not None
    assert len(first.extra_address) == 70
    assert decode_extra_address(first.extra_address) == "新样例路9号"


def test_each_failure_of_a_reader_has_its_own_sentence() -> None:
    reader = SimulatedReader()
    with pytest.raises(NoCard):
        reader.read()
    reader.lay(CARD)
    reader.spoil()
    with pytest.raises(ReaderFailed):
        reader.read()
    reader.lay(block_of(CARD))
    assert reader.read().text_block == block_of(CARD)
    reader.unplug()
    assert not reader.present()
    with pytest.raises(ReaderAbsent):
        reader.read()
    reader.plug()
    reader.lift()
    assert reader.present()
    with pytest.raises(NoCard):
        reader.read()


def test_what_was_read_does_not_show_in_a_log() -> None:
    reader = SimulatedReader()
    reader.lay(CARD)
    assert repr(reader.read()) == "RawCard()"
