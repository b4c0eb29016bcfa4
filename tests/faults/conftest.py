"""Own servers, started once; an own house for every test, copied from one that is filled."""

import os
import shutil
from pathlib import Path

import pytest

from .house import House, Postgres, Redis, own_folder, seed, sqlite_query

# Where Debian keeps PostgreSQL's tools.
POSTGRES = Path("/usr/lib/postgresql")


def missing(sentence):
    """Skips where somebody works without that server; in CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def filled_sqlite():
    folder = own_folder()
    seed(f"sqlite:///{folder}/db.sqlite3", folder)
    sqlite_query(folder / "db.sqlite3")("PRAGMA wal_checkpoint(TRUNCATE)")
    yield folder / "db.sqlite3"
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres():
    tools = sorted(POSTGRES.glob("*/bin"), key=lambda path: float(path.parent.name))
    if not tools:
        missing("PostgreSQL is not installed: apt-get install postgresql")
    folder = own_folder()
    server = Postgres(folder, tools[-1])
    try:
        server.make()
        server.sql("CREATE DATABASE filled")
        seed(server.url("filled"), folder)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis():
    if not shutil.which("redis-server"):
        missing("Redis is not installed: apt-get install redis-server")
    folder = own_folder()
    server = Redis(folder)
    server.start()
    yield server
    server.kill()
    shutil.rmtree(folder)


@pytest.fixture
def small_house(filled_sqlite, tmp_path):
    """As the demo runs it: SQLite, the filesystem broker, one worker of threads."""
    path = tmp_path / "db.sqlite3"
    shutil.copy(filled_sqlite, path)
    house = House(tmp_path, database=f"sqlite:///{path}", query=sqlite_query(path))
    yield house
    house.end()


@pytest.fixture
def large_house(postgres, redis, tmp_path):
    """As production runs it: PostgreSQL, Redis, workers of processes."""
    name = f"house_{os.urandom(4).hex()}"
    postgres.sql(f"CREATE DATABASE {name} TEMPLATE filled")
    house = House(
        tmp_path,
        database=postgres.url(name),
        query=lambda statement: postgres.sql(statement, name),
        broker=redis.url,
        pool="prefork",
    )
    yield house
    house.end()


@pytest.fixture(params=["small_house", "large_house"], ids=["sqlite and files", "postgresql and redis"])
def house(request):
    return request.getfixturevalue(request.param)
