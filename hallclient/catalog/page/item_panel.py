"""The form of one plan or promotion: shown, and read as its next version."""

from datetime import date
from typing import Final

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from hallclient.base.days import day_from_text
from hallclient.base.language import tr
from hallclient.base.text import printable
from hallclient.catalog.page.words import Item
from hallclient.catalog.rules import ChangeItem, KindMissing, Plan, Promotion
from hallclient.ui.forms.catalog import Ui_Catalog

_OF_PLAN: Final = ("monthly_fee", "deposit")
_OF_PROMOTION: Final = ("kind", "min", "bonus", "starts", "ends")


class ItemPanel:
    """Shows the fields that the item has; a code that is in the books is not typed over."""

    def __init__(
        self, ui: Ui_Catalog, kinds: tuple[tuple[str, str], ...], *, may_change: bool
    ) -> None:
        self._ui, self._may_change = ui, may_change
        self.is_plan, self.new = True, False
        self._begun = self._typed()
        ui.kind.set_choices(kinds)
        ui.text.setMaximumHeight(ui.text.fontMetrics().height() * 4)
        for edit in (*ui.itemCard.findChildren(QLineEdit), ui.text):
            edit.setReadOnly(not may_change)
        for widget in (ui.kind, ui.on_sale):
            widget.setEnabled(may_change)
        for name in ("effective", "effectiveLabel"):
            getattr(ui, name).setVisible(may_change)

    def show(self, item: Item | None) -> None:
        """An item that is in the books; None empties the form."""
        self.new = False
        self._show_fields(is_plan=item is None or isinstance(item, Plan))
        self._clear()
        if item is not None:
            self._fill(item)
        self._begun = self._typed()

    def is_touched(self) -> bool:
        """Whether something was typed since the item was shown, or the item is a new one."""
        return self.new or self._typed() != self._begun

    def _fill(self, item: Item) -> None:
        self._ui.code.setText(item.code)
        self._ui.name.setText(item.name)
        self._ui.text.setPlainText(item.text)
        self._ui.on_sale.setChecked(item.on_sale)
        if isinstance(item, Plan):
            self._ui.monthly_fee.set_fen(item.monthly_fee_fen)
            self._ui.deposit.set_fen(item.deposit_fen)
        else:
            self._show_promotion(item)

    def _typed(self) -> tuple[object, ...]:
        """Everything in the form, as it stands there."""
        edits = self._ui.itemCard.findChildren(QLineEdit)
        more = (self._ui.text.toPlainText(), self._ui.kind.value(), self._ui.on_sale.isChecked())
        return (*(edit.text() for edit in edits), *more)

    def begin(self, *, is_plan: bool) -> None:
        """An item that is new."""
        self.new = True
        self._show_fields(is_plan=is_plan)
        self._clear()
        self._ui.on_sale.setChecked(True)
        self._ui.code.setFocus()

    def ask(self, request_id: str, based_on: int) -> ChangeItem:
        """The version as typed. Raises the refusals of amounts and days, KindMissing."""
        item = self._plan() if self.is_plan else self._promotion()
        effective = day_from_text(self._ui.effective.text(), field="effective")
        known = None if self.new else based_on
        return ChangeItem(item, request_id, effective, self.new, known)

    def retranslate(self) -> None:
        """The heading in the language in force."""
        if self.new:
            heading = tr("Add a plan") if self.is_plan else tr("Add a promotion")
        else:
            heading = tr("Plan") if self.is_plan else tr("Promotion")
        self._ui.itemHeading.setText(heading)

    def first_field(self) -> QWidget:
        """Where the typing begins."""
        field: QWidget = self._ui.code if self.new else self._ui.name
        return field

    def _show_fields(self, *, is_plan: bool) -> None:
        self.is_plan = is_plan
        for names, when in ((_OF_PLAN, is_plan), (_OF_PROMOTION, not is_plan)):
            for name in names:
                getattr(self._ui, name).setVisible(when)
                getattr(self._ui, f"{name}Label").setVisible(when)
        self._ui.code.setReadOnly(not (self.new and self._may_change))
        self.retranslate()

    def _clear(self) -> None:
        for edit in self._ui.itemCard.findChildren(QLineEdit):
            edit.clear()
        self._ui.text.clear()
        self._ui.kind.set_value(None)
        self._ui.on_sale.setChecked(False)

    def _show_promotion(self, item: Promotion) -> None:
        self._ui.kind.set_value(item.kind)
        self._ui.min.set_fen(item.min_fen)
        self._ui.bonus.set_fen(item.bonus_fen)
        self._ui.starts.setText(_text(item.starts))
        self._ui.ends.setText(_text(item.ends))

    def _plan(self) -> Plan:
        return Plan(
            code=self._ui.code.text().strip(),
            name=self._ui.name.text().strip(),
            monthly_fee_fen=self._ui.monthly_fee.fen(),
            deposit_fen=self._ui.deposit.fen(),
            text=_one_line(self._ui.text),
            on_sale=self._ui.on_sale.isChecked(),
        )

    def _promotion(self) -> Promotion:
        kind = self._ui.kind.value()
        if not isinstance(kind, str):
            raise KindMissing(field="kind")
        return Promotion(
            code=self._ui.code.text().strip(),
            name=self._ui.name.text().strip(),
            text=_one_line(self._ui.text),
            kind=kind,
            min_fen=self._ui.min.fen(),
            bonus_fen=self._ui.bonus.fen(),
            starts=day_from_text(self._ui.starts.text(), field="starts"),
            ends=day_from_text(self._ui.ends.text(), field="ends"),
            on_sale=self._ui.on_sale.isChecked(),
        )


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _one_line(edit: QPlainTextEdit) -> str:
    """Terms are one paragraph: a line break becomes a space, as on paper."""
    return printable(edit.toPlainText()).strip()
