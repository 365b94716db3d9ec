"""What the acts in the audit log are called where people read them."""

from collections.abc import Mapping
from typing import Final

from hallclient.base.language import N_, tr

ACT_NAMES: Final[Mapping[str, str]] = {
    "approval.approve": N_("Approved from elsewhere"),
    "approval.ask": N_("Approval asked for"),
    "approval.refuse": N_("Approval refused"),
    "approval.time-out": N_("Request for approval timed out"),
    "approval.withdraw": N_("Request for approval withdrawn"),
    "bag.hand-over": N_("Deposit bag handed over"),
    "catalog.change": N_("Plan or price changed"),
    "custody.count": N_("Custody counted"),
    "custody.give-out": N_("Piece given out of custody"),
    "custody.hand-over": N_("Custody handed over"),
    "custody.receive": N_("Piece taken into custody"),
    "custody.take-back": N_("Piece taken back into custody"),
    "customer.amend": N_("Customer's data corrected"),
    "customer.end-service": N_("Number taken out of service"),
    "customer.look-up": N_("Customer looked up without being present"),
    "customer.recall": N_("Customer's data filled in again"),
    "customer.take-over": N_("Number in service taken over"),
    "customer.unmask": N_("Customer's full data shown"),
    "day.close": N_("Business day closed"),
    "draft.drop": N_("Draft dropped"),
    "draft.settle": N_("Unknown payment settled"),
    "hall.found": N_("Hall set up"),
    "key.renew": N_("Renewal of the key begun"),
    "key.renewed": N_("Key renewed"),
    "order.complete": N_("Order completed"),
    "order.look-up": N_("Orders looked up by a mobile number"),
    "order.reprint": N_("Paper printed again"),
    "order.reverse": N_("Order reversed"),
    "paper.retry": N_("Waiting papers sent again"),
    "policy.change": N_("Hall's rule changed"),
    "report.export": N_("Report exported"),
    "retention.erase": N_("Personal data erased"),
    "retention.hold": N_("Legal hold set"),
    "retention.release": N_("Legal hold released"),
    "retention.start": N_("Erasing decided on"),
    "service.refuse": N_("Business refused"),
    "staff.add": N_("Person added"),
    "staff.change-password": N_("Own password changed"),
    "staff.change-role": N_("Role changed"),
    "staff.lock": N_("Screen locked"),
    "staff.reset-password": N_("Password set anew"),
    "staff.set-active": N_("Person set active or inactive"),
    "staff.sign": N_("Signed as second person"),
    "staff.sign-in": N_("Signed in"),
    "staff.sign-in-failed": N_("Sign-in refused"),
    "staff.sign-out": N_("Signed out"),
    "staff.unlock": N_("Screen unlocked"),
    "stock.change": N_("Stock moved by hand"),
    "stock.receive": N_("Stock received"),
    "stock.take": N_("Stock-take"),
    "till.approve": N_("Shift approved"),
    "till.count": N_("Till counted"),
    "till.count-for": N_("Till counted for the clerk"),
    "till.drop": N_("Cash dropped into the safe"),
    "till.make-good": N_("Shortage made good"),
    "till.open": N_("Shift opened"),
    "till.pause": N_("Counter paused"),
    "till.pay-in": N_("Cash paid in"),
    "till.pay-out": N_("Cash paid out"),
    "till.recount": N_("Till counted again"),
    "till.resume": N_("Counter open again"),
    "till.take-back": N_("Cash taken back from the safe"),
    "till.transfer": N_("Cash moved between counters"),
    "visit.end": N_("Visit ended"),
}
"""Sentences by action; `tests/house/test_acts.py` finds an act that has none."""


def act_name(action: str) -> str:
    """The act in the language in force; the action itself where a later program wrote it."""
    return tr(ACT_NAMES[action]) if action in ACT_NAMES else action
