"""The command line, stable: other programs rely on its names, its output and its exit status.

Exit status: 0 good, 1 a check failed or the hall refused, 2 wrong usage.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hallclient import __version__
from hallclient.base.errors import HallError
from hallclient.base.streams import is_person, line_in, lines_in, open_streams

if TYPE_CHECKING:
    from hallclient.retention.rules import Plan

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": 120},
)

DatabaseOption = Annotated[
    str | None, typer.Option("--database", help="SQLAlchemy URL; the configured one if left out.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def _say_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"hallclient {__version__}")
        raise typer.Exit


@app.callback()
def program(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda wanted: _say_version(wanted=wanted),
            help="Say which version this is.",
        ),
    ] = False,
) -> None:
    """The desk of a telecom business hall (营业厅)."""


def run() -> int:
    """Runs the command line; a refusal is one sentence on standard error and status 1."""
    open_streams()
    try:
        app()
    except HallError as error:
        typer.echo(str(error), err=True)
        return 1
    except SystemExit as end:  # typer's way to end: wrong usage is 2
        return end.code if isinstance(end.code, int) else 0
    return 0


def _finish(*, good: bool) -> None:
    if not good:
        raise typer.Exit(1)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


# An amount may be negative: what begins with a dash and is no option of ours is a value.
@app.command(context_settings={"ignore_unknown_options": True})
def check(
    kind: str,
    value: str,
    as_of: Annotated[str, typer.Option("--as-of", help="YYYY-MM-DD, for ages and validity.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Check one value, or one a line from standard input when VALUE is `-`."""
    from hallclient.base.clock import SystemClock, hall_date
    from hallclient.customers import rules

    try:
        on = date.fromisoformat(as_of) if as_of else hall_date(SystemClock().now())
    except ValueError as error:
        raise typer.BadParameter("--as-of wants YYYY-MM-DD") from error
    if kind not in rules.CHECK_KINDS:
        raise typer.BadParameter(f"KIND is one of {' '.join(rules.CHECK_KINDS)}")
    values: Iterable[str] = lines_in() if value == "-" else [value]
    good = True
    for one in values:
        answer = rules.check_value(kind, one, on)
        good = good and bool(answer["valid"])
        if as_json:
            _print_json(answer)
        else:
            typer.echo("ok" if answer["valid"] else answer["message"])
    _finish(good=good)


@app.command()
def init(
    database: DatabaseOption = None,
    hall: Annotated[str, typer.Option("--hall", help="Name of the hall.")] = "营业厅",
    code: Annotated[
        str, typer.Option("--code", help="Code of the hall, 1-8 letters or digits.")
    ] = "H001",
    manager: Annotated[
        str, typer.Option("--manager", help="Staff code of the first manager.")
    ] = "M001",
    manager_name: Annotated[str, typer.Option("--manager-name")] = "值班经理",
) -> None:
    """Make a new database and its first manager; refuses to overwrite.

    The manager's password is read from standard input, twice when a person types it.
    """
    from hallclient import hall as house
    from hallclient.settings import load_settings

    password = _new_password()
    settings = load_settings()
    place = house.HallPlace.of(settings, database)
    new = house.NewHall(code, hall, manager, manager_name, password)
    house.create_hall(place, new).close()
    typer.echo(f"{hall} ({code}): {manager}")
    _let_clients_in(place)


def _let_clients_in(place: Any) -> None:
    """On a server the clients' rights; what an administrator has to do for that is no failure."""
    from hallclient import hall as house
    from hallclient.store.roles import ClientRoleMissing

    try:
        house.let_clients_in(place)
    except ClientRoleMissing as notice:
        typer.echo(str(notice), err=True)


def _new_password() -> str:
    if is_person(sys.stdin):
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return line_in()


@app.command()
def verify(
    database: DatabaseOption = None,
    as_json: JsonOption = False,
    every: Annotated[bool, typer.Option("--all", help="Every fault, not only the first.")] = False,
) -> None:
    """Check that the books balance and nothing was changed; says what is wrong and where."""
    from hallclient import hall as house
    from hallclient.base.language import tr
    from hallclient.inspection import inspect
    from hallclient.settings import load_settings

    place = house.HallPlace.of(load_settings(), database)
    with (
        closing(house.open_hall(place, hurry=False)) as opened,
        _progress(silent=as_json) as step,
    ):
        found = inspect(opened.desk, step)
    if as_json:
        rows = [{"code": f.code, "place": f.place, "message": tr(f.sentence)} for f in found.faults]
        more = {"more": found.count - len(rows)} if found.count > len(rows) else {}
        _print_json({"good": found.good, "faults": rows} | more)
    else:
        shown = found.faults if every else found.faults[:1]
        for fault in shown:
            typer.echo(f"{fault.place}: {tr(fault.sentence)} [{fault.code}]")
        if found.count > len(shown):
            typer.echo(tr("{count} more places are wrong.", count=found.count - len(shown)))
        if found.good:
            typer.echo(tr("The books balance and nothing was changed."))
    _finish(good=found.good)


@contextmanager
def _progress(*, silent: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while a person looks on; nothing for a program."""
    if silent or not is_person(sys.stderr):
        yield lambda _done, _total: None
        return
    with typer.progressbar(length=1, file=sys.stderr) as bar:

        def step(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield step


@app.command()
def play(
    script: Path,
    out: Annotated[Path, typer.Option("--out", help="Folder for what the day leaves.")],
    database: DatabaseOption = None,
    services: Annotated[bool, typer.Option("--services", help="Straight to the services.")] = False,
) -> None:
    """Play a day script through the real widgets and leave its books, papers and summary."""
    from hallclient.play.player import play_script
    from hallclient.play.script import ScriptWrong, load_script

    try:
        day = load_script(script)
        played = play_script(day, out, database_url=database, through_services=services)
    except ScriptWrong as error:
        for place in error.places:
            typer.echo(f"{script.name}: {place}", err=True)
        raise typer.Exit(2) from error
    typer.echo(played.headline())


@app.command()
def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="Work a whole day without a screen.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", help="Folder for what the day leaves.")] = Path(
        "day"
    ),
    orders: Annotated[
        int, typer.Option("--orders", min=0, max=20_000, help="0 plays the sample day.")
    ] = 0,
    counters: Annotated[int, typer.Option("--counters", min=1, max=20)] = 3,
    seed: Annotated[int, typer.Option("--seed")] = 0,
) -> None:
    """Open the client on a demo hall, or play a generated day."""
    from hallclient.play.demo import run_demo

    raise typer.Exit(
        run_demo(headless=headless, out=out, orders=orders, counters=counters, seed=seed)
    )


@app.command()
def screen(
    database: DatabaseOption = None,
    display: Annotated[
        int | None,
        typer.Option("--display", min=1, help="Which display, from 1 on; the second if left out."),
    ] = None,
    calls: Annotated[
        Path | None,
        typer.Option("--calls", help="Keep each announcement as a sound file in this folder."),
    ] = None,
) -> None:
    """Show the hall's calls, waiting customers and notices on a display; nobody signs in."""
    from hallclient.app.public_screen import DisplayOpening, run_display

    opening = DisplayOpening(database=database, display=display, calls_folder=calls)
    raise typer.Exit(run_display(opening))


@app.command()
def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to; left out, it is kept in this PC's folder by the rule."),
    ] = None,
    database: DatabaseOption = None,
) -> None:
    """Write a consistent copy of the database while it is in use."""
    from hallclient import hall as house
    from hallclient import safekeeping
    from hallclient.settings import load_settings

    settings = load_settings()
    place = house.HallPlace.of(settings, database)
    if file is not None:
        safekeeping.backup(place, file)
        return
    rule = safekeeping.Rule.of(settings)
    with _progress(silent=False) as step:
        kept = safekeeping.keep_backup(place, rule, step=step)
    typer.echo(str(kept))


@app.command()
def restore(file: Path, database: DatabaseOption = None) -> None:
    """Check a backup, then put it in the database's place; the old file is kept."""
    from hallclient import hall as house
    from hallclient import safekeeping
    from hallclient.settings import load_settings

    place = house.HallPlace.of(load_settings(), database)
    with _progress(silent=False) as step:
        kept = safekeeping.restore(place, file, step)
    if kept is not None:
        typer.echo(str(kept))


@app.command()
def migrate(database: DatabaseOption = None) -> None:
    """Bring an older database to this version; on a server, give clients their rights again."""
    from hallclient import hall as house
    from hallclient.base.language import tr
    from hallclient.settings import load_settings

    settings = load_settings()
    place = house.HallPlace.of(settings, database)
    migrated = house.migrate(place, settings.backup_folder)
    if migrated.backup is not None:
        typer.echo(
            tr(
                "The database is of this version now. {name} is a copy of how it was before; what "
                "was not encrypted then is not encrypted in it. Lock it away, and delete it when "
                "all is well.",
                name=migrated.backup.name,
            )
        )
    elif migrated.needed:
        typer.echo(
            tr(
                "The database is of this version now. No backup was made before: pg_dump is not "
                "on this PC, or is older than the server."
            )
        )
    _let_clients_in(place)
    if not migrated.wiped:
        typer.echo(
            tr(
                "What was not encrypted before still lies in pages of the database that are not "
                "in use. Make room on its disk, close the program on every PC, then run "
                "`hallclient migrate` again."
            ),
            err=True,
        )
    _finish(good=migrated.wiped)


@app.command()
def copy_key(folder: Path, database: DatabaseOption = None) -> None:
    """Write the hall's key files into a folder, to bring them to another PC."""
    from hallclient import hall as house
    from hallclient.settings import load_settings

    for name in house.copy_key(house.HallPlace.of(load_settings(), database), folder):
        typer.echo(str(folder / name))


@app.command()
def rotate_key(database: DatabaseOption = None) -> None:
    """Renew the key of personal data; run it again if it was cut short."""
    from hallclient import hall as house
    from hallclient.base.language import tr
    from hallclient.settings import load_settings

    def step(done: int, total: int) -> None:
        typer.echo(tr("{done} of {total} data keys", done=done, total=total), err=True)

    renewed = house.rotate_key(house.HallPlace.of(load_settings(), database), step)
    typer.echo(
        tr(
            "Personal data is under version {version} of the key. If other PCs open this hall, "
            "bring them the key file {name}.",
            version=renewed.version,
            name=renewed.file,
        )
    )


@app.command()
def retain(
    database: DatabaseOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be erased.")
    ] = False,
    manager: Annotated[str, typer.Option("--manager", help="Staff code of who erases.")] = "",
    second: Annotated[str, typer.Option("--second", help="Staff code of who signs too.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Say whose personal data is due, then erase it; run again, it goes on where it was cut short.

    The two passwords are read from standard input, the manager's first.
    """
    from hallclient import hall as house
    from hallclient.settings import load_settings

    if not dry_run and not (manager and second):
        raise typer.BadParameter("erasing wants --manager and --second; --dry-run wants nobody")
    with closing(house.open_hall(house.HallPlace.of(load_settings(), database))) as opened:
        plan = house.personal_data_due(opened.desk)
        _say_due(plan, as_json=as_json)
        if not dry_run and (plan.begun or plan.count or plan.months):
            people = ((manager, _password_of(manager)), (second, _password_of(second)))
            house.erase_due(opened.desk, plan, *people, _erasing_step)


def _say_due(plan: "Plan", *, as_json: bool) -> None:
    from hallclient.base.language import tr
    from hallclient.retention.rules import customers_in_words, months_in_words

    if as_json:
        due = {one.customer_id: str(one.left_on) for one in plan.customers if not one.held}
        shown = {"customers": plan.count, "held": plan.held, "months": plan.months, "left_on": due}
        _print_json(shown | {"begun": bool(plan.begun)})
        return
    for one in plan.customers:
        mark = tr("held") if one.held else ""
        typer.echo(f"{one.left_on}  {one.document_number}  {one.name}  {mark}".rstrip())
    typer.echo(
        tr(
            "Due: {customers}, notes of {months}; held: {held}.",
            customers=customers_in_words(plan.count),
            months=months_in_words(len(plan.months)),
            held=plan.held,
        )
    )


def _password_of(code: str) -> str:
    if is_person(sys.stdin):
        return str(typer.prompt(f"{code}", hide_input=True))
    return line_in()


def _erasing_step(done: int, total: int) -> None:
    from hallclient.base.language import tr

    typer.echo(tr("{done} of {total} erased", done=done, total=total), err=True)


@app.command()
def export(
    what: Annotated[str, typer.Argument(help="shift or day")],
    out: Annotated[Path, typer.Option("--out", help="The workbook to write.")],
    key: Annotated[
        str, typer.Option("--key", help="Shift id, or business date; the last if left out.")
    ] = "",
    database: DatabaseOption = None,
) -> None:
    """Write a shift's or a day's workbook."""
    from hallclient import hall as house
    from hallclient.settings import load_settings

    if what not in house.EXPORTS:
        raise typer.BadParameter(f"WHAT is one of {' '.join(house.EXPORTS)}")
    with closing(house.open_hall(house.HallPlace.of(load_settings(), database))) as opened:
        house.EXPORTS[what](opened.desk, key, out)
