"""The words printed on papers, in the language of the paper, whatever the screen speaks.

A foreign customer gets an English receipt while the clerk works in Chinese (S0-HL-15).
"""

import gettext
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from hallclient.base.language import N_, Language, catalogue_file
from hallclient.paper.values import Method, SlipKind

Say = Callable[[str], str]
"""An English source sentence to the same in the paper's language."""

METHODS: Final[Mapping[Method, str]] = {
    "cash": N_("Cash"),
    "pos": N_("Bank card (POS)"),
    "wechat": N_("WeChat Pay"),
    "alipay": N_("Alipay"),
    "transfer": N_("Bank transfer"),
}

SLIPS: Final[Mapping[SlipKind, str]] = {
    "drop": N_("Cash drop slip"),
    "take_back": N_("Slip of cash taken back from the safe"),
    "transfer": N_("Cash transfer slip"),
    "pay_in": N_("Pay-in slip"),
    "pay_out": N_("Pay-out slip"),
    "make_good": N_("Shortage made good slip"),
    "float": N_("Float hand-over slip"),
    "bag": N_("Deposit bag slip"),
}

SLIP_OTHERS: Final[Mapping[SlipKind, str]] = {
    "transfer": N_("To counter"),
    "bag": N_("Bag number"),
}
"""What `CashSlip.other` is on each kind; on the others it is a note."""

SLIP_FIRSTS: Final[Mapping[SlipKind, str]] = {"bag": N_("Sealed by")}
"""Who the first person is, where it is no clerk at a counter."""

SLIP_SECONDS: Final[Mapping[SlipKind, str]] = {
    "float": N_("Float from"),
    "make_good": N_("Received by"),
}
"""Who the second person is, where they do more than look on."""

SLIP_SIGNATURES: Final[Mapping[SlipKind, tuple[str, str]]] = {
    "float": (N_("Received by (signature)"), N_("Handed over by (signature)")),
    "transfer": (N_("Handed over by (signature)"), N_("Witness (signature)")),
    "make_good": (N_("Paid by (signature)"), N_("Received by (signature)")),
}
SIGNATURES: Final = (N_("Cash handled by (signature)"), N_("Witness (signature)"))


def wording(language: Language) -> Say:
    """The words of one language; the catalogue is read once."""
    return _catalogue(language).gettext


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    with catalogue_file().open("rb") as file:
        return gettext.GNUTranslations(file)
