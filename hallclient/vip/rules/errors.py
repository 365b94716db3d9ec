"""What VIP reception refuses, in words that can be acted on."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class TierLapsed(HallError):
    """The tier's time is over; said, recorded, and the host decides."""

    code = "vip.tier-lapsed"
    sentence = N_(
        "The tier {tier} lapsed on {day}. Tell the guest kindly; "
        "confirm to receive them as a guest."
    )


class TierNone(HallError):
    """Nobody enrolled this customer; the host decides."""

    code = "vip.no-tier"
    sentence = N_("No VIP tier is on file. Confirm to receive them as a guest.")


class GuestMissing(HallError):
    """Neither a customer nor a name."""

    code = "vip.guest"
    sentence = N_("Find the guest by card, mobile, document or name, or write down who it is.")


class GuestIsNumber(HallError):
    """A number would be read out as a name, on pages and papers that show names."""

    code = "vip.guest-number"
    sentence = N_("Nobody is on file under this number. Write down the guest's name instead.")


class GuestHere(HallError):
    """One reception at a time."""

    code = "vip.here"
    sentence = N_("This guest is in reception already. Go on there.")


class ReceptionUnknown(HallError):
    """No such reception."""

    code = "vip.unknown"
    sentence = N_("There is no such reception.")


class StepOutOfOrder(HallError):
    """The step does not follow from where the guest is."""

    code = "vip.order"
    sentence = N_("This step does not come now: the guest is {state}.")


class StepDone(HallError):
    """Done once, on record once."""

    code = "vip.step-done"
    sentence = N_("This step was done already.")


class SeatMissing(HallError):
    """A seat is at the desk or in the lounge."""

    code = "vip.seat"
    sentence = N_("Choose where the guest sits: at the VIP desk or in the lounge.")


class LeafletsTooMany(HallError):
    """Three leaflets at most (S1-CT-31, S1-VP-17)."""

    code = "vip.leaflets"
    sentence = N_("{count} leaflets: the envelope takes {most} at most. Take some out.")


class LeafletsMalformed(HallError):
    """Not a number of leaflets."""

    code = "vip.leaflets-number"
    sentence = N_("Type how many leaflets went into the envelope, 0 for none.")


class DemoWithoutConsent(HallError):
    """Nobody is handed over without being asked (S1-VP-19)."""

    code = "vip.demo-consent"
    sentence = N_("Ask the guest first: the demonstrator is called over with their consent only.")


class ReasonMissing(HallError):
    """Why is part of the record."""

    code = "vip.reason"
    sentence = N_("Write down why, in two characters at least.")


class TierUnknown(HallError):
    """Not a tier of the hall."""

    code = "vip.tier"
    sentence = N_("Choose one of the hall's tiers.")


class CardMalformed(HallError):
    """Not the number of a VIP card."""

    code = "vip.card"
    sentence = N_("A card number has 4 to 24 letters and digits.")


class CardTaken(HallError):
    """One card, one guest."""

    code = "vip.card-taken"
    sentence = N_("This card is another guest's. Check the number.")


class DateMalformed(HallError):
    """Not a day of the calendar."""

    code = "vip.date"
    sentence = N_("Type the date as 2027-12-31.")


class BirthdayMalformed(HallError):
    """Not a birthday."""

    code = "vip.birthday"
    sentence = N_("Type the birthday as 11-22 or 1980-11-22.")


class EnrolledInPast(HallError):
    """A tier that is over cannot be given."""

    code = "vip.tier-past"
    sentence = N_("The tier would have lapsed already. Check the date.")


class ConsentMissing(HallError):
    """Nothing of a person without their consent (S1-VP-23)."""

    code = "vip.consent"
    sentence = N_("Ask the guest first: nothing goes into the profile without their consent.")


class SourceMissing(HallError):
    """Where it comes from is part of the record."""

    code = "vip.source"
    sentence = N_("Choose where this comes from.")


class FactUnknown(HallError):
    """Not an item of the profile or the card."""

    code = "vip.item"
    sentence = N_("Choose what is to be kept.")


class FactUnchanged(HallError):
    """Nothing to write."""

    code = "vip.same"
    sentence = N_("This is what is on file already.")


class FactChanged(HallError):
    """Somebody else was first."""

    code = "vip.changed"
    sentence = N_("This was changed at another desk meanwhile. Look at it again.")


class BookingPast(HallError):
    """Nobody is expected in the past."""

    code = "vip.booking-past"
    sentence = N_("The time is past already. Book a later one.")


class BookingMalformed(HallError):
    """Not a day and time."""

    code = "vip.booking-time"
    sentence = N_("Type day and time as 2026-12-01 14:30.")


class BookingUnclear(HallError):
    """Who comes, what for."""

    code = "vip.booking-words"
    sentence = N_("Write down who is coming and what for.")


class HostUnknown(HallError):
    """A booking has a host of the hall."""

    code = "vip.host"
    sentence = N_("Name a host by staff code, one who works here.")


class BookingUnknown(HallError):
    """No such booking."""

    code = "vip.booking"
    sentence = N_("There is no such booking.")


class BookingOver(HallError):
    """Kept, missed or cancelled: it stays so."""

    code = "vip.booking-over"
    sentence = N_("This booking is {state}.")


class BookingEarly(HallError):
    """Nobody has missed what is still to come."""

    code = "vip.booking-early"
    sentence = N_("The time has not come yet: nobody has missed it.")
