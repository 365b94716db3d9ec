"""The right of the VIP page: profile and key customer's card, kept with consent; tiers."""

from functools import partial

from PySide6.QtWidgets import QWidget

from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.ui.forms.vip_reception import Ui_VipReception
from hallclient.ui.page import Page
from hallclient.vip.page.calls import VipCalls
from hallclient.vip.page.words import FACT_COLUMNS, complete_words, source_words
from hallclient.vip.rules import (
    Enrol,
    Fact,
    GuestCard,
    KeepFact,
    Member,
    ShowFacts,
    tier_text,
    vip_standard,
)
from hallclient.vip.rules.facts import item_named

KEEP, SHOW, ENROL = "keep", "show", "enrol"
DEED_NAMES = {
    KEEP: N_("Keep what is known"),
    SHOW: N_("Show in full"),
    ENROL: N_("Give a tier"),
}
FIELDS = {
    KEEP: ("value", "source", "agreed"),
    SHOW: ("why",),
    ENROL: ("tier", "valid_until", "card"),
}


class ProfilePanel:
    """What is kept of the guest in front; one thing done with it at a time."""

    def __init__(self, page: Page, ui: Ui_VipReception, calls: VipCalls) -> None:
        self._page, self.ui, self._calls = page, ui, calls
        self._customer = ""
        self._request_id = new_id()
        self._emptying = ""
        ui.facts.set_columns(FACT_COLUMNS, empty=N_("Choose a guest who is on file."))
        deeds = [KEEP, SHOW, ENROL] if calls.may_keep else [SHOW]
        ui.deed.set_choices([(deed, DEED_NAMES[deed]) for deed in deeds])
        ui.deed.set_value(deeds[0])
        ui.deed.chosen.connect(self._on_deed)
        ui.facts.row_changed.connect(self._on_row)
        ui.facts.row_chosen.connect(lambda _row: self._to_value())
        page.add_key("F11", N_("Put on file"), ui.keep)
        ui.keep.clicked.connect(self.do)
        self.retranslate()
        self._show_fields()
        self.read("")

    @property
    def deed(self) -> str:
        """What is to be done."""
        return str(self.ui.deed.value() or KEEP)

    def read(self, customer_id: str) -> None:
        """Another guest is in front, "" for somebody on no file."""
        if customer_id != self._customer:
            self.ui.facts.set_rows(())
            self.ui.complete.setText("")
            self._forget_typed()
        self._customer = customer_id
        self.ui.keep.setEnabled(bool(customer_id))
        if customer_id:
            card = self._calls.guest_card
            self._page.run(
                self._page.lanes.read,
                lambda: card(customer_id),
                partial(self._show, customer_id),
                quiet=True,
            )

    def retranslate(self) -> None:
        """Words that the standard gives in the language in force."""
        standard = vip_standard()
        self.ui.source.set_choices(
            [(code, words.text) for code, words in standard.sources.items()], translated=True
        )
        self.ui.tier.set_choices(
            [(code, tier.text) for code, tier in standard.tiers.items()], translated=True
        )

    def do(self) -> None:
        """The button: what was chosen above it, for the guest in front."""
        if self._page.busy or not self._customer:
            return
        customer, calls = self._customer, self._calls
        match self.deed:
            case "enrol":
                ask = self._enrol(customer)
                self._run(lambda: calls.enrol(ask), self._enrolled)
            case "show":
                look = ShowFacts(self._request_id, customer, self.ui.why.text())
                self._run(lambda: calls.show_full(look), partial(self._done, customer))
            case _:
                kept = self._kept(customer)
                if kept is not None:
                    self._run(lambda: calls.keep(kept), partial(self._done, customer))

    # -- inside -------------------------------------------------------------------------

    def _run(self, work: object, done: object) -> None:
        self._page.run(self._page.lanes.write, work, done)  # type: ignore[arg-type]

    def _kept(self, customer: str) -> KeepFact | None:
        row: Fact | None = self.ui.facts.current()
        if row is None:
            self._page.say(tr("Choose an item above first."), "warning")
            return None
        if row.value and not self.ui.value.text().strip() and self._emptying != row.item:
            self._emptying = row.item  # what is masked leaves its field empty, as if it were this
            self._page.say(tr("Nothing is typed. Once more takes back what is on file."), "warning")
            return None
        self._emptying = ""
        return KeepFact(
            self._request_id,
            customer,
            row.item,
            self.ui.value.text(),
            consent=self.ui.agreed.isChecked(),
            source=str(self.ui.source.value() or ""),
            based_on=row.version,
        )

    def _enrol(self, customer: str) -> Enrol:
        return Enrol(
            self._request_id,
            customer,
            str(self.ui.tier.value() or ""),
            self.ui.valid_until.text(),
            self.ui.card.text(),
        )

    def _on_deed(self, _deed: object) -> None:
        if self._page.refused is not None:  # what was wrong may be hidden now
            self._page.clear_errors()
        self._show_fields()

    def _show_fields(self) -> None:
        wanted = FIELDS[self.deed]
        for name in (name for names in FIELDS.values() for name in names):
            label = self.ui.keepCard.findChild(QWidget, f"{name}Label")
            for part in (getattr(self.ui, name), label):
                if part is not None:
                    part.setVisible(name in wanted)
        if self._page.isVisible():
            self._page.settle_fields()

    def _on_row(self, row: Fact | None) -> None:
        """Another item: what is typed belongs to the one before."""
        self.ui.written.setText(source_words(row))
        self._emptying = ""
        if row is None:
            return
        self.ui.value.setText("" if row.masked else row.value)
        self.ui.agreed.setChecked(False)
        consent = item_named(row.item).needs_consent
        self.ui.agreed.setEnabled(consent)
        self.ui.source.setEnabled(consent)

    def _to_value(self) -> None:
        self.ui.deed.set_value(KEEP)
        self.ui.value.setFocus()

    def _show(self, customer: str, card: GuestCard) -> None:
        if customer != self._customer:
            return
        rows = (*card.profile, *card.card, *card.retired)
        self.ui.facts.renew(rows, keep=lambda fact: fact.item)
        self.ui.complete.setText(complete_words(card))

    def _done(self, customer: str, card: GuestCard) -> None:
        self._request_id = new_id()
        self._show(customer, card)
        if self.deed == KEEP:
            self.ui.agreed.setChecked(False)
            self._page.say_good(tr("It is on file, with who told it and when."))
        self.ui.facts.setFocus()

    def _forget_typed(self) -> None:
        """A tier, a reason: meant for one guest and for no other."""
        for field in (self.ui.valid_until, self.ui.card, self.ui.why):
            field.clear()
        self.ui.tier.set_value(None)

    def _enrolled(self, member: Member | None) -> None:
        self._request_id = new_id()
        self._forget_typed()
        if member is not None:
            self._page.say_good(
                tr(
                    "{tier} until {day}.",
                    tier=tier_text(member.tier), day=member.valid_until.isoformat(),
                )
            )  # fmt: skip
