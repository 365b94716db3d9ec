"""`hallclient demo`: the client on a demo hall, or a whole generated day without a screen."""

from datetime import date
from pathlib import Path

import typer

from hallclient.base.language import tr
from hallclient.base.places import resources
from hallclient.devices.screens import has_screen
from hallclient.play.generate import busy_day
from hallclient.play.player import play_script
from hallclient.play.script import DayScript, load_script
from hallclient.staff.rules import ROLE_NAMES, Role

DEMO_DAY = date(2026, 11, 20)


def run_demo(*, headless: bool, out: Path, orders: int, counters: int, seed: int) -> int:
    """Returns the exit status; says in one line where the papers are, or who may sign in."""
    if headless or not has_screen():
        played = play_script(demo_script(orders=orders, counters=counters, seed=seed), out)
        typer.echo(played.headline())
        return 0
    from hallclient.play.open_demo import open_demo

    return open_demo(out, demo_script(orders=orders, counters=counters, seed=seed))


def demo_script(*, orders: int, counters: int, seed: int) -> DayScript:
    """The sample day, or with `orders` a generated one of that many."""
    if not orders:
        return load_script(resources() / "sample" / "day.json")
    made = busy_day(seed=seed, counters=counters, orders=orders, on=DEMO_DAY)
    return DayScript.model_validate(made)


def who_may_sign_in(script: DayScript, password: str) -> str:
    """One line for the person who tries the demo."""
    codes = tr(", ").join(
        f"{person.code} ({tr(ROLE_NAMES[Role(person.role)])})" for person in script.staff
    )
    return tr("Sign in as {codes}; the password is {password}", codes=codes, password=password)


def how_the_display_opens(database: str) -> str:
    """One line: the hall's display is a program of its own."""
    return tr("The hall's display: hallclient screen --database {database}", database=database)
