"""One catalogue for every sentence; the language may change at any moment."""

import threading

from hallclient.base.errors import HallError, Several
from hallclient.base.language import (
    N_,
    counted,
    labelled,
    language,
    side_by_side,
    tr,
    use_language,
)
from hallclient.base.money import AmountMalformed, AmountNotPositive, AmountOverLimit


def test_a_sentence_follows_the_language_in_force() -> None:
    sentence = "The amount must be more than zero."
    assert tr(sentence) == "金额必须大于零。"
    use_language("en")
    assert (tr(sentence), language()) == (sentence, "en")


def test_what_is_unknown_to_the_catalogue_stays_as_it_is() -> None:
    assert tr("no such sentence {n}", n=3) == "no such sentence 3"
    assert tr("") == ""
    assert N_("kept") == "kept"


def test_a_refusal_is_translated_when_it_is_read_not_when_it_is_raised() -> None:
    refusal = AmountOverLimit(limit="5,000.00", field="amount")
    assert str(refusal) == "金额超过上限 5,000.00 元。"
    use_language("en")
    assert str(refusal) == "The amount is above the limit of 5,000.00 yuan."


def test_a_refusal_carries_code_field_and_facts() -> None:
    refusal = AmountOverLimit(limit="5,000.00", field="amount")
    assert (refusal.code, refusal.field) == ("amount.over-limit", "amount")
    assert refusal.facts == {"limit": "5,000.00"}


def test_a_number_and_its_noun_agree() -> None:
    months = (N_("{count} month"), N_("{count} months"))
    assert [counted(count, *months) for count in (1, 2)] == ["1 个月", "2 个月"]
    use_language("en")
    assert [counted(count, *months) for count in (0, 1, 2)] == ["0 months", "1 month", "2 months"]


def test_what_is_joined_has_the_marks_of_its_language() -> None:
    assert labelled("合计", "5.00") == "合计：5.00"
    assert side_by_side("未办。", "", "请重试。") == "未办。请重试。"
    use_language("en")
    assert labelled("Total", "5.00") == "Total: 5.00"
    assert side_by_side("Not done.", "", "Try again.") == "Not done. Try again."


def test_several_refusals_keep_their_own_fields() -> None:
    errors = (AmountMalformed(field="amount"), AmountNotPositive(field="deposit"))
    several = Several(errors)
    assert [error.field for error in several.errors] == ["amount", "deposit"]
    assert "2" in str(several)


def test_facts_are_values_and_never_a_format() -> None:
    """Braces that a person typed are shown, not filled."""

    class Refused(HallError):
        code = "test.refused"
        sentence = "{what} is refused."

    assert str(Refused(what="{0.__class__}")) == "{0.__class__} is refused."


def test_switching_while_others_read_never_shows_half_a_catalogue() -> None:
    sentence = "The amount must be more than zero."
    seen: set[str] = set()
    begun = threading.Event()

    def read() -> None:
        begun.set()
        for _ in range(2000):
            seen.add(tr(sentence))

    reader = threading.Thread(target=read)
    reader.start()
    begun.wait(timeout=5)
    for _ in range(50):
        use_language("en")
        use_language("zh")
    reader.join(timeout=30)
    assert seen <= {sentence, "金额必须大于零。"}
