"""The people of the hall: who works here, in which post; added, changed, sent on their way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.staff.rules import (
    ROLE_NAMES,
    AddPerson,
    ChangePerson,
    ChangeRole,
    Person,
    PostMissing,
    ResetPassword,
    Role,
    SetActive,
)
from hallclient.ui.conflict import ConflictDialog, Difference, conflict_or_error
from hallclient.ui.forms.people import Ui_People
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.data_table import Column


def _state(active: bool) -> str:  # noqa: FBT001 - the one fact there is
    return tr("works here") if active else tr("has left")


COLUMNS = (
    Column[Person](N_("Staff code"), lambda person: person.code, width=8),
    Column[Person](N_("Name"), lambda person: person.name, width=10),
    Column[Person](N_("Post"), lambda person: tr(ROLE_NAMES[person.role])),
    Column[Person](N_("State"), lambda person: _state(person.active), width=10),
)


@dataclass(frozen=True)
class PeopleCalls:
    """What the page may ask for, bound to the desk of the manager."""

    people: Callable[[], tuple[Person, ...]]
    add: Callable[[AddPerson], Person]
    set_active: Callable[[SetActive], Person]
    change_role: Callable[[ChangeRole], Person]
    reset_password: Callable[[ResetPassword], Person]


class PeoplePage(Page):
    """People (人员): a list, a form for a new person, and what can be done with the chosen one."""

    title = N_("People")
    primary_text = N_("Add the person")
    field_names: ClassVar = {"new": "new_password"}
    follows = frozenset({"staff"})

    def __init__(self, calls: PeopleCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self._shown: Person | None = None
        self.ui = self.set_form(Ui_People)
        posts = [(role, ROLE_NAMES[role]) for role in Role]
        self.ui.role.set_choices(posts)
        self.ui.new_role.set_choices(posts)
        self.ui.people.set_columns(COLUMNS, empty=N_("Nobody yet. Add the first person."))
        self.ui.people.row_changed.connect(self._on_row)
        self.ui.people.row_chosen.connect(self._to_post)
        self._change_role = self.add_button(N_("Change the post"), self._on_change_role, "F6")
        self._reset = self.add_button(N_("Set the password"), self._on_reset, "F7")
        self._leave = self.add_button(N_("Leaves or comes back"), self._on_leave, "F8")
        self._show_chosen(None)

    def opened(self) -> None:
        self._read()

    def retranslate(self) -> None:
        self._label_chosen()

    def on_primary(self) -> None:
        role = self.ui.role.value()
        if not isinstance(role, Role):
            raise PostMissing(field="role")
        ask = AddPerson(
            code=self.ui.code.text(),
            name=self.ui.name.text(),
            role=role,
            password=self.ui.password.text(),
            request_id=self._request_id,
        )
        add = self._calls.add
        self.run(self.lanes.write, lambda: add(ask), self._added)

    def _to_post(self, _person: Person) -> None:
        self.ui.new_role.setFocus()

    def _added(self, person: Person) -> None:
        for field in (self.ui.code, self.ui.name, self.ui.password):
            field.clear()
        self.ui.role.set_value(None)
        self._changed(tr("{name} was added.", name=person.name))
        self.ui.code.setFocus()

    def _on_change_role(self) -> None:
        person, role = self._shown, self.ui.new_role.value()
        if person is None or not isinstance(role, Role):
            self.show_error(PostMissing(field="new_role"))
            return
        ask = ChangeRole(person.code, role, self._request_id, person.version)
        self._do(ask, self._calls.change_role, N_("{name} has another post now."))

    def _on_reset(self) -> None:
        person, new = self._shown, self.ui.new_password.text()
        if person is None:
            return
        ask = ResetPassword(person.code, new, self._request_id, person.version)
        self._do(ask, self._calls.reset_password, N_("{name} has another password now."))

    def _on_leave(self) -> None:
        person = self._shown
        if person is None:
            return
        ask = SetActive(person.code, not person.active, self._request_id, person.version)
        said = N_("{name} has left.") if person.active else N_("{name} works here again.")
        self._do(ask, self._calls.set_active, said)

    def _do[A: ChangePerson](self, ask: A, change: Callable[[A], Person], said: str) -> None:
        """One change of the chosen person; a second key press meanwhile does nothing."""
        if self.busy:
            return
        self.run(
            self.lanes.write,
            lambda: change(ask),
            lambda person: self._done(person, said),
            conflict_or_error(self, Person, partial(self._choose, ask, change, said)),
        )

    def _done(self, person: Person, said: str) -> None:
        if self._shown is not None and self._shown.code == person.code:
            self._show_chosen(person)
        self._changed(tr(said, name=person.name))

    def _choose[A: ChangePerson](
        self, ask: A, change: Callable[[A], Person], said: str, theirs: Person
    ) -> None:
        """Somebody else changed the person meanwhile: both are shown."""
        again = replace(ask, based_on=theirs.version)
        ConflictDialog(
            self,
            tuple(_differences(ask, theirs)),
            lambda: self._do(again, change, said),
            lambda: self._take(theirs),
        )

    def _take(self, theirs: Person) -> None:
        """What was chosen here is dropped."""
        self._show_chosen(theirs)
        self._read()

    def _changed(self, said: str) -> None:
        self._request_id = new_id()
        self.ui.new_password.clear()
        self.say_good(said)
        self._read()

    def _read(self) -> None:
        self.run(self.lanes.read, self._calls.people, self._show, quiet=True)

    def _show(self, people: tuple[Person, ...]) -> None:
        self.ui.people.renew(people, keep=lambda person: person.code)

    def _on_row(self, person: Person | None) -> None:
        """Another person is shown; the same one, changed elsewhere, leaves what was chosen."""
        shown = self._shown
        same = person is not None and shown is not None and person.code == shown.code
        if not (same and self._is_touched()):
            self._show_chosen(person)

    def _is_touched(self) -> bool:
        role = None if self._shown is None else self._shown.role
        return bool(self.ui.new_password.text()) or self.ui.new_role.value() != role

    def _show_chosen(self, person: Person | None) -> None:
        self._shown = person
        self.ui.new_role.set_value(None if person is None else person.role)
        self.ui.new_password.clear()
        for widget in (
            self.ui.new_role,
            self.ui.new_password,
            self._change_role,
            self._reset,
            self._leave,
        ):
            widget.setEnabled(person is not None)
        self._label_chosen()

    def _label_chosen(self) -> None:
        person = self._shown
        heading = tr("No person is chosen") if person is None else f"{person.name}  {person.code}"
        self.ui.chosenHeading.setText(heading)
        back = person is not None and not person.active
        text = tr("Comes back to the hall") if back else tr("Leaves the hall")
        self._leave.setText(f"{text}  F8")


def _differences(ask: ChangePerson, theirs: Person) -> Iterator[Difference]:
    """What they have made of the person, beside what was asked for here."""
    post, state = tr(ROLE_NAMES[theirs.role]), _state(theirs.active)
    mine = tr(ROLE_NAMES[ask.role]) if isinstance(ask, ChangeRole) else post
    yield Difference(tr("Post"), post, mine)
    wanted = _state(ask.active) if isinstance(ask, SetActive) else state
    yield Difference(tr("State"), state, wanted)
    if isinstance(ask, ResetPassword):
        yield Difference(tr("Password"), tr("as it is"), tr("another one"))
