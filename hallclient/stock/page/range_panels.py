"""The two cards beside the report: a range comes in, a range goes out."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.base.money import Fen, positive, yuan
from hallclient.staff.rules import AskApproval, RequestFact
from hallclient.stock.page.words import WITH_FACE, on_panel, range_text, typed_range
from hallclient.stock.rules import (
    NO_FACE,
    STATE_NAMES,
    STOCK_NAMES,
    ChangeState,
    ReasonWanted,
    ReceiveRange,
    SerialRange,
    StateWanted,
    StockKind,
    StockState,
)
from hallclient.ui.forms.stock_room import Ui_StockRoom

LEAVES = (StockState.VOID, StockState.RETURNED, StockState.WRITTEN_OFF)


class ReceivePanel:
    """Reads the card that receives a range, and says how many pieces it would be."""

    def __init__(self, ui: Ui_StockRoom) -> None:
        self._ui = ui
        self._kind = StockKind.SIM
        for edit in (ui.receive_first, ui.receive_last, ui.receive_face):
            edit.textChanged.connect(lambda _text: self._preview())

    def show(self, kind: StockKind) -> None:
        """The kind that is received, in the language in force."""
        self._kind = kind
        self._ui.receiveHeading.setText(tr("Receive: {kind}", kind=tr(STOCK_NAMES[kind])))
        for widget in (self._ui.receive_face, self._ui.receive_faceLabel):
            widget.setVisible(kind in WITH_FACE)
        self._ui.receive_faceLabel.setText(tr(WITH_FACE.get(kind, "")))
        self._preview()

    def ask(self, request_id: str) -> ReceiveRange:
        """The range as typed. Raises the refusals of serials and amounts."""
        try:
            found = self._range()
        except HallError as error:
            raise on_panel(error, "receive") from None
        return ReceiveRange(
            kind=self._kind,
            first=found.first,
            last=found.last,
            request_id=request_id,
            face_fen=self._face(),
            batch=self._ui.receive_batch.text(),
        )

    def clear(self) -> None:
        """Ready for the next box of the same delivery."""
        self._ui.receive_first.clear()
        self._ui.receive_last.clear()

    def _range(self) -> SerialRange:
        return typed_range(self._ui.receive_first.text(), self._ui.receive_last.text())

    def _face(self) -> Fen:
        field = self._ui.receive_face
        if self._kind not in WITH_FACE:
            return NO_FACE
        if self._kind is StockKind.NUMBER and (field.is_empty() or field.fen() == NO_FACE):
            return NO_FACE  # an ordinary number costs nothing
        return positive(field.fen(), field="receive_face")

    def _preview(self) -> None:
        """What would be received; silent while the range is not whole."""
        try:
            found = self._range()
        except HallError:
            self._ui.receivePieces.setText("")
            return
        text = tr("Quantity {pieces}", pieces=f"{found.pieces:,}")
        face = self._ui.receive_face.fen_or_none() or 0
        if self._kind is StockKind.VALUE_CARD and face > 0:
            text += tr(" · {yuan} yuan in all", yuan=yuan(face * found.pieces))
        if self._kind is StockKind.SIM and not found.card:
            text += tr(" · the check digits do not fit: counted up by the last digit")
        self._ui.receivePieces.setText(text)


class ChangePanel:
    """Reads the card that takes a range out of stock: void, returned, written off."""

    def __init__(self, ui: Ui_StockRoom) -> None:
        self._ui = ui
        self._kind = StockKind.SIM
        ui.change_state.set_choices([(state, STATE_NAMES[state]) for state in LEAVES])
        for edit in (ui.change_first, ui.change_last):
            edit.textChanged.connect(lambda _text: self._preview())

    def show(self, kind: StockKind) -> None:
        """The kind that is taken out, in the language in force."""
        self._kind = kind
        self._ui.changeHeading.setText(tr("Take out: {kind}", kind=tr(STOCK_NAMES[kind])))
        self._preview()

    def fill(self, first: str, last: str) -> None:
        """A range that a stock-take missed."""
        self.clear()
        self._ui.change_first.setText(first)
        self._ui.change_last.setText(last)
        self._ui.change_state.set_value(StockState.WRITTEN_OFF)

    def ask(self, request_id: str) -> ChangeState:
        """What is to leave, and why. Raises before anybody signs."""
        try:
            found = self._range()
        except HallError as error:
            raise on_panel(error, "change") from None
        state, reason = self._ui.change_state.value(), self._ui.change_reason.text().strip()
        if not isinstance(state, StockState):
            raise StateWanted(field="change_state")
        if not reason:
            raise ReasonWanted(field="change_reason")
        return ChangeState(self._kind, found.first, found.last, state, reason, request_id)

    def elsewhere(self, ask: ChangeState) -> AskApproval:
        """What a second person elsewhere reads before they approve."""
        facts = (
            RequestFact(N_("Stock"), STOCK_NAMES[self._kind], term=True),
            RequestFact(N_("Serial numbers"), range_text(ask.first, ask.last)),
            RequestFact(N_("Quantity"), f"{self._range().pieces:,}"),
            RequestFact(N_("Becomes"), STATE_NAMES[StockState(ask.to_state)], term=True),
            RequestFact(N_("Reason"), ask.reason),
        )
        return AskApproval("stock.write_off", ask.content, facts)

    def purpose(self, ask: ChangeState) -> str:
        """The sentence that the second person signs."""
        return tr(
            "{kind} {range}, quantity {pieces}: {state}. {reason}",
            kind=tr(STOCK_NAMES[self._kind]),
            range=range_text(ask.first, ask.last),
            pieces=f"{self._range().pieces:,}",
            state=tr(STATE_NAMES[StockState(ask.to_state)]),
            reason=ask.reason,
        )

    def clear(self) -> None:
        """Ready for the next range."""
        for edit in (self._ui.change_first, self._ui.change_last, self._ui.change_reason):
            edit.clear()
        self._ui.change_state.set_value(None)

    def _range(self) -> SerialRange:
        return typed_range(self._ui.change_first.text(), self._ui.change_last.text())

    def _preview(self) -> None:
        try:
            text = tr("Quantity {pieces}", pieces=f"{self._range().pieces:,}")
        except HallError:
            text = ""
        self._ui.changePieces.setText(text)
