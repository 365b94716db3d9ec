"""From a draft to an identity: number, agreement of the fields, validity, age, name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hallclient.base.language import N_
from hallclient.base.text import printable
from hallclient.customers.rules.documents import (
    DocumentDraft,
    DocumentKind,
    Identity,
    Warned,
)
from hallclient.customers.rules.errors import (
    DocumentExpired,
    DocumentMismatch,
    DocumentName,
    DocumentUnderAge,
    DocumentValidity,
)
from hallclient.customers.rules.names import written_name
from hallclient.customers.rules.numbers import (
    NumberFacts,
    age_on,
    typed_date,
    typed_end,
)
from hallclient.customers.rules.organisation import check_uscc
from hallclient.customers.rules.persons import (
    check_free_form,
    check_hk_macao_permit,
    check_passport,
    check_permanent_resident,
    check_taiwan_permit,
)
from hallclient.customers.rules.resident import (
    PERMIT_AREAS,
    check_residence_permit,
    check_resident,
)

CHECKS: Final[Mapping[DocumentKind, Callable[[str, date], NumberFacts]]] = {
    DocumentKind.RESIDENT_ID: check_resident,
    DocumentKind.TEMPORARY_ID: check_resident,
    DocumentKind.RESIDENCE_PERMIT: check_residence_permit,
    DocumentKind.PERMANENT_RESIDENT: check_permanent_resident,
    DocumentKind.PASSPORT: check_passport,
    DocumentKind.HK_MACAO_PERMIT: check_hk_macao_permit,
    DocumentKind.TAIWAN_PERMIT: check_taiwan_permit,
    DocumentKind.HOUSEHOLD_BOOK: check_free_form,
    DocumentKind.MILITARY_ID: check_free_form,
    DocumentKind.USCC: check_uscc,
}


def check_document(
    draft: DocumentDraft, on: date, *, youngest_age: int = 0, expiring_days: int = 30
) -> Identity:
    """The identity that a document proves on a business date.

    Args:
        on: the business date; the last day of validity itself is still valid.
        youngest_age: completed years the holder must have, 0 for no limit; checked where the
            document tells a date of birth.
        expiring_days: from how many days before its end a document is warned about.
    Raises:
        A subclass of CheckRefused: the first thing that is wrong; its `field` is `number`,
        `valid_from`, `valid_until` or `name`.
    """
    facts = CHECKS[draft.kind](draft.number, on)
    birth = typed_date(draft.birth, field="number")
    if _contradict(birth, facts.birth) or _contradict(draft.sex, facts.sex):
        raise DocumentMismatch(field="number")
    identity = Identity(
        kind=_kind_of(draft.kind, facts.number),
        number=facts.number,
        name=written_name(draft.name),
        organisation=draft.kind.organisation,
        birth=facts.birth or birth,
        sex=facts.sex or draft.sex,
        valid_until=typed_end(draft.valid_until, field="valid_until") or facts.valid_until,
        valid_from=typed_date(draft.valid_from, field="valid_from"),
        entry=draft.entry,
        address=printable(draft.address).strip(),
        renewed=facts.facts.get("renewed", ""),
    )
    _check_validity(identity, on)
    _check_age(identity.birth, on, youngest_age)
    if not identity.name:
        raise DocumentName(field="name")
    return replace(identity, warnings=_warnings(identity, on, expiring_days))


def _kind_of(kind: DocumentKind, number: str) -> DocumentKind:
    """A number of the areas 810000 to 830000 stands on a residence permit, whatever was chosen."""
    if kind is DocumentKind.RESIDENT_ID and number[:6] in PERMIT_AREAS:
        return DocumentKind.RESIDENCE_PERMIT
    return kind


def _contradict(told: object, found: object) -> bool:
    return told is not None and found is not None and told != found


def _check_validity(identity: Identity, on: date) -> None:
    start, until = identity.valid_from, identity.valid_until
    if start is not None and start > on:
        raise DocumentValidity(field="valid_from")
    if not isinstance(until, date):
        return
    if start is not None and until < start:
        raise DocumentValidity(field="valid_until")
    if until < on:
        raise DocumentExpired(field="valid_until", until=until.isoformat())


def _check_age(birth: date | None, on: date, youngest_age: int) -> None:
    if birth is not None and age_on(birth, on) < youngest_age:
        raise DocumentUnderAge(field="number", age=age_on(birth, on), least=youngest_age)


def _warnings(identity: Identity, on: date, expiring_days: int) -> tuple[Warned, ...]:
    until = identity.valid_until
    if until is None and not identity.organisation:
        sentence = N_("The end of validity was not taken. Look at the document.")
        return (Warned("document.validity-unknown", sentence),)
    if isinstance(until, date) and until - on <= timedelta(days=expiring_days):
        sentence = N_("The document ends on {until}. Tell the customer.")
        return (Warned("document.expiring", sentence, {"until": until.isoformat()}),)
    return ()
