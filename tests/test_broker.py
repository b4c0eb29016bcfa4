"""The broker of a house without servers, with a reader that never waits."""

import multiprocessing
from queue import Empty

import pytest
from kombu import Connection

from config.broker import Transport

MESSAGES = 1500


@pytest.fixture
def open_channel(tmp_path):
    options = {"data_folder_in": "queue", "data_folder_out": "queue", "control_folder": "control"}
    options = {name: str(tmp_path / folder) for name, folder in options.items()}
    options["processed_folder"] = str(tmp_path)
    for folder in ("queue", "control"):
        (tmp_path / folder).mkdir()
    return lambda: Connection(transport=Transport, transport_options=options).channel()


def put_all(channel, count):
    for number in range(count):
        channel._put("celery", {"number": number})


def bind(channel, barrier, queue):
    barrier.wait()
    channel._queue_bind("celery", "celery", "", queue)


def test_a_reader_beside_the_writer_meets_whole_messages_only(open_channel):
    writer = multiprocessing.Process(target=put_all, args=(open_channel(), MESSAGES))
    writer.start()
    reader, numbers = open_channel(), []
    while writer.is_alive() or reader._size("celery"):
        try:
            numbers.append(reader._get("celery")["number"])
        except Empty:
            continue
    writer.join()
    assert sorted(numbers) == list(range(MESSAGES))


def test_two_processes_that_bind_at_once_are_both_known(open_channel):
    for go in range(30):
        names = {f"{go}-{number}" for number in range(2)}
        barrier = multiprocessing.Barrier(2)
        binders = [multiprocessing.Process(target=bind, args=(open_channel(), barrier, name)) for name in names]
        for binder in binders:
            binder.start()
        for binder in binders:
            binder.join()
        assert names <= {entry.queue for entry in open_channel().get_table("celery")}
        open_channel()._exchange_file("celery").unlink()
