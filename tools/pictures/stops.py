"""Every stop of the tour, in the order of a day: what is on the screen there."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget

from hallclient.app.client import Client
from hallclient.base.language import Language, tr
from hallclient.counter.rules import Answer
from hallclient.hall import HallPlace
from hallclient.play.keys import choose, press, type_text, wait_until
from hallclient.play.people import mod_11_2
from hallclient.play.stage import PASSWORD
from hallclient.store.keys import FileKeyStore
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.customer_screen import CustomerScreen
from hallclient.ui.keys_sheet import KeysSheet
from hallclient.ui.page import Page
from hallclient.ui.palette import Palette
from hallclient.ui.widgets.choice_box import ChoiceBox

from .backroom import elsewhere, prices, stock_room
from .display import display, hall_notices
from .front_desk import front_desk
from .guest_visit import guest_visit
from .lounge import bar_and_lounge
from .queue_room import queue_room
from .seldom import backups, from_paper, no_database, pc, years_later
from .tour import CLERK, MANAGER, Camera, Tour, on_tour, person, visible
from .vip_reception import vip_reception

MORNING, NOON, EVENING = "08:16", "13:30", "17:43"
KINDS: Final = {
    "recharge": {"mobile": "19800000003", "amount": "100"},
    "new_number": {
        "mobile": "19900000055",
        "iccid": "89860000000001000398",
        "plan": "plus-79",
        "deposit": "100",
    },
    "plan_change": {"mobile": "19800000006", "plan": "max-129"},
    "sim_replacement": {"mobile": "19800000007", "iccid": "89860000000001000398"},
    "value_card": {"face": "100", "count": "2"},
}
"""What is typed into each business's form; a field that is not there is passed over."""
WEAK: Final = "short"
PIECES: Final = {10000: "9", 5000: "4", 2000: "5", 1000: "11", 500: "11", 100: "43"}


def number(body: str) -> str:
    """A resident identity number with its check character."""
    return body + mod_11_2(body)


def whole_day(tour: Tour) -> None:
    """From the first sign-in to the closed day."""
    tour.play(MORNING)
    clerk = tour.client(CLERK, 1)
    gate(tour, clerk)
    before_opening(tour)
    tour.play(NOON)
    at_the_counter(tour)
    for kind in KINDS:
        business(tour, kind)
    guest_visit(tour)
    from_paper(tour)
    around(tour, tour.client(CLERK, 1))
    customers(tour)
    orders(tour)
    shift(tour)
    manager(tour)
    front_desk(tour)
    queue_room(tour)
    vip_reception(tour)
    bar_and_lounge(tour)
    stock_room(tour)
    prices(tour)
    tour.play(EVENING)
    closing(tour)


def first_run(tour: Tour, folder: Path) -> None:
    """A PC without a hall: what it shows, and everything that is wrong told at once."""
    place = HallPlace(f"sqlite:///{folder / 'new.db'}", FileKeyStore(folder / "new-keys"))
    client = pc(tour, place)
    tour.take("first-run", client)
    root = client.window
    tour.type(root, hall_code="H001", hall_name="示范路营业厅", code="M001", password=WEAK)
    press(visible(root, "password"), Qt.Key.Key_Return, control=True)
    page = next(page for page in root.findChildren(Page) if page.isVisible())
    page.press_primary()
    tour.take("first-run-wrong", client)
    client.close()


def gate(tour: Tour, client: Client) -> None:
    """Sign-in, a wrong password, the locked screen."""
    client.window.sign_out()
    tour.floor.settle(client)
    tour.take("sign-in", client)
    tour.type(client.window, code=CLERK, password=WEAK)
    press(visible(client.window, "password"), Qt.Key.Key_Return)
    tour.take("sign-in-wrong", client)
    client = tour.client(CLERK, 1)
    client.window.lock()
    tour.take("lock", client)
    client.window.sign_out()
    tour.floor.settle(client)


def before_opening(tour: Tour) -> None:
    """The float is counted; nothing has been sold and nothing found."""
    client = tour.client(CLERK, 1)
    page = tour.page(client, "shift")
    for face, pieces in PIECES.items():
        tour.type(page, **{f"open_pieces_{face}": pieces})
    tour.take("shift-open", client)
    tour.enter(client)
    tour.take("shift-open-wrong", client)
    for room in ("counter", "customers", "orders"):
        tour.page(client, room)
        tour.take(f"{room}-empty", client)
    client = tour.client(MANAGER, 0)
    for room in ("shifts", "day"):
        tour.page(client, room)
        tour.take(f"{room}-empty", client)


def at_the_counter(tour: Tour) -> None:
    """Identification: card, typed, wrong, an agent, somebody known."""
    client = tour.client(CLERK, 1)
    page = tour.page(client, "counter")
    tour.take("identify", client)
    wrong = number("31000019890103629")[:-1] + "1"
    tour.type(page, customer_number=wrong, customer_name="窦静晓", customer_mobile="1390013")
    tour.enter(client)
    tour.take("identify-wrong", client)
    drop(tour, client)
    tour.type(page, customer_number=number("11000019850617301"), customer_name="严若曦")
    tour.type(page, customer_mobile="19800000004", customer_face="match")
    tour.take("identify-typed", client)
    tour.key(client, Qt.Key.Key_F10)
    tour.identify(client, page, "agent", person("孔明轩", number("44000019930228155")))
    tour.take("identify-agent", client)
    drop(tour, client)
    search = page.identify.search
    type_text(search, "sy")
    press(search, Qt.Key.Key_Return)
    tour.take("identify-found", client)
    drop(tour, client)
    identified(tour, client)
    tour.take("choose", client)
    drop(tour, client)


def identified(tour: Tour, client: Client) -> None:
    """A new customer by card, at the choice of the business."""
    page = tour.page(client, "counter")
    tour.identify(client, page, "customer", person("云思远", number("33000019901120701")))
    tour.enter(client)


def business(tour: Tour, kind: str) -> None:
    """One business from its details to its end."""
    client = tour.client(CLERK, 1)
    page = tour.page(client, "counter")
    stop = kind.replace("_", "-")
    if kind in ("new_number", "plan_change", "sim_replacement"):
        identified(tour, client)
    else:
        tour.enter(client)
    search = page.kinds.search
    type_text(search, kind)
    press(search, Qt.Key.Key_Return)
    tour.floor.settle(client)
    form = page.fill.form
    for name, text in KINDS[kind].items():
        if form.findChild(QWidget, name) is not None:
            tour.type(form, **{name: text})
    tour.take(f"fill-{stop}", client)
    tour.enter(client)
    tour.take(f"pay-{stop}-first", client)
    if kind == "recharge":
        take_money(tour, client)
    drop(tour, client)


def take_money(tour: Tour, client: Client) -> None:
    """Too little first, then enough: what is to be said is said, the promotion taken."""
    page = tour.page(client, "counter")
    boxes = [box for box in page.findChildren(ChoiceBox) if "_answers_" in box.objectName()]
    for box in boxes:
        choose(box, Answer.ACCEPTED.value)
    tour.type(page, tenders_0_amount="50")
    tour.enter(client)
    tour.take("pay-short", client)
    tour.type(page, tenders_0_amount="120")
    tour.floor.settle(client)
    tour.take("pay-recharge", client)
    for _ in page.pay.prompts.missing():
        press(page, Qt.Key.Key_F8)
    tour.floor.settle(client)
    tour.enter(client)
    tour.take("done", client)
    for _ in page.done.prompts.missing():
        press(page, Qt.Key.Key_F8)
    tour.enter(client)


def drop(tour: Tour, client: Client) -> None:
    """An empty desk."""
    tour.page(client, "counter")
    tour.key(client, Qt.Key.Key_D, control=True)


def around(tour: Tour, client: Client) -> None:
    """Palette, keys, and the screen that the customer sees."""
    client.window.show_palette()
    palette = client.window.findChild(Palette)
    wait_until(palette.isVisible, "no palette")
    tour.take("palette", client)
    palette.reject()
    client.window.show_keys()
    sheet = next(each for each in client.window.findChildren(KeysSheet) if each.isVisible())
    tour.take("keys", client)
    sheet.reject()
    screen(tour, client)
    display(tour, client)


def screen(tour: Tour, client: Client) -> None:
    """The customer's screen: the greeting, then an order that is being paid."""
    from hallclient.ui.customer_screen import CustomerLine, CustomerView

    shown = CustomerScreen(tour.stage.script.hall.name)
    shown.resize(1366, 768)
    shown.show()
    dress = client.window.set_look
    tour.album.take("screen-greeting", shown, dress, tour.language)
    lines = (CustomerLine("充值缴费 198****0003", 10000), CustomerLine("有价卡 100.00 × 2", 20000))
    shown.show_order(CustomerView("云*远", lines, 30000, 35000, 5000, tr("Thank you.")))
    tour.album.take("screen-order", shown, dress, tour.language)
    shown.close()


def customers(tour: Tour) -> None:
    """Found, looked at, shown in full."""
    client = tour.client(CLERK, 1)
    page = tour.page(client, "customers")
    type_text(page.ui.search, "s")
    tour.enter(client)
    tour.take("customers", client)
    type_text(page.ui.search, "19800000003")
    tour.enter(client)
    tour.take("customers-detail", client)
    tour.type(page, reason="核对证件")
    tour.key(client, Qt.Key.Key_F7)
    tour.take("customers-full", client)
    type_text(page.ui.search, "19900099999")
    tour.enter(client)
    tour.take("customers-none", client)
    tour.key(client, Qt.Key.Key_Escape)


def orders(tour: Tour) -> None:
    """The list, one order in full, a reversal that a second person signs."""
    client = tour.client(CLERK, 1)
    page = tour.page(client, "orders")
    type_text(page.search, "19800000003")
    press(page.search, Qt.Key.Key_Return)
    tour.take("orders", client)
    tour.key(client, Qt.Key.Key_F8)
    tour.take("orders-no-reason", client)
    type_text(page.reason, "顾客选错面值")
    tour.key(client, Qt.Key.Key_F8)
    tour.take("orders-reverse", client)
    dialog = next(d for d in client.window.findChildren(AuthoriseDialog) if d.isVisible())
    elsewhere(tour, client, dialog)
    tour.type(dialog, code=CLERK, password=PASSWORD)
    press(visible(dialog, "password"), Qt.Key.Key_Return)
    tour.take("orders-same-person", client)
    page.reason.clear()


def shift(tour: Tour) -> None:
    """Movements and the blind count, which is left unsealed."""
    client = tour.client(CLERK, 1)
    page = tour.page(client, "shift")
    tour.take("shift-move", client)
    for stop, key in (("transfer", Qt.Key.Key_F6), ("pay-in", Qt.Key.Key_F7),
                      ("pause", Qt.Key.Key_F9)):  # fmt: skip
        tour.key(client, key)
        tour.take(f"shift-{stop}", client)
    tour.key(client, Qt.Key.Key_F5)
    tour.enter(client)
    tour.take("shift-move-wrong", client)
    tour.key(client, Qt.Key.Key_F10)
    for face, pieces in PIECES.items():
        tour.type(page, **{f"count_pieces_{face}": pieces})
    tour.type(page, count_pos="200", count_wechat="30", count_alipay="100")
    tour.take("shift-count", client)
    tour.enter(client)
    tour.take("shift-count-wrong", client)
    tour.key(client, Qt.Key.Key_Escape)


def manager(tour: Tour) -> None:
    """The manager's room at noon: shifts open, the day not to be closed yet."""
    client = tour.client(MANAGER, 0)
    for room in ("shifts", "day", "custody", "stock", "catalog", "people", "retention", "log"):
        tour.page(client, room)
        tour.take({"shifts": "shifts-noon", "day": "day-blocked"}.get(room, room), client)
    hall_notices(tour, client)
    page = tour.page(client, "people")
    tour.type(page, code="C001", name="")
    tour.enter(client)
    tour.take("people-wrong", client)
    page = tour.page(client, "settings")
    parts = visible(page, "parts")
    if isinstance(parts, QTabWidget):
        for at, name in enumerate(("pc", "hall", "own")[: parts.count()]):
            parts.setCurrentIndex(at)
            tour.take(f"settings-{name}", client)
        parts.setCurrentIndex(0)


def closing(tour: Tour) -> None:
    """Counters close one after another; then the day."""
    client = tour.client(CLERK, 1)
    tour.play("17:47")
    tour.page(client, "shift")
    tour.take("shift-result", client)
    tour.play("18:09")
    client = tour.client(MANAGER, 0)
    page = tour.page(client, "shifts")
    press(page.ui.shifts, Qt.Key.Key_End, control=True)
    tour.take("shifts", client)
    tour.play("18:13")
    page = tour.page(client, "day")
    tour.type(page, bag_number="B2026112001", deposit="2002")
    tour.take("day-ready", client)
    tour.key(client, Qt.Key.Key_F4)
    tour.take("day-slip", client)
    tour.key(client, Qt.Key.Key_F4)
    tour.play("18:15")
    page.refresh()
    tour.take("day-closed", client)


LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


def whole_tour(album: Camera, language: Language) -> None:
    """The tour in one language, in a demo hall of its own."""
    with (
        TemporaryDirectory(prefix="hall-tour-") as name,
        on_tour(album, language, Path(name)) as tour,
    ):
        first_run(tour, Path(name))
        no_database(tour, Path(name))
        whole_day(tour)
        backups(tour, Path(name))
        years_later(tour)
