"""The room of settings: this PC, the hall, one's own password."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from hallclient.base.clock import hall_date
from hallclient.policy import service as policy
from hallclient.settings import save_settings
from hallclient.staff import service as staff
from hallclient.staff.page.pc_settings import PcSettings
from hallclient.ui.page import Page
from hallclient.ui.theme import Look, ThemeName

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.app.client import Client


def settings_page(client: "Client", seat: "Seat") -> Page:
    """This PC, the hall's thresholds, one's own password."""
    from hallclient.devices.raw_queue import has_raw_queues
    from hallclient.staff.page.settings import SettingsCalls, SettingsPage

    desk, backstage = seat.desk, client.backstage
    calls = SettingsCalls(
        read_pc=lambda: _pc_settings(client),
        save_pc=lambda asked: save_pc(client, asked),
        printers=_printers,
        policy=lambda: policy.read(desk),
        history=lambda: policy.history(desk),
        change_policy=lambda ask: policy.change(desk, ask),
        change_password=lambda ask: staff.change_password(desk, ask),
        today=lambda: hall_date(backstage.clock.now()),
        may_change_hall="policy.change" in seat.person.permissions,
        takes_dots=has_raw_queues(),
    )
    page = SettingsPage(calls, client.lanes)
    page.pc_saved.connect(lambda kept: _apply(client, kept))
    return page


def _pc_settings(client: "Client") -> PcSettings:
    kept = client.backstage.settings
    return PcSettings(
        kept.language, kept.theme, kept.text_scale, kept.counter,
        printer=kept.printer_name if kept.printer != "pdf-folder" else "",
        past_driver=kept.printer == "receipt-queue",
        reader=kept.reader,
        library=str(kept.reader_library),
    )  # fmt: skip


def save_pc(client: "Client", asked: PcSettings) -> PcSettings:
    """Keeps what was chosen for this PC; returns it as it was kept."""
    driver = "receipt-queue" if asked.past_driver else "system"
    kept = save_settings(
        language=asked.language,
        theme=asked.theme,
        text_scale=asked.text_scale,
        counter=asked.counter,
        printer=driver if asked.printer else "pdf-folder",
        printer_name=asked.printer,
        reader=asked.reader,
        reader_library=asked.library,
    )
    client.backstage.use(kept)
    return _pc_settings(client)


def _apply(client: "Client", kept: PcSettings) -> None:
    client.window.set_language(kept.language)
    client.window.set_look(Look(cast(ThemeName, kept.theme), kept.text_scale))


def _printers() -> Sequence[str]:
    from hallclient.devices.patient_printer import named_within
    from hallclient.devices.system_printer import printer_names

    return named_within(printer_names)
