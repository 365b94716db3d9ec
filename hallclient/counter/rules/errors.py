"""What the counter refuses, in words the clerk can act on."""

from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class KindUnknown(HallError):
    """No business of this code is installed."""

    code = "order.kind-unknown"
    sentence = N_("There is no business with the code {kind}.")


class LineEmpty(HallError):
    """An order without any business."""

    code = "order.empty"
    sentence = N_("Choose a business before completing the order.")


class FieldRequired(HallError):
    """A field that must be filled in is empty."""

    code = "field.required"
    sentence = N_("Fill in this field.")


class FieldUnknown(HallError):
    """A field that the business does not have: a form or a script is wrong."""

    code = "field.unknown"
    sentence = N_("This business has no field named {name}.")


class ChoiceUnknown(HallError):
    """Not one of the values on offer."""

    code = "field.choice"
    sentence = N_("Choose one of the values on offer.")


class FaceRequired(HallError):
    """The face was not compared with the document. Source: field rules 11.6."""

    code = "face.required"
    sentence = N_("Compare the customer's face with the document first.")


class PromotionUnacknowledged(HallError):
    """A promotion that applies was not told before the money is taken. Source: S1-CT-15."""

    code = "promotion.unacknowledged"
    sentence = N_("Tell the customer of the promotion and note the answer: {name}")


class PromotionAnswer(HallError):
    """An answer to a promotion that does not apply, or an answer that there is not."""

    code = "promotion.answer"
    sentence = N_("The promotion no longer applies to this line. Check the line again.")


class PromotionOnlyOne(HallError):
    """More than one promotion accepted on one line."""

    code = "promotion.only-one"
    sentence = N_("Only one promotion can be accepted on one line.")


class PromptMissing(HallError):
    """A mandatory step of the visit was not ticked."""

    code = "order.prompt"
    sentence = N_("A mandatory step is not ticked yet: {prompt}")


class PriceNotLower(HallError):
    """A price override that is not below the list price, or negative."""

    code = "price.not-lower"
    sentence = N_("The changed price must be lower than {price} yuan and not negative.")


class ReasonMissing(HallError):
    """A reason must be on record."""

    code = "reason.required"
    sentence = N_("Write down the reason.")


class TenderMethod(HallError):
    """A means of payment the hall does not take."""

    code = "tender.method"
    sentence = N_("Choose cash, POS card, WeChat, Alipay or bank transfer.")


class TenderShort(HallError):
    """Less was tendered than is due. The same tender again cannot succeed."""

    code = "tender.short"
    sentence = N_("{short} yuan short: {due} due, {given} received.")


class TenderExceeds(HallError):
    """More than is due by a means that gives no change."""

    code = "tender.exceeds"
    sentence = N_("Only cash gives change: {due} yuan are due here, {given} were entered.")


class TenderCashFen(HallError):
    """Cash given or to be given back that the pieces counted at a till cannot make."""

    code = "tender.cash-fen"
    sentence = N_("Cash is taken and given back in whole jiao. Take the fen by another payment.")


class TenderNotNeeded(HallError):
    """A tender where nothing is due."""

    code = "tender.not-needed"
    sentence = N_("Nothing is due. Remove the payment.")


class TenderReference(HallError):
    """A non-cash tender without a reference number of its own: missing, or used before."""

    code = "tender.reference"
    sentence = N_("Check the reference number of this payment: {problem}.")

    MISSING: Final = N_("it is missing or too long")
    USED: Final = N_("it was used for an earlier payment")


class TenderUnknown(HallError):
    """A card or QR payment whose outcome nobody knows yet."""

    code = "tender.unknown"
    sentence = N_(
        "The outcome of a payment is unknown. Look it up, then mark it as settled or cancelled."
    )


class OrderUnknown(HallError):
    """No order of that number."""

    code = "order.unknown"
    sentence = N_("There is no order with this number.")


class OrderReversed(HallError):
    """The order was reversed before."""

    code = "order.reversed"
    sentence = N_("This order was already reversed ({number}).")


class OrderDepended(HallError):
    """A later order builds on what this one did."""

    code = "order.depended-on"
    sentence = N_("A later order changed the same number. Reverse that order first.")


class DraftUnknown(HallError):
    """No such draft of this clerk."""

    code = "draft.unknown"
    sentence = N_("This draft is no longer there.")


class NothingToCopy(HallError):
    """A copy of a document that nobody showed. Source: S1-CT-08."""

    code = "order.copy"
    sentence = N_("Only a document that was shown and checked can be copied.")


class OrderHalfDone(HallError):
    """The customer would go without what was begun for them."""

    code = "order.half-done"
    sentence = N_(
        "An order is half done here. Complete it, set it aside (F11) or drop it (Ctrl+D)."
    )


class CustomerWaits(HallError):
    """The seat is left in the middle of a service. Source: S1-CT-21, S1-CT-38."""

    code = "order.customer-waits"
    sentence = N_("An order is half done here: tell the customer why you leave, and tick that.")
