"""A mail server in a process of its own. It writes one line for each message it accepts, before it says so.

python sink.py PORT LOG [--later 0.3] [--refuse 0.02] [--cut 0.1] [--slow 0.005]
"""

import argparse
import asyncio
import os
import random
import re
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Sink:
    def __init__(self, options):
        self.options, self.chance = options, random.Random(7)
        self.log = os.open(Path(options.log), os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.options.slow)
        if self.chance.random() < self.options.later:
            return "451 Try again"
        if self.chance.random() < self.options.refuse:
            return "550 No such person"
        message = re.search(rb"(?im)^message-id:\s*<(\d+)\.", envelope.content)[1]
        os.write(self.log, message + b"\n")
        if self.chance.random() < self.options.cut:
            server.transport.abort()
        return "250 Accepted"


async def serve(options):
    sink = Sink(options)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, enable_SMTPUTF8=False), "127.0.0.1", options.port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("port", type=int)
    arguments.add_argument("log")
    for name in ("--later", "--refuse", "--cut", "--slow"):
        arguments.add_argument(name, type=float, default=0.0)
    asyncio.run(serve(arguments.parse_args()))
