"""Numbers are dealt out once and without gaps, also when several begin a sequence together."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from hallclient.store.desk import Desk
from hallclient.store.sequences import last_numbers, next_number


def test_four_clients_beginning_a_sequence_together_get_four_numbers(desk: Desk) -> None:
    start = Barrier(4)

    def take(_: int) -> int:
        start.wait(timeout=10)
        with desk.write() as session:
            return next_number(session, desk.hall, "slip")

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == [1, 2, 3, 4]
    with desk.read() as session:
        assert last_numbers(session, desk.hall) == {"slip": 4}
