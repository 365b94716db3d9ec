"""Tables of VIP reception; a module for the reception and one for the bar."""

import hallclient.vip.records.bar
import hallclient.vip.records.reception  # noqa: F401 - a table is known once its module is read
