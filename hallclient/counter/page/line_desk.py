"""The lines of the order, one form at a time."""

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import tr
from hallclient.counter.page.frame import CounterFrame
from hallclient.counter.page.holding import Holds
from hallclient.counter.page.kind_form import KindForm, load_forms
from hallclient.counter.page.steps import Step
from hallclient.counter.rules import Choice, OrderDraft, RefuseService


class LineDesk:
    """Adds, opens, leaves and removes lines; holds what they name."""

    def __init__(self, frame: CounterFrame) -> None:
        self._frame = frame
        self.holds = Holds(frame, self._not_held)
        frame.kinds.chosen.connect(self.add)
        frame.order.line_chosen.connect(self.choose)
        frame.line_wanted.connect(self.open)
        specs = frame.calls.kinds
        frame.run(frame.lanes.read, lambda: load_forms(specs), lambda _read: None, quiet=True)

    def add(self, kind: str) -> None:
        """Begins this business; a form in which nothing was typed makes room for it."""
        frame = self._frame
        frame.draft()
        if frame.fill.form is not None and frame.fill.form.untouched():
            frame.visit.remove()
        frame.visit.add(kind)
        self._show(frame.visit.place)

    def open(self, place: int) -> None:
        """Shows a line's form; what was typed in the one before is kept."""
        self._frame.draft()
        self._show(place)

    def choose(self, place: int) -> None:
        """The clerk wants to see this line."""
        if self._frame.step in (Step.CHOOSE, Step.FILL, Step.PAY) and 0 <= place < self.count:
            self._frame.clear_errors()
            self.open(place)

    def move(self, by: int) -> None:
        """The line before or after the open one."""
        self.choose(self._frame.visit.place + by)

    @property
    def count(self) -> int:
        """How many lines the order has."""
        return len(self._frame.visit.lines)

    def offer_anew(self) -> None:
        """Values on offer for the open line, as they are now; what was chosen stays."""
        form, draft = self._frame.fill.form, self._frame.draft()
        if form is not None:
            for name in form.offering():
                self._offer(form, name, draft)

    def remove(self) -> None:
        """Takes the open line out of the order."""
        frame = self._frame
        if not self.count:
            return
        frame.errors.clear()
        frame.fill.set_form(None, None)
        frame.visit.remove()
        self.holds.keep()
        frame.visit.quote = None
        if self.count:
            self.open(frame.visit.place)
        else:
            frame.go(Step.CHOOSE)
        frame.touch()

    def refuse(self, reason: str) -> None:
        """Records that the business could not be accepted (不能受理), and takes its line out."""
        frame, line = self._frame, self._frame.visit.line
        if line is None:
            return
        refuse, ask = frame.calls.refuse_service, RefuseService(line.kind, reason, new_id())

        def refused(_value: object) -> None:
            self.remove()
            frame.say(tr("The refusal is on record."))

        frame.run(frame.lanes.write, lambda: refuse(ask), refused)

    def _show(self, place: int) -> None:
        frame = self._frame
        frame.errors.clear()
        frame.visit.place = place
        line = frame.visit.lines[place]
        form = KindForm(frame.specs[line.kind])
        frame.loading = True
        frame.fill.set_form(form, line)
        frame.loading = False
        form.edited.connect(self._on_edited)
        form.left.connect(self._on_left)
        frame.go(Step.FILL)
        frame.touch()
        draft = frame.draft()
        for name in form.offering():
            self._offer(form, name, draft)

    def _offer(self, form: KindForm, name: str, draft: OrderDraft) -> None:
        frame, kind, look = self._frame, form.spec.code, self._frame.calls.choices

        def offered(values: tuple[Choice, ...]) -> None:
            if frame.fill.form is not form:
                return
            lost = form.lost(name, values)
            form.offer(name, values)
            if lost:
                self._tell_lost(form, name, lost)

        frame.run(frame.lanes.read, lambda: look(draft, kind, name), offered, quiet=True)

    def _tell_lost(self, form: KindForm, name: str, lost: str) -> None:
        """What is typed or chosen was on offer a moment ago."""
        frame = self._frame
        if any(field.holds for field in form.spec.fields if field.name == name):
            frame.draft()
            self.holds.keep()  # says whether somebody else has it, or it is ours from now on
            return
        said = tr("{choice} is no longer on offer. Choose another one.", choice=lost)
        frame.say(said, "warning")
        frame.errors.show(name, said, focus=False)

    def _on_edited(self, name: str) -> None:
        frame = self._frame
        frame.mended(frame.fill.form.input(name) if frame.fill.form is not None else None)
        frame.touch()

    def _on_left(self, _name: str) -> None:
        if not self._frame.loading:
            self._frame.draft()
            self.holds.keep()

    def _not_held(self, error: HallError) -> None:
        """Another counter was first: said at the field, and what is left is offered anew."""
        frame = self._frame
        frame.show_where(error)
        form = frame.fill.form
        name = error.field.rpartition(".")[2]
        if form is not None and name in form.offering():
            self._offer(form, name, frame.draft())
