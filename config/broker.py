"""The broker of a house without servers: kombu's folder of files, where every file appears whole.

kombu opens a file and then writes it. A worker that reads in between finds nothing where it expects JSON, and ends.
"""

import os
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        with _written_aside(self.data_folder_out, dumps(payload)) as part:
            part.rename(Path(self.data_folder_out, name))

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        table = self._exchange_file(exchange)
        if not table.exists():
            with _written_aside(self.control_folder, "[]") as part, suppress(FileExistsError):
                os.link(part, table)
        super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    Channel = Channel


@contextmanager
def _written_aside(folder, text):
    """A file in this folder under a name that nobody looks for; it is gone at the end unless it was moved."""
    part = Path(folder, f"{uuid.uuid4()}.part")
    part.write_text(text)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
