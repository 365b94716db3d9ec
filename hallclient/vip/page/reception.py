"""The left and the middle of the VIP page: who is here, and the next step of one of them."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.counter.rules.recommending import REPLIES, SAID, services
from hallclient.ui.forms.vip_reception import Ui_VipReception
from hallclient.ui.page import Page
from hallclient.ui.widgets.data_table import Column
from hallclient.vip.page.calls import VipCalls
from hallclient.vip.page.words import (
    ASKED_FOR,
    COURSE_COLUMNS,
    FIELDS,
    FOUND_COLUMNS,
    PLACE_NAMES,
    alarm_words,
    minutes,
    pitch_words,
    prompt_words,
    step_words,
    wait_words,
    who_words,
)
from hallclient.vip.rules import (
    STEP_NAMES,
    Arrive,
    Course,
    DoStep,
    Guest,
    Reception,
    Step,
    may_follow,
    next_step,
    waited,
)


class ReceptionPanel:
    """Guests who are here with their clock; what comes next for the one in front."""

    def __init__(self, page: Page, ui: Ui_VipReception, calls: VipCalls) -> None:
        self._page, self.ui, self._calls = page, ui, calls
        self.course: Course | None = None
        self.anyway: Arrive | None = None
        self.offered: tuple[Step, ...] = ()
        self._here: tuple[Reception, ...] = ()
        self._drinks: Mapping[int, str] = {}
        ui.found.set_columns(FOUND_COLUMNS)
        ui.found.setVisible(False)
        ui.here.set_columns(self._columns(), empty=N_("No guest is here."))
        ui.course.set_columns(COURSE_COLUMNS, empty=N_("Choose a guest on the left."))
        ui.place.set_choices(list(PLACE_NAMES.items()))
        ui.answer.set_choices([(reply, REPLIES[reply]) for reply in REPLIES if reply in SAID])
        ui.alarm.setVisible(False)
        ui.step.chosen.connect(lambda _step: self.show_fields())
        ui.service.chosen.connect(lambda _service: self._show_pitch())
        ui.here.row_changed.connect(self._on_guest)
        ui.here.row_chosen.connect(
            lambda _row: ui.step.setFocus(), Qt.ConnectionType.QueuedConnection
        )
        self.retranslate()
        self.show_fields()

    def _columns(self) -> tuple[Column[Reception], ...]:
        now = self._calls.now
        return (
            Column[Reception](N_("VIP guest"), lambda one: one.guest),
            Column[Reception](
                N_("Waited"), lambda one: minutes(waited(one.standing, now())), number=True, width=6
            ),
            Column[Reception](N_("Next step"), step_words),
        )

    # -- who is here --------------------------------------------------------------------

    @property
    def current(self) -> Reception | None:
        """The guest in front."""
        one: Reception | None = self.ui.here.current()
        return one

    def show_here(self, here: tuple[Reception, ...]) -> None:
        """Guests as they stand now; the chosen one stays chosen."""
        self._here = here
        self.ui.here.renew(here, keep=lambda one: one.serial)
        if self.current is None and here and not self._page.reading_anew:
            self.ui.here.selectRow(len(here) - 1)
        self.tick()

    def show_drinks(self, drinks: Mapping[int, str]) -> None:
        """How the drinks stand."""
        self._drinks = drinks
        self.tick()

    def select(self, serial: int) -> None:
        """Puts a guest in front."""
        for row, one in enumerate(self.ui.here.rows()):
            if one.serial == serial:
                self.ui.here.selectRow(row)

    def tick(self) -> None:
        """A second has passed: waits and alarms."""
        now = self._calls.now()
        words = alarm_words(self._here, now)
        self.ui.alarm.setText(words)
        self.ui.alarm.setVisible(bool(words))
        self.ui.here.viewport().update()
        one = self.current
        drink = self._drinks.get(one.serial, "") if one is not None else ""
        self.ui.clock.setText("" if one is None else wait_words(one, now, drink))

    def show_found(self, found: tuple[Guest, ...]) -> None:
        """Who it may be; one alone is chosen by Enter."""
        self.anyway = None
        self.ui.found.set_rows(found)
        self.ui.found.setVisible(bool(found))
        if found:
            self.ui.found.selectRow(0)
            self.ui.found.setFocus()
        else:
            self._page.say(
                tr("Nobody is on file under this. Enter once more receives them by this name."),
                "warning",
            )
            who = self.ui.guest.text().strip()
            self.anyway = Arrive(new_id(), who=who, anyway=True) if who else None

    def forget_found(self) -> None:
        """The guest has come in, or another text is typed."""
        self.anyway = None
        self.ui.found.set_rows(())
        self.ui.found.setVisible(False)

    # -- the next step ------------------------------------------------------------------

    def show_course(self, course: Course) -> None:
        """One guest with every step; the next one is prompted."""
        one = self.current
        if one is None or one.serial != course.reception.serial:
            return
        changed = self.course is None or self.course.reception != course.reception
        self.course = course
        self.ui.who.setText(who_words(course.reception))
        self.ui.course.set_rows(tuple(reversed(course.events)))
        if changed:
            self._offer(course)
        self.tick()

    def _offer(self, course: Course) -> None:
        stands = course.reception.standing
        self.offered = tuple(
            step for step in Step if step is not Step.ARRIVED and may_follow(stands, step)
        )
        self.ui.step.set_choices([(step, STEP_NAMES[step]) for step in self.offered])
        self.ui.step.set_value(next_step(stands))
        suggestion = course.suggestion
        self.ui.service.set_value(suggestion.service if suggestion is not None else None)
        for field in (self.ui.leaflets, self.ui.reason):
            field.clear()
        self.ui.consent.setChecked(False)
        self.ui.place.set_value(None)
        self.ui.answer.set_value(None)
        self.show_fields()

    @property
    def step(self) -> Step | None:
        """The step that is to be done."""
        value = self.ui.step.value()
        return value if isinstance(value, Step) else None

    def choose(self, step: Step) -> None:
        """Another step than the prompted one, by its key."""
        self.ui.step.set_value(step)
        self.to_fields()

    def to_fields(self) -> None:
        """Where the step is done: its first field, or its button."""
        fields = [name for name in FIELDS.get(self.step or Step.ARRIVED, ()) if name != "pitch"]
        widget = getattr(self.ui, fields[0]) if fields else self._page.primary
        widget.setFocus()

    def show_fields(self) -> None:
        """What the step asks for; nothing while nobody is in front."""
        step = self.step if self.course is not None else None
        wanted = FIELDS.get(step, ()) if step is not None else ()
        for name in ASKED_FOR:
            label = self.ui.stepCard.findChild(QWidget, f"{name}Label")
            for part in (getattr(self.ui, name), label):
                if part is not None:
                    part.setVisible(name in wanted)
        prompt = (
            prompt_words(self.course.reception, step)
            if step is not None and self.course is not None
            else ""
        )
        self.ui.prompt.setText(prompt)
        self._show_pitch()
        if self._page.isVisible():
            self._page.settle_fields()

    def ask(self, request_id: str) -> DoStep | None:
        """The step as it was filled in; None while nobody is in front."""
        one, step, ui = self.current, self.step, self.ui
        if one is None or step is None:
            return None
        return DoStep(
            request_id,
            one.serial,
            step,
            place=str(ui.place.value() or ""),
            consent=ui.consent.isChecked(),
            leaflets=ui.leaflets.text(),
            service=str(ui.service.value() or ""),
            answer=str(ui.answer.value() or ""),
            reason=ui.reason.text(),
        )

    def retranslate(self) -> None:
        """Words that the standard gives in the language in force."""
        self.ui.service.set_choices(
            [(code, service.text) for code, service in services().items()], translated=True
        )
        self.show_fields()
        if self.course is not None:
            self.ui.who.setText(who_words(self.course.reception))
        self.tick()

    # -- inside -------------------------------------------------------------------------

    def _show_pitch(self) -> None:
        self.ui.pitch.setText(pitch_words(self.course, str(self.ui.service.value() or "")))

    def _on_guest(self, one: Reception | None) -> None:
        if one is None:
            self.clear()
            return
        if self.course is not None and self.course.reception.serial != one.serial:
            self.clear()
        course = self._calls.course
        self._page.run(
            self._page.lanes.read, partial(course, one.serial), self.show_course, quiet=True
        )

    def clear(self) -> None:
        """Nobody is in front."""
        self.course = None
        self.ui.who.setText("")
        self.ui.clock.setText("")
        self.ui.course.set_rows(())
        self.offered = ()
        self.ui.step.set_choices([])
        self.show_fields()
