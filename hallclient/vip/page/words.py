"""Columns of the VIP page, and the words for where a guest is and what is said to them."""

from datetime import datetime
from typing import Final

from hallclient.base.clock import hall_time, shown_time
from hallclient.base.language import N_, labelled, language, tr
from hallclient.counter.rules.recommending import REPLIES, Reply, service_name, services
from hallclient.ui.widgets.data_table import Column
from hallclient.vip.rules import (
    BOOKING_STATE_NAMES,
    STATE_NAMES,
    STEP_NAMES,
    Booking,
    BookingKind,
    CardLine,
    Course,
    DaySheet,
    Event,
    Fact,
    Guest,
    GuestCard,
    Occasion,
    Place,
    Reception,
    SheetRow,
    Step,
    alarm_since,
    next_step,
    tier_text,
    vip_standard,
    waited,
)
from hallclient.vip.rules.facts import item_named

KIND_SHORT: Final = {BookingKind.VISIT: N_("Visit"), BookingKind.CALL: N_("Call")}
PLACE_NAMES: Final = {Place.DESK: N_("VIP desk"), Place.LOUNGE: N_("Lounge")}

FIELDS: Final[dict[Step, tuple[str, ...]]] = {
    Step.SEATED: ("place",),
    Step.RECOMMENDED: ("service", "pitch", "answer"),
    Step.ENVELOPE: ("leaflets",),
    Step.DEMO: ("consent",),
    Step.LEFT: ("reason",),
}
"""What a step asks for; the others ask for nothing."""

ASKED_FOR: Final = ("place", "service", "pitch", "answer", "leaflets", "consent", "reason")


def beside(*words: str) -> str:
    """Words beside each other; empty ones are left out."""
    return " · ".join(filter(None, words))


def minutes(seconds: int) -> str:
    """`3:05`."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def clock_time(at: datetime) -> str:
    """`09:05:10` in the hall."""
    return f"{hall_time(at):%H:%M:%S}"


def prompt_words(reception: Reception, step: Step) -> str:
    """What is done and said at a step, with the guest as they are addressed."""
    rule = vip_standard().steps.get(step.value)
    if rule is None:
        return tr(STEP_NAMES[step])
    tier = tr("guest") if reception.lapsed else tier_text(reception.tier)
    text = rule.zh if language() == "zh" else rule.en
    return text.format(guest=reception.guest, tier=tier)


def step_words(reception: Reception) -> str:
    """The step that comes next, as a list shows it."""
    step = next_step(reception.standing)
    return tr(STEP_NAMES[step]) if step is not None else ""


def who_words(reception: Reception) -> str:
    """The guest, the tier, where they are."""
    tier = tier_text(reception.tier)
    if reception.lapsed:
        tier = tr("{tier} (lapsed)", tier=tier) if tier else tr("no tier")
    return beside(reception.guest, tier, tr(STATE_NAMES[reception.standing.state]))


def wait_words(reception: Reception, now: datetime, drink: str) -> str:
    """How long the guest waits or waited, and how the drink stands."""
    wait = tr("Waited {time}", time=minutes(waited(reception.standing, now)))
    return beside(wait, drink)


def alarm_words(receptions: tuple[Reception, ...], now: datetime) -> str:
    """Who has been alone for too long; "" when nobody has."""
    late = [one for one in receptions if alarm_since(one.standing, now, one.limit)]
    if not late:
        return ""
    names = " · ".join(f"{one.guest} {minutes(waited(one.standing, now))}" for one in late)
    return tr("Talk to the guest now: {names}", names=names)


def guest_tier(guest: Guest) -> str:
    """The tier and its last day, or that it is past."""
    if guest.member is None:
        return tr("no tier")
    tier = tier_text(guest.member.tier)
    if guest.lapsed:
        return tr("{tier} (lapsed)", tier=tier)
    return f"{tier} {guest.member.valid_until.isoformat()}"


def event_words(event: Event) -> str:
    """What was done, with what it tells."""
    more = ""
    match event.step:
        case Step.SEATED if event.place in PLACE_NAMES:
            more = tr(PLACE_NAMES[Place(event.place)])
        case Step.RECOMMENDED:
            more = f"{service_name(event.service)}, {tr(REPLIES[Reply(event.answer)])}"
        case Step.ENVELOPE:
            more = tr("{count} leaflets", count=event.leaflets)
    words = tr(STEP_NAMES[event.step])
    return labelled(words, more) if more else words


def pitch_words(course: Course | None, service: str) -> str:
    """How a service is offered: what was suggested in its length, every other one in short."""
    suggestion = course.suggestion if course is not None else None
    if suggestion is not None and suggestion.service == service:
        return suggestion.words
    found = services().get(service)
    return "" if found is None else found.pitch(short=True)


def complete_words(card: GuestCard) -> str:
    """How much of the profile and of the six fields there is (S3-AG-03)."""
    return tr(
        "Profile {profile} of {items}, key customer {card} of {fields}",
        profile=card.profile_filled, items=len(card.profile),
        card=card.card_filled, fields=len(card.card),
    )  # fmt: skip


def source_words(fact: Fact | None) -> str:
    """Where it comes from, who wrote it down and when."""
    if fact is None or fact.at is None:
        return ""
    found = vip_standard().sources.get(fact.source)
    source = found.text if found is not None else fact.source
    return beside(source, fact.by, shown_time(fact.at))


def booking_state(one: Booking) -> str:
    """Still to come, or what became of it and why."""
    return beside(tr(BOOKING_STATE_NAMES[one.state]), one.reason)


def occasion_words(one: Occasion) -> str:
    """What the day is."""
    return item_named(one.item).text


def totals_words(sheet: DaySheet) -> str:
    """Guests of the day, who waited too long, what was left out."""
    parts = [
        tr("{count} guests", count=len(sheet.rows)),
        tr("{count} waited past the time", count=sheet.late),
    ]
    parts += [
        tr("left out: {step} {count} times", step=tr(STEP_NAMES[step]), count=count)
        for step, count in sheet.left_out
    ]
    return beside(*parts)


def _talked(row: SheetRow) -> str:
    return ", ".join(f"{by} {hall_time(at):%H:%M}" for at, by in row.talked)


def _left_out(row: SheetRow) -> str:
    return ", ".join(tr(STEP_NAMES[Step(code)]) for code in row.reception.left_out)


FOUND_COLUMNS: Final = (
    Column[Guest](N_("VIP guest"), lambda guest: guest.customer.name, width=9),
    Column[Guest](N_("Tier"), guest_tier),
    Column[Guest](N_("Document"), lambda guest: guest.customer.document_number[-6:], width=9),
)

COURSE_COLUMNS: Final = (
    Column[Event](N_("Time"), lambda event: clock_time(event.at), width=8),
    Column[Event](N_("What"), event_words),
    Column[Event](N_("By"), lambda event: event.by, width=5),
)

FACT_COLUMNS: Final = (
    Column[Fact](N_("Item"), lambda fact: item_named(fact.item).text),
    Column[Fact](N_("On file"), lambda fact: fact.value),
)

OCCASION_COLUMNS: Final = (
    Column[Occasion](N_("VIP guest"), lambda one: one.guest, width=14),
    Column[Occasion](N_("Occasion"), occasion_words),
    Column[Occasion](N_("Day"), lambda one: one.on.isoformat(), width=12),
)

BOOKING_COLUMNS: Final = (
    Column[Booking](N_("When"), lambda one: f"{hall_time(one.at):%m-%d %H:%M}", width=11),
    Column[Booking](N_("Booking"), lambda one: tr(KIND_SHORT[one.kind]), width=8),
    Column[Booking](N_("Who comes"), lambda one: one.who, width=13),
    Column[Booking](N_("Purpose"), lambda one: one.purpose),
    Column[Booking](N_("Host"), lambda one: one.host, width=5),
    Column[Booking](N_("Outcome"), booking_state, width=12),
)

CARD_COLUMNS: Final = (
    Column[CardLine](N_("Moment"), lambda one: one.text, width=14),
    Column[CardLine](N_("How it is done"), lambda one: one.what),
    Column[CardLine](N_("Standard"), lambda one: one.duty, width=10),
)

SHEET_COLUMNS: Final = (
    Column[SheetRow](N_("Arrived"), lambda row: clock_time(row.reception.standing.since), width=9),
    Column[SheetRow](N_("VIP guest"), lambda row: row.reception.guest, width=14),
    Column[SheetRow](N_("Tier"), lambda row: tier_text(row.reception.tier), width=8),
    Column[SheetRow](
        N_("Where"), lambda row: tr(STATE_NAMES[row.reception.standing.state]), width=12
    ),
    Column[SheetRow](N_("Waited"), lambda row: minutes(row.waited), number=True, width=8),
    Column[SheetRow](N_("Talked to by"), _talked, width=14),
    Column[SheetRow](N_("Orders"), lambda row: ", ".join(row.orders), width=22),
    Column[SheetRow](N_("Left out"), _left_out),
)
