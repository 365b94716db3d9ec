"""Numbers of documents, cards and handsets: every sample of the field, and what must be refused."""

import string
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from hallclient.customers import rules
from hallclient.customers.rules import CHECK_KINDS, Sex, check_value

ON = date(2026, 11, 22)


def reason(kind: str, value: str, on: date = ON) -> object:
    return check_value(kind, value, on)["reason"]


@pytest.mark.parametrize(
    ("typed", "number", "birth", "sex"),
    [
        ("110000198802291236", "110000198802291236", "1988-02-29", "男"),
        ("44000020000101004X", "44000020000101004X", "2000-01-01", "女"),
        ("31000019951130107X", "31000019951130107X", "1995-11-30", "男"),
        ("31000019951130107x", "31000019951130107X", "1995-11-30", "男"),
        ("１１００００１９８８０２２９１２３６", "110000198802291236", "1988-02-29", "男"),
        (" 110000 19880229 1236 ", "110000198802291236", "1988-02-29", "男"),
        ("110000-19880229-1236", "110000198802291236", "1988-02-29", "男"),
    ],
)
def test_a_valid_resident_number_tells_birth_and_sex(typed, number, birth, sex) -> None:
    answer = check_value("resident-id", typed, ON)
    assert answer["valid"] is True
    assert answer["reason"] is None
    assert (answer["number"], answer["birth"], answer["sex_text"]) == (number, birth, sex)


def test_the_residence_permit_of_hong_kong_residents_is_a_resident_number() -> None:
    answer = check_value("resident-id", "810000190102030173", ON)
    assert (answer["valid"], answer["document"]) == (True, "residence-permit")


@pytest.mark.duty("S1-CT-07")
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("110000198802291237", "checksum"),
        ("110000198902291233", "date"),
        ("100000198802281239", "area"),
        ("110000209901011237", "birth-range"),
        ("110000880229123", "legacy-15"),
        ("11000019880229123", "length"),
        ("", "length"),
        ("11000019880229123²", "characters"),
        ("١١٠٠٠٠١٩٨٨٠٢٢٩١٢٣٦", "characters"),
        ("11000019880229X236", "characters"),
        ("11000019880229123A", "characters"),
        ("810001190102030173", "area"),
        ("720000198802291236", "area"),
        ("110000189912311230", "birth-range"),
        ("110000000000001230", "date"),
    ],
)
def test_a_wrong_resident_number_is_refused_for_its_first_reason(number, expected) -> None:
    answer = check_value("resident-id", number, ON)
    assert (answer["valid"], answer["reason"]) == (False, expected)
    assert answer["message"]


def resident(area: str, birth: date, sequence: int) -> str:
    body = f"{area}{birth:%Y%m%d}{sequence:03d}"
    return body + mod_11_2.calc_check_digit(body)


resident_numbers = st.builds(
    resident,
    st.sampled_from(["110000", "130629", "440306", "710000", "820000", "659004"]),
    st.dates(date(1900, 1, 1), ON),
    st.integers(0, 999),
)


@given(resident_numbers)
def test_every_well_formed_resident_number_is_accepted(number: str) -> None:
    facts = rules.check_resident(number, ON)
    assert facts.number == number
    assert facts.sex is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


@given(resident_numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_changed_digit_is_refused(number: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    changed = number[:place] + digit + number[place + 1 :]
    with pytest.raises(rules.CheckRefused):
        rules.check_resident(changed, ON)


@pytest.mark.parametrize(
    ("on", "age"),
    [
        (date(2006, 2, 28), 17),
        (date(2006, 3, 1), 18),
        (date(2008, 2, 28), 19),
        (date(2008, 2, 29), 20),
    ],
)
def test_who_was_born_on_29_february_turns_on_1_march_in_common_years(on, age) -> None:
    assert rules.age_on(date(1988, 2, 29), on) == age
    assert check_value("resident-id", "110000198802291236", on)["age"] == age


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("permanent-resident-id", "911999190203040085", None),
        ("permanent-resident-id", "911999190203040086", "checksum"),
        ("permanent-resident-id", "111999190203040085", "prefix"),
        ("permanent-resident-id", "911999190213040085", "date"),
        ("permanent-resident-id", "911999209903040085", "birth-range"),
        ("permanent-resident-id", "UTO110101010101", None),
        ("permanent-resident-id", "UT0110101010101", "characters"),
        ("permanent-resident-id", "UTO1101010101012", "length"),
        ("residence-permit", "810000190102030173", None),
        ("residence-permit", "110000198802291236", "area"),
        ("hk-macao-permit", "H01234567", None),
        ("hk-macao-permit", "M01234567", None),
        ("hk-macao-permit", "h01234567", None),
        ("hk-macao-permit", "H0123456702", None),
        ("hk-macao-permit", "H0123456", "length"),
        ("hk-macao-permit", "H012345670", "length"),
        ("hk-macao-permit", "A01234567", "prefix"),
        ("hk-macao-permit", "H0123456A", "characters"),
        ("taiwan-permit", "01234567", None),
        ("taiwan-permit", "0123456701", None),
        ("taiwan-permit", "0123456", "length"),
        ("taiwan-permit", "0123456A", "characters"),
        ("passport", "L898902C3", None),
        ("passport", "E1234", None),
        ("passport", "E123", "length"),
        ("passport", "L898902C36", "length"),
        ("passport", "E12345<8", "characters"),
        ("uscc", "91350100M000100Y43", None),
        ("uscc", "91350100M000100Y4Z", "checksum"),
        ("uscc", "91350100M000100Z43", "characters"),
        ("uscc", "91350100M000100Y44", "checksum"),
        ("uscc", "91110000MA0A1B2C2G", None),
        ("uscc", "124400004567890116", None),
        ("uscc", "91110000MA0A1B2C2M", "checksum"),
        ("uscc", "M000100Y4", "length"),
        ("uscc", "9135010AM000100Y43", "characters"),
        ("iccid", "89860025000000000127", None),
        ("iccid", "89860025000000000137", "checksum"),
        ("iccid", "89860125000000000340", None),
        ("iccid", "89860325000000000561", None),
        ("iccid", "89860025000000000", "length"),
        ("iccid", "89990025000000000127", "issuer"),
        ("iccid", "8986002500000000012²", "characters"),
        ("iccid", "8986002500000000A127", "letters"),
        ("imei", "350000001234562", None),
        ("imei", "350000001234565", "checksum"),
        ("imei", "3500000012345601", None),
        ("imei", "35000000123456", "length"),
        ("imei", "35000000123456A", "characters"),
        ("imsi", "460001234567890", None),
        ("imsi", "460991234567890", "issuer"),
        ("imsi", "310001234567890", "issuer"),
        ("imsi", "46000123456789", "length"),
        ("imsi", "46000123456789A", "characters"),
        ("mobile", "13800138000", None),
        ("mobile", "+86 138-0013-8000", None),
        ("mobile", "008613800138000", None),
        ("mobile", "1380013800", "length"),
        ("mobile", "1380013800A", "characters"),
        ("mobile", "12800138000", "prefix"),
        ("rmb", "1e5", "malformed"),
        ("rmb", "NaN", "malformed"),
        ("rmb", "", "malformed"),
        ("rmb", "1.005", "decimals"),
        ("rmb", "999999999999.99", None),
        ("rmb", "1000000000000", "over-range"),
        ("rmb", "1,000,000,000,000", "over-range"),
        ("card-text", "zz", "characters"),
        ("card-text", "00", "length"),
        ("card-text", "0", "length"),
    ],
)
def test_each_kind_answers_with_its_first_reason(kind, value, expected) -> None:
    answer = check_value(kind, value, ON)
    assert answer["reason"] == expected
    assert answer["valid"] is (expected in (None, "letters"))


@given(st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_code_whose_sum_divides_by_31_ends_in_zero(kind: str) -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = [pow(3, place, 31) for place in range(17)]
    start = f"9{kind}350100M0001000"  # 16 characters; the 17th is chosen to make the sum fit
    head = sum(alphabet.index(char) * weights[place] for place, char in enumerate(start))
    last = next(char for char in alphabet if (head + alphabet.index(char) * weights[16]) % 31 == 0)
    assert reason("uscc", f"{start}{last}0") is None
    assert reason("uscc", f"{start}{last}1") == "checksum"


def test_the_renewal_count_of_an_old_travel_permit_is_kept_apart() -> None:
    hk = check_value("hk-macao-permit", "H0123456702", ON)
    assert (hk["number"], hk["renewed"]) == ("H01234567", "02")
    taiwan = check_value("taiwan-permit", "0123456701", ON)
    assert (taiwan["number"], taiwan["renewed"]) == ("01234567", "01")


@pytest.mark.parametrize(("text", "digit"), [("L898902C3", 6), ("740812", 2), ("120415", 9)])
def test_check_digits_of_the_specimen_passport(text: str, digit: int) -> None:
    assert rules.mrz_check_digit(text) == digit


SPECIMEN = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_a_machine_readable_line_gives_number_birth_and_expiry() -> None:
    before = check_value("passport", SPECIMEN, date(2012, 4, 15))
    assert before["valid"] is True
    assert before["number"] == "L898902C3"
    assert (before["birth"], before["sex"], before["country"]) == ("1974-08-12", "female", "UTO")
    assert before["valid_until"] == "2012-04-15"
    assert reason("passport", SPECIMEN, date(2012, 4, 16)) == "expired"


@given(st.integers(0, 43), st.sampled_from(string.digits + string.ascii_uppercase + "<"))
def test_a_misread_digit_of_the_machine_readable_line_is_found(place: int, char: str) -> None:
    weight_zero_apart = ord(char) - ord(SPECIMEN[place])
    assume(weight_zero_apart and place not in (10, 11, 12, 20))
    changed = SPECIMEN[:place] + char + SPECIMEN[place + 1 :]
    old, new = (0 if c == "<" else int(c, 36) for c in (SPECIMEN[place], char))
    assume((old - new) % 10)  # values 10 apart are blind spots of the standard itself
    assert reason("passport", changed, date(2012, 4, 1)) in ("checksum", "date")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "零元整"),
        ("−5.20", "负伍元贰角整"),
        ("-5.20", "负伍元贰角整"),
        ("１６８０．３２", "壹仟陆佰捌拾元零叁角贰分"),
    ],
)
def test_an_amount_is_answered_in_words(value: str, words: str) -> None:
    assert check_value("rmb", value, ON)["text"] == words


@pytest.mark.parametrize(
    ("mobile", "carrier", "resale"),
    [
        ("13400000000", "中国移动", False),
        ("13490000000", "中国电信", False),
        ("14400000000", "中国移动", False),
        ("14100000000", "中国电信", False),
        ("17400000000", "中国电信", False),
        ("19200000000", "中国广电", False),
        ("16500000000", "中国移动", True),
        ("17030000000", "中国移动", True),
        ("17040000000", "中国联通", True),
        ("17000000000", "中国电信", True),
        ("16100000000", "", False),
    ],
)
def test_the_prefix_is_a_hint_at_who_issued_a_number(mobile, carrier, resale) -> None:
    answer = check_value("mobile", mobile, ON)
    assert (answer["valid"], answer["carrier_text"], answer["resale"]) == (True, carrier, resale)


@pytest.mark.parametrize(
    ("iccid", "number", "issuer", "verified"),
    [
        ("89860025000000000127", "89860025000000000127", "cmcc", True),
        ("89860125000000000340", "89860125000000000340", "cucc", True),
        ("89860325000000000561", "89860325000000000561", "ctcc", True),
        ("8986002500000000017F", "8986002500000000017", "cmcc", True),
        ("8986AA2500000000006F", "8986AA2500000000006", "", False),
    ],
)
def test_a_card_number_tells_its_issuer(iccid, number, issuer, verified) -> None:
    answer = check_value("iccid", iccid, ON)
    assert answer["valid"] is True
    assert (answer["number"], answer["issuer"], answer["verified"]) == (number, issuer, verified)


@given(st.sampled_from(sorted(CHECK_KINDS)), st.text())
def test_no_text_makes_a_check_fail(kind: str, value: str) -> None:
    answer = check_value(kind, value, ON)
    assert answer["valid"] in (True, False)


@given(st.sampled_from(sorted(CHECK_KINDS)), st.text("0123456789HMXABF<-. ", max_size=48))
def test_no_number_like_text_makes_a_check_fail(kind: str, value: str) -> None:
    answer = check_value(kind, value, ON)
    assert answer["valid"] is True or (answer["reason"] and answer["message"])


def test_a_kind_that_is_not_known_is_the_callers_slip() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        check_value("driving-licence", "1", ON)
