"""What the care of enquiries and complaints refuses, in words that can be acted on."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class WordsMissing(HallError):
    """The first words are the record. Source: standards 5.1."""

    code = "care.words"
    sentence = N_("Write down what was said, in the customer's own words.")


class CauseMissing(HallError):
    """Who has to wait is asked why they came (S1-FG-23)."""

    code = "care.cause"
    sentence = N_(
        "The reception room is taken. Seat the guest in the rest area and write down the cause."
    )


class ChannelUnknown(HallError):
    """No such channel."""

    code = "care.channel"
    sentence = N_("Choose how the complaint reached the hall.")


class IncidentUnknown(HallError):
    """No such incident."""

    code = "care.incident"
    sentence = N_("Choose what has happened.")


class PromiseMissing(HallError):
    """An opinion is answered by a time that was promised (S1-SG-10)."""

    code = "care.promise"
    sentence = N_("Agree on a time by which the customer gets an answer.")


class PromiseMalformed(HallError):
    """Not a time."""

    code = "care.promise-form"
    sentence = N_("Type the promised time as 16:30, or with the day as 2026-11-23 16:30.")


class PromisePast(HallError):
    """A promise is for later."""

    code = "care.promise-past"
    sentence = N_("The promised time is over. Agree on a later one.")


class MatterUnknown(HallError):
    """No such number."""

    code = "care.unknown"
    sentence = N_("There is no entry with this number.")


class MatterClosed(HallError):
    """It came to its end."""

    code = "care.closed"
    sentence = N_("Number {number} is closed. Open a new entry.")


class OwnMatter(HallError):
    """Who has it already cannot take it from themselves. Source: S1-FG-14."""

    code = "care.own"
    sentence = N_("Number {number} is yours already. Answer it, or hand it to somebody else.")


class NotOffered(HallError):
    """Responsibility passes to whom it was offered. Source: S1-FG-14."""

    code = "care.not-offered"
    sentence = N_("Number {number} was not handed to you. {owner} is responsible for it.")


class NotOwner(HallError):
    """Only who is responsible ends it. Source: S1-FG-14."""

    code = "care.not-owner"
    sentence = N_("{owner} is responsible for number {number}. Have it handed to you first.")


class NotAtWork(HallError):
    """Nobody is responsible who is not here."""

    code = "care.not-at-work"
    sentence = N_("{code} is not at work. Hand it to somebody who is here.")


class ColleagueMissing(HallError):
    """Nobody is named."""

    code = "care.to"
    sentence = N_("Choose who is to take it.")


class CannotTake(HallError):
    """Their post sees to none of it: they could never accept."""

    code = "care.cannot-take"
    sentence = N_("{code} may not see to enquiries and complaints. Hand it to somebody who may.")


class AnswerMissing(HallError):
    """Never "don't know": a matter ends with an answer. Source: standards 3.2, S0-IN-04."""

    code = "care.answer"
    sentence = N_("Write down the answer that the customer was given, or promise one.")


class ReasonMissing(HallError):
    """Why it is declined, or taken over."""

    code = "care.reason"
    sentence = N_("Write down the reason.")


class RoomTaken(HallError):
    """One guest in each room."""

    code = "care.room-taken"
    sentence = N_("The reception room is taken. The guest stays in the rest area.")


class NotWaiting(HallError):
    """Nobody to be called in."""

    code = "care.not-waiting"
    sentence = N_("The guest of number {number} is not waiting in the rest area.")


class GuestGone(HallError):
    """Nobody of it is in the hall."""

    code = "care.guest-gone"
    sentence = N_("The guest of number {number} is not in the hall any more.")


class NoteEmpty(HallError):
    """Nothing to write down."""

    code = "care.note"
    sentence = N_("Write down what has been learnt.")


class OfferEmpty(HallError):
    """An enquiry that became an offer says which (S1-FG-17)."""

    code = "care.offer"
    sentence = N_("Write down what was recommended, and what the customer said to it.")


class MatterChanged(HallError):
    """Another desk was first."""

    code = "care.changed"
    sentence = N_("Number {number} was changed at another desk meanwhile. Look at it again.")
