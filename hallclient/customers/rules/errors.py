"""What is wrong with a document, a number or a party: one sentence each."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class CheckRefused(HallError):
    """A value that failed its check; `reason` is the bare name that `hallclient check` prints."""

    code = "document.invalid"
    sentence = N_("This document cannot be accepted. Look at it again.")

    @property
    def reason(self) -> str:
        return self.code.partition(".")[2]


class DocumentLength(CheckRefused):
    code = "document.length"
    sentence = N_("The document number has the wrong length. Count its characters again.")


class CardTextLength(CheckRefused):
    """Not the 256 bytes that a reader hands over for one card."""

    code = "card-text.length"
    sentence = N_("The card's text block has 256 bytes. Read the card again.")


class CardTextCharacters(CheckRefused):
    """Not written in hex, which is how a text block is typed."""

    code = "card-text.characters"
    sentence = N_("The card's text block is written in hex, with the digits 0 to 9 and A to F.")


class DocumentCharacters(CheckRefused):
    code = "document.characters"
    sentence = N_("The document number holds a character that cannot be there.")


class DocumentLegacy(CheckRefused):
    """A 15-digit number of a first-generation card, out of use since 2013-01-01."""

    code = "document.legacy-15"
    sentence = N_(
        "This is the 15-digit number of an old card that is no longer valid. "
        "Ask for the current card."
    )


class DocumentArea(CheckRefused):
    code = "document.area"
    sentence = N_("The first digits of the document number name no province or region.")


class DocumentDate(CheckRefused):
    code = "document.date"
    sentence = N_("The document holds a date that is not in the calendar.")


class DocumentBirthRange(CheckRefused):
    code = "document.birth-range"
    sentence = N_("The date of birth is before 1900 or in the future.")


class DocumentChecksum(CheckRefused):
    code = "document.checksum"
    sentence = N_("The check character does not fit: a digit of the number is wrong.")


class DocumentPrefix(CheckRefused):
    code = "document.prefix"
    sentence = N_("The number does not begin as numbers of this kind of document do.")


class DocumentTypeFlag(CheckRefused):
    code = "document.type-flag"
    sentence = N_("The reader sent a kind of card that is not known. Type the document.")


class DocumentMismatch(CheckRefused):
    """Fields of one card contradict each other: the clerk must look at the card."""

    code = "document.mismatch"
    sentence = N_("Number, date of birth and sex do not agree. Look at the card itself.")


class DocumentExpired(CheckRefused):
    code = "document.expired"
    sentence = N_("The document expired on {until}. Ask for a valid one.")


class DocumentUnderAge(CheckRefused):
    code = "document.under-age"
    sentence = N_("The holder is {age}; this needs an age of {least}.")


class DocumentName(CheckRefused):
    code = "document.name"
    sentence = N_("Type the name as it stands on the document.")


class DocumentNameDiffers(HallError):
    """A number that belongs to one holder is on file under another name.

    Somebody's borrowed or false document, a slip of the keyboard, or a name that was changed.
    Source: field rules 11.1.
    """

    code = "document.name-differs"
    sentence = N_(
        "This number is on file under another name. Look at the card again; if its holder has "
        "changed the name, the duty manager corrects it in the archive first."
    )


class DocumentValidity(CheckRefused):
    code = "document.validity"
    sentence = N_("The validity dates are not possible. Type them as on the document: 20400301.")


class DocumentLimit(HallError):
    """The holder already has as many numbers as allowed (field rules 11.7)."""

    code = "document.limit"
    sentence = N_("This document already holds {held} numbers; the limit is {limit}.")


class MobileLength(CheckRefused):
    code = "mobile.length"
    sentence = N_("A mobile number has 11 digits.")


class MobileCharacters(CheckRefused):
    code = "mobile.characters"
    sentence = N_("A mobile number holds digits only.")


class MobilePrefix(CheckRefused):
    code = "mobile.prefix"
    sentence = N_("A mobile number begins with 13 to 19.")


class IccidLength(CheckRefused):
    code = "iccid.length"
    sentence = N_("The SIM card number (ICCID) has 19 or 20 characters.")


class IccidCharacters(CheckRefused):
    code = "iccid.characters"
    sentence = N_("The SIM card number (ICCID) holds a character that cannot be there.")


class IccidIssuer(CheckRefused):
    code = "iccid.issuer"
    sentence = N_("The SIM card number (ICCID) does not begin with 8986: not a mainland card.")


class IccidChecksum(CheckRefused):
    code = "iccid.checksum"
    sentence = N_("The check digit of the SIM card number (ICCID) does not fit.")


class HandsetLength(CheckRefused):
    code = "imei.length"
    sentence = N_("An IMEI has 15 digits, with software version 16.")


class HandsetCharacters(CheckRefused):
    code = "imei.characters"
    sentence = N_("An IMEI holds digits only.")


class HandsetChecksum(CheckRefused):
    code = "imei.checksum"
    sentence = N_("The check digit of the IMEI does not fit.")


class SubscriberLength(CheckRefused):
    code = "imsi.length"
    sentence = N_("An IMSI has 15 digits.")


class SubscriberCharacters(CheckRefused):
    code = "imsi.characters"
    sentence = N_("An IMSI holds digits only.")


class SubscriberIssuer(CheckRefused):
    code = "imsi.issuer"
    sentence = N_("The IMSI belongs to no mainland network.")


class AgentMissing(HallError):
    """An organisation does not walk in, and nobody acts for another without a document."""

    code = "party.agent-missing"
    sentence = N_(
        "The document of the person who acts for the customer is missing; an organisation always "
        "needs one."
    )


class GuardianMissing(HallError):
    code = "party.guardian-missing"
    sentence = N_("A household book needs the guardian present with a document of their own.")


class SamePerson(HallError):
    code = "party.same-person"
    sentence = N_("Customer and agent show the same document. Serve the customer without an agent.")


class AgentOrganisation(HallError):
    code = "party.agent-organisation"
    sentence = N_("An agent is a person: take a personal document, not an organisation's code.")


class AgentRefused(HallError):
    code = "party.agent-refused"
    sentence = N_("This business is done in person only; an agent is not accepted.")


class DocumentMissing(HallError):
    code = "party.document-missing"
    sentence = N_("This business needs the customer's document.")


class FaceReasonMissing(HallError):
    code = "face.reason-missing"
    sentence = N_("Write down why the face did not match or could not be compared.")


class AmountTooLarge(CheckRefused):
    code = "amount.over-range"
    sentence = N_("An amount of 10^12 yuan or more cannot be written in words.")


class CustomerUnknown(HallError):
    code = "customer.unknown"
    sentence = N_("This customer is not in the archive. Search again.")


class CustomerChanged(HallError):
    """Somebody else changed the row between reading and writing; nothing was written."""

    code = "customer.changed"
    sentence = N_("The customer's data was changed at another counter just now. Look again.")


class ReasonMissing(HallError):
    """Full values and changes of data need a reason that goes on record (S3-AG-05)."""

    code = "customer.reason-missing"
    sentence = N_("Write down the reason; it goes on record.")


class NothingToChange(HallError):
    code = "customer.nothing-to-change"
    sentence = N_("Type the new mobile or address; what stays empty is not changed.")


class SubscriptionUnknown(HallError):
    code = "subscription.unknown"
    sentence = N_("This number is not in service here. Check the digits.")


class SubscriptionExists(HallError):
    code = "subscription.exists"
    sentence = N_("This number is in service already. Choose another one.")


class SubscriptionChanged(HallError):
    """Somebody else changed the number between reading and writing; nothing was written."""

    code = "subscription.changed"
    sentence = N_("The number was changed at another counter just now. Look again.")


class SubscriptionLater(HallError):
    """A later order stands on the one to be undone."""

    code = "subscription.later"
    sentence = N_("A later order changed this number. Reverse that order first.")
