"""From a draft to an identity, and who must be there for whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.errors import HallError
from hallclient.customers import rules
from hallclient.customers.rules import (
    LONG_TERM,
    DocumentDraft,
    DocumentKind,
    Entry,
    FaceResult,
    PartyDraft,
    Sex,
    check_document,
    face_override_needed,
    holder_of,
    party_errors,
    present_person,
)

ON = date(2026, 11, 22)
RESIDENT = DocumentDraft(DocumentKind.RESIDENT_ID, "110000198802291236", "样例甲", None, "20400301")
UNIT = DocumentDraft(DocumentKind.USCC, "91350100M000100Y43", "样例有限公司")
PERMIT = DocumentDraft(DocumentKind.HK_MACAO_PERMIT, "H01234567", "陳样例", None, "2030-01-05")


def reason(draft: DocumentDraft, **rest: int) -> str:
    with pytest.raises(rules.CheckRefused) as refusal:
        check_document(draft, ON, **rest)
    assert str(refusal.value)
    return refusal.value.reason


def test_a_typed_document_becomes_an_identity_that_says_so() -> None:
    identity = check_document(replace(RESIDENT, number="110000 19880229 1236"), ON)
    assert identity.number == "110000198802291236"
    assert (identity.birth, identity.sex) == (date(1988, 2, 29), Sex.MALE)
    assert (identity.entry, identity.organisation) == (Entry.TYPED, False)
    assert identity.valid_until == date(2040, 3, 1)
    assert identity.warnings == ()


@pytest.mark.parametrize(
    "draft",
    [
        PERMIT,
        replace(PERMIT, kind=DocumentKind.TAIWAN_PERMIT, number="01234567"),
        replace(PERMIT, kind=DocumentKind.PASSPORT, number="L898902C3"),
        replace(PERMIT, kind=DocumentKind.PERMANENT_RESIDENT, number="911999190203040085"),
        replace(PERMIT, kind=DocumentKind.PERMANENT_RESIDENT, number="UTO110101010101"),
        replace(PERMIT, kind=DocumentKind.RESIDENCE_PERMIT, number="810000190102030173"),
        replace(PERMIT, kind=DocumentKind.TEMPORARY_ID, number="110000198802291236"),
        replace(PERMIT, kind=DocumentKind.HOUSEHOLD_BOOK, number="110000201802281234"),
        replace(PERMIT, kind=DocumentKind.MILITARY_ID, number="军字第0123456号"),
        UNIT,
    ],
)
def test_every_kind_of_document_is_accepted(draft: DocumentDraft) -> None:
    identity = check_document(draft, ON)
    assert identity.kind is draft.kind
    assert identity.organisation is (draft.kind is DocumentKind.USCC)


def test_a_permit_number_chosen_as_a_resident_card_goes_on_record_as_what_it_is() -> None:
    draft = replace(RESIDENT, number="810000190102030173")
    assert check_document(draft, ON).kind is DocumentKind.RESIDENCE_PERMIT


def test_the_renewal_count_stays_with_the_permit() -> None:
    identity = check_document(replace(PERMIT, number="H0123456702"), ON)
    assert (identity.number, identity.renewed) == ("H01234567", "02")


@pytest.mark.duty("S3-FD-02")
@pytest.mark.parametrize(
    ("until", "warned"),
    [
        ("20261122", "document.expiring"),
        ("20261222", "document.expiring"),
        ("20261223", None),
        (LONG_TERM, None),
        (" 长期 ", None),
        (None, "document.validity-unknown"),
        ("", "document.validity-unknown"),
    ],
)
def test_the_end_of_validity_is_accepted_and_warned_about(until, warned) -> None:
    identity = check_document(replace(RESIDENT, valid_until=until), ON)
    assert [warning.code for warning in identity.warnings] == ([warned] if warned else [])
    assert all(str(warning) for warning in identity.warnings)


@pytest.mark.duty("S3-FD-02", "S1-CT-07")
@pytest.mark.parametrize(
    ("change", "expected", "field"),
    [
        ({"valid_until": "20261121"}, "expired", "valid_until"),
        ({"valid_until": "20400230"}, "validity", "valid_until"),
        ({"valid_until": "soon"}, "validity", "valid_until"),
        ({"valid_from": "20261123"}, "validity", "valid_from"),
        ({"valid_from": "20200301", "valid_until": "20200229"}, "validity", "valid_until"),
        ({"name": ""}, "name", "name"),
        ({"name": " \x00 "}, "name", "name"),
        ({"name": "12345"}, "name", "name"),
        ({"name": "样" * 81}, "name", "name"),
        ({"birth": "19880228"}, "mismatch", "number"),
        ({"sex": Sex.FEMALE}, "mismatch", "number"),
        ({"number": "110000198802291237"}, "checksum", "number"),
    ],
)
def test_a_document_is_refused_beside_the_field_that_is_wrong(change, expected, field) -> None:
    draft = replace(RESIDENT, **change)
    with pytest.raises(rules.CheckRefused) as refusal:
        check_document(draft, ON)
    assert (refusal.value.reason, refusal.value.field) == (expected, field)


def test_under_age_is_counted_on_the_business_date() -> None:
    draft = replace(RESIDENT, valid_until=LONG_TERM)
    born_29_february = date(1988, 2, 29)
    for on, refused in ((date(2004, 2, 28), True), (date(2004, 2, 29), False)):
        assert (rules.age_on(born_29_february, on) < 16) is refused
    with pytest.raises(rules.DocumentUnderAge):
        check_document(draft, date(2006, 2, 28), youngest_age=18)
    check_document(draft, date(2006, 3, 1), youngest_age=18)
    assert reason(RESIDENT, youngest_age=39) == "under-age"


def test_a_passports_machine_readable_line_brings_birth_and_expiry() -> None:
    line = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    draft = DocumentDraft(DocumentKind.PASSPORT, line, "MARIA EXAMPLE")
    identity = check_document(draft, date(2012, 4, 15))
    assert (identity.number, identity.valid_until) == ("L898902C3", date(2012, 4, 15))
    with pytest.raises(rules.DocumentExpired):
        check_document(draft, date(2012, 4, 16))


@given(st.integers(-400, 400))
def test_a_document_ends_with_its_last_day(days: int) -> None:
    until = ON + timedelta(days=days)
    draft = replace(RESIDENT, valid_until=f"{until:%Y%m%d}")
    if days < 0:
        assert reason(draft) == "expired"
    else:
        assert check_document(draft, ON).valid_until == until


@given(st.sampled_from(list(DocumentKind)), st.text(), st.text(), st.text(max_size=12), st.text())
def test_any_text_is_accepted_or_refused_in_one_sentence(kind, number, name, until, birth) -> None:
    draft = DocumentDraft(kind, number, name, valid_until=until, birth=birth)
    code = "document.accepted"
    try:
        check_document(draft, ON)
    except HallError as refusal:
        code = refusal.code
    assert code.startswith("document.")


def test_one_person_is_one_holder_whichever_card_is_shown() -> None:
    number = "110000198802291236"
    assert holder_of(DocumentKind.TEMPORARY_ID, number) == holder_of(
        DocumentKind.RESIDENT_ID, number
    )
    assert holder_of(DocumentKind.TAIWAN_PERMIT, "01234567") != holder_of(
        DocumentKind.PASSPORT, "01234567"
    )


def codes(customer: PartyDraft | None, agent: PartyDraft | None, **rest: bool) -> list[str]:
    return [error.code for error in party_errors(customer, agent, **rest)]


PERSON, OTHER = PartyDraft(RESIDENT), PartyDraft(PERMIT)
COMPANY = PartyDraft(UNIT)
CHILD = PartyDraft(DocumentDraft(DocumentKind.HOUSEHOLD_BOOK, "0001-0002", "样例童"))
SAME = PartyDraft(replace(RESIDENT, kind=DocumentKind.TEMPORARY_ID, number="110000 19880229 1236"))


@pytest.mark.duty("S1-CT-07")
@pytest.mark.parametrize(
    ("customer", "agent", "expected"),
    [
        (PERSON, None, []),
        (PERSON, OTHER, []),
        (COMPANY, PERSON, []),
        (CHILD, PERSON, []),
        (None, None, ["party.document-missing"]),
        (PartyDraft(mobile="13800000000"), None, ["party.document-missing"]),
        (COMPANY, None, ["party.agent-missing"]),
        (COMPANY, PartyDraft(), ["party.agent-missing"]),
        (CHILD, None, ["party.guardian-missing"]),
        (PERSON, PartyDraft(), ["party.agent-missing"]),
        (PERSON, PartyDraft(name="样例乙"), ["party.agent-missing"]),
        (CHILD, PartyDraft(name="样例乙"), ["party.agent-missing"]),
        (PERSON, SAME, ["party.same-person"]),
        (PERSON, COMPANY, ["party.agent-organisation"]),
        (COMPANY, COMPANY, ["party.agent-organisation"]),
    ],
)
def test_what_is_missing_about_the_parties(customer, agent, expected) -> None:
    assert codes(customer, agent) == expected


def test_an_agent_is_refused_where_the_business_is_done_in_person() -> None:
    assert codes(PERSON, OTHER, agents_allowed=False) == ["party.agent-refused"]
    assert codes(COMPANY, PERSON, agents_allowed=False) == []
    assert codes(CHILD, PERSON, agents_allowed=False) == []


def test_no_document_is_asked_where_none_is_needed() -> None:
    assert codes(None, None, document_needed=False) == []
    assert codes(COMPANY, None, document_needed=False) == []
    assert codes(CHILD, None, document_needed=False) == []


def test_an_agent_who_is_named_shows_a_document_or_is_refused_as_an_agent() -> None:
    named = PartyDraft(name="样例乙")
    for customer in (None, PERSON, COMPANY):
        assert codes(customer, named, document_needed=False) == ["party.agent-missing"]
    (missing,) = party_errors(PERSON, named)
    assert missing.field == "agent.number"
    assert codes(PERSON, named, agents_allowed=False) == ["party.agent-refused"]
    for agent in (named, OTHER):
        refused = codes(None, agent, document_needed=False, agents_allowed=False)
        assert refused == ["party.agent-refused"]


@pytest.mark.duty("S1-CT-07")
@pytest.mark.parametrize(
    ("face", "needed"),
    [
        (None, False),
        (FaceResult.MATCH, False),
        (FaceResult.NO_MATCH, True),
        (FaceResult.NOT_POSSIBLE, True),
    ],
)
def test_a_face_that_did_not_match_needs_a_second_person_and_a_reason(face, needed) -> None:
    customer = replace(PERSON, face=face)
    assert face_override_needed(customer, None) is needed
    assert face_override_needed(PERSON, replace(OTHER, face=face)) is needed
    assert codes(customer, None) == (["face.reason-missing"] if needed else [])
    assert codes(replace(customer, face_reason="camera out of order"), None) == []


def test_the_face_to_compare_is_the_one_that_is_there() -> None:
    assert present_person(COMPANY, PERSON) is PERSON
    assert present_person(PERSON, None) is PERSON
    assert present_person(PERSON, PartyDraft()) is PERSON
