"""Enquiries and complaints on the page: what is open, whose it is, and what is done with it."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from hallclient.base.language import N_, labelled, tr
from hallclient.care.rules import (
    RECEPTION,
    HandOver,
    Kind,
    Matter,
    MatterUnknown,
    OfMatter,
    OpenEnquiry,
    PromiseAnswer,
    ReportIncident,
    TakeComplaint,
    TakeOpinion,
    Told,
    WithWords,
    care_standard,
)
from hallclient.queue.page.front_desk_calls import FrontDeskCalls
from hallclient.queue.page.front_desk_words import (
    COURSE_COLUMNS,
    DEED_NAMES,
    FIELDS,
    MATTER_COLUMNS,
    NEW,
    Deed,
)
from hallclient.ui.forms.front_desk_matters import Ui_FrontDeskMatters
from hallclient.ui.page import Page

_ALL = tuple(dict.fromkeys(name for names in FIELDS.values() for name in names))


class MattersPanel:
    """Reads the form `front_desk_matters.ui`."""

    def __init__(self, page: Page, widget: QWidget, calls: FrontDeskCalls) -> None:
        self.ui = Ui_FrontDeskMatters()
        page.add_form(self.ui, widget)
        self._page, self._calls = page, calls
        self._people: tuple[tuple[str, str], ...] = ()
        self._free = True
        self.ui.open.set_columns(
            MATTER_COLUMNS, empty=N_("Nothing is open. F4 takes an enquiry down, F5 a complaint.")
        )
        self.ui.course.set_columns(COURSE_COLUMNS, empty=N_("Choose an entry above."))
        deeds = [deed for deed in Deed if calls.may_oversee or deed is not Deed.TAKE_OVER]
        self.ui.deed.set_choices([(deed, DEED_NAMES[deed]) for deed in deeds])
        self.ui.deed.set_value(Deed.ENQUIRY)
        self.ui.deed.chosen.connect(lambda _deed: self.show_fields())
        self.retranslate()
        self.show_fields()

    @property
    def deed(self) -> Deed:
        """What is to be done."""
        value = self.ui.deed.value()
        return value if isinstance(value, Deed) else Deed.ENQUIRY

    def choose(self, deed: Deed) -> None:
        """Another thing to do, by its key; its first field gets the focus."""
        self.ui.deed.set_value(deed)
        self.first_field().setFocus()

    def first_field(self) -> QWidget:
        """Where the typing begins; the list where nothing is typed."""
        names = [name for name in FIELDS[self.deed] if name != "channel"]
        field: QWidget = getattr(self.ui, names[0]) if names else self.ui.open
        return field

    def show_fields(self) -> None:
        """The fields of what is to be done; the others are hidden."""
        wanted = FIELDS[self.deed]
        for name in _ALL:
            for part in (name, f"{name}Label"):
                getattr(self.ui, part).setVisible(name in wanted)
        self._show_people()
        if self.ui.deed.isVisible():
            self._page.settle_fields()

    def show(self, rows: tuple[Matter, ...]) -> None:
        """What is open, and the words of the one that is chosen."""
        self.ui.open.renew(rows, keep=lambda one: one.number)
        self.show_words(self.ui.open.current())

    def show_words(self, one: Matter | None) -> None:
        """The first words of a matter and how the customer is reached."""
        parts = () if one is None else (one.words, one.contact)
        self.ui.words_said.setText(" · ".join(filter(None, parts)))
        self._show_people()

    def show_course(self, number: int, steps: tuple[Told, ...]) -> None:
        """What happened to the matter that is chosen, newest first."""
        one = self.ui.open.current()
        if one is not None and one.number == number:
            self.ui.course.set_rows(tuple(reversed(steps)))

    def show_room(self, *, free: bool) -> None:
        """Whether the reception room takes a guest."""
        self._free = free
        state = tr("free") if free else tr("taken, seat the guest in the rest area")
        self.ui.room.setText(labelled(tr("Reception room"), state))

    def show_people(self, people: tuple[tuple[str, str], ...]) -> None:
        """Who is at work."""
        self._people = people
        self._show_people()

    def retranslate(self) -> None:
        """Incidents and channels in the language in force."""
        standard = care_standard()
        topics = tuple((one.code, one.text) for one in standard.incidents.values())
        channels = tuple((one.code, one.text) for one in standard.channels.values())
        self.ui.topic.set_choices(topics, translated=True)
        self.ui.channel.set_choices(channels, translated=True)
        if self.ui.channel.value() is None:
            self.ui.channel.set_value("visit")
        self.show_room(free=self._free)
        self._show_people()

    def clear(self) -> None:
        """Ready for the next one."""
        for edit in self.ui.deedCard.findChildren(QLineEdit):
            edit.clear()
        self.ui.words.clear()
        self.ui.topic.set_value(None)
        self.ui.colleague.set_value(None)
        self.ui.channel.set_value("visit")

    def work(self, request_id: str, customer: str = "") -> Callable[[], Matter]:
        """What is to be done, as typed. Raises MatterUnknown where none is chosen."""
        return self._new(request_id, customer) if self.deed in NEW else self._step(request_id)

    def _new(self, request_id: str, customer: str) -> Callable[[], Matter]:
        ui, calls = self.ui, self._calls
        words = ui.words.toPlainText()
        contact, promised = ui.contact.text(), ui.promised.text()
        match self.deed:
            case Deed.COMPLAINT:
                channel = str(ui.channel.value() or "")
                complaint = TakeComplaint(
                    request_id, words, channel, ui.cause.text(), contact, customer
                )
                return lambda: calls.take_complaint(complaint)
            case Deed.OPINION:
                opinion = TakeOpinion(request_id, words, promised, contact, customer)
                return lambda: calls.take_opinion(opinion)
            case Deed.INCIDENT:
                incident = ReportIncident(request_id, str(ui.topic.value() or ""), words)
                return lambda: calls.report_incident(incident)
        enquiry = OpenEnquiry(request_id, words, contact, customer, promised, ui.answer.text())
        return lambda: calls.open_enquiry(enquiry)

    def _step(self, request_id: str) -> Callable[[], Matter]:
        ui, calls = self.ui, self._calls
        one: Matter | None = ui.open.current()
        if one is None:
            raise MatterUnknown
        number = one.number
        match self.deed:
            case Deed.HAND_OVER:
                to = str(ui.colleague.value() or "")
                over = HandOver(request_id, number, to, ui.note.text())
                return lambda: calls.hand_over(over)
            case Deed.PROMISE:
                promise = PromiseAnswer(request_id, number, ui.promised.text())
                return lambda: calls.promise(promise)
            case Deed.ACCEPT | Deed.CALL_IN | Deed.GUEST_LEFT:
                does = {
                    Deed.ACCEPT: calls.accept,
                    Deed.CALL_IN: calls.call_in,
                    Deed.GUEST_LEFT: calls.guest_left,
                }[self.deed]
                ask = OfMatter(request_id, number)
                return lambda: does(ask)
        return self._with_words(request_id, number)

    def _with_words(self, request_id: str, number: int) -> Callable[[], Matter]:
        ui, calls = self.ui, self._calls
        does, edit = {
            Deed.DECLINE: (calls.decline, ui.reason),
            Deed.TAKE_OVER: (calls.take_over, ui.reason),
            Deed.NOTE: (calls.add_note, ui.note),
            Deed.RECOMMEND: (calls.recommend, ui.offer),
            Deed.CLOSE: (calls.close, ui.answer),
        }[self.deed]
        ask = WithWords(request_id, number, edit.text())
        return lambda: does(ask)

    def _show_people(self) -> None:
        """A complaint may go back to whoever receives in the room."""
        one: Matter | None = self.ui.open.current()
        complaint = one is not None and one.kind is Kind.COMPLAINT
        room = ((RECEPTION, tr("reception room")),) if complaint else ()
        self.ui.colleague.set_choices((*room, *self._people), translated=True)
