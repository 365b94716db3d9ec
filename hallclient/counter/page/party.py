"""Who is at the counter: search, card, typed document, face comparison."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hallclient.base.language import N_, tr
from hallclient.counter.page.calls import PartySeen
from hallclient.customers.rules import (
    KIND_NAMES,
    DocumentDraft,
    DocumentKind,
    Entry,
    FaceResult,
    PartyDraft,
)
from hallclient.ui.forms.counter_party import Ui_CounterParty
from hallclient.ui.widgets.marks import mark, plain_label

FACES: Final = (
    (FaceResult.MATCH, N_("Match")),
    (FaceResult.NO_MATCH, N_("No match")),
    (FaceResult.NOT_POSSIBLE, N_("Not possible")),
)
_FIELDS: Final = (
    "kind", "number", "name", "valid_until", "mobile", "address", "face", "face_reason",
)  # fmt: skip


class PartyForm(QWidget):
    """The document of one person or organisation, as typed or as the reader gave it.

    What the reader gave stays the reader's until the clerk changes number, name or validity.
    """

    changed = Signal()

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        """`role` is `customer` or `agent`: the place that an error's field names."""
        super().__init__(parent)
        self.role = role
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._grid = QWidget()
        self.ui = Ui_CounterParty()
        self.ui.setupUi(self._grid)
        for label in self._grid.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for name in _FIELDS:
            getattr(self.ui, name).setObjectName(f"{role}_{name}")
        self.setFocusProxy(self.ui.number)
        column.addWidget(self._grid)
        self.seen_title = plain_label(role="lead")
        self.seen_notes = plain_label(role="caption")
        self.seen_notes.setWordWrap(True)
        for label in (self.seen_title, self.seen_notes):
            column.addWidget(label)
        self._read: DocumentDraft | None = None
        self._loading = False
        self.ui.kind.set_choices(tuple(KIND_NAMES.items()))
        self.ui.kind.set_value(DocumentKind.RESIDENT_ID)
        self.ui.face.set_choices(FACES)
        self.show_seen(None)
        self.retranslate()
        self._connect()

    def draft(self) -> PartyDraft | None:
        """The party as it stands, None while nothing at all was entered."""
        ui = self.ui
        face = ui.face.value()
        reason, mobile = ui.face_reason.text().strip(), ui.mobile.text().strip()
        document = self._document()
        name = "" if document else ui.name.text().strip()
        if document is None and not name and not mobile and face is None and not reason:
            return None
        result = face if isinstance(face, FaceResult) else None
        return PartyDraft(document, mobile, result, reason, name)

    def load(self, party: PartyDraft | None) -> None:
        """Puts a party back, from a draft or the archive."""
        self._loading = True
        document = party.document if party else None
        self._put_document(document)
        if party is not None and document is None:
            self.ui.name.setText(party.name)
        self.ui.mobile.setText(party.mobile if party else "")
        self.ui.face.set_value(party.face if party else None)
        self.ui.face_reason.setText(party.face_reason if party else "")
        self._loading = False
        self.show_seen(None)
        self.changed.emit()

    def put_card(self, document: DocumentDraft) -> None:
        """A document that the reader read; another face belongs to it."""
        self._loading = True
        self._put_document(document)
        self.ui.face.set_value(None)
        self.ui.face_reason.clear()
        self._loading = False
        self.show_seen(None)
        self.changed.emit()

    def show_seen(self, seen: PartySeen | None) -> None:
        """What the check found, or nothing while there is nothing checked."""
        self.seen_title.setText(seen.title if seen else "")
        self.seen_notes.setText("\n".join(seen.notes) if seen else "")
        for label in (self.seen_title, self.seen_notes):
            label.setVisible(bool(label.text()))

    def retranslate(self) -> None:
        """Labels, and the names by which the fields are found: the agent's say so."""
        self.ui.retranslateUi(self._grid)
        if self.role == "agent":
            for name in _FIELDS:
                field = getattr(self.ui, name)
                field.setAccessibleName(tr("Agent: {field}", field=field.accessibleName()))
        self._mark_entry()

    def _connect(self) -> None:
        ui = self.ui
        for edit in (ui.number, ui.name, ui.valid_until):
            edit.textEdited.connect(self._on_document_edited)
        ui.kind.chosen.connect(self._on_document_edited)
        ui.address.textEdited.connect(self._on_address_edited)
        for edit in (ui.mobile, ui.face_reason):
            edit.textEdited.connect(self._on_changed)
        ui.face.chosen.connect(self._on_changed)

    def _document(self) -> DocumentDraft | None:
        """The document as it stands; a name alone is no document."""
        ui = self.ui
        if self._read is not None:
            return self._read
        number, name = ui.number.text().strip(), ui.name.text().strip()
        if not number:
            return None
        return DocumentDraft(
            kind=DocumentKind(str(ui.kind.value())),
            number=number,
            name=name,
            valid_until=ui.valid_until.text().strip() or None,
            entry=Entry.TYPED,
            address=ui.address.text().strip(),
        )

    def _put_document(self, document: DocumentDraft | None) -> None:
        ui = self.ui
        self._read = document if document and document.entry is Entry.READER else None
        ui.kind.set_value(document.kind if document else DocumentKind.RESIDENT_ID)
        ui.number.setText(document.number if document else "")
        ui.name.setText(document.name if document else "")
        ui.valid_until.setText((document.valid_until or "") if document else "")
        ui.address.setText(document.address if document else "")
        self._mark_entry()

    def _mark_entry(self) -> None:
        mark(self.ui.number, "entry", "reader" if self._read else "typed")
        self.ui.number.setToolTip(tr("Read from the card") if self._read else "")

    def _on_document_edited(self) -> None:
        if self._loading:
            return
        self._read = None  # a changed document is a typed document, and is on record as such
        self._mark_entry()
        self.show_seen(None)
        self.changed.emit()

    def _on_address_edited(self, text: str) -> None:
        """People move and keep their card: it stays a card that was read."""
        if self._read is not None:
            self._read = replace(self._read, address=text.strip())
        self._on_changed()

    def _on_changed(self) -> None:
        if not self._loading:
            self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
