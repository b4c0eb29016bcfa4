"""Has anything changed? Sessions do not count."""

import hashlib
from contextlib import contextmanager

from django.db import connection

APART = "partnerships_session"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "DROP", "ALTER", "CREATE")


def fingerprint():
    """A digest of every row of every table but the sessions'."""
    kept = {table: digest for table, digest in digests().items() if table != APART}
    return hashlib.sha256(repr(kept).encode()).hexdigest()


def digests():
    """For each table a digest of all its rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(tuple(map(_readable, row))) for row in cursor.fetchall())
            found[table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def _readable(value):
    # PostgreSQL hands bytes over as a place in memory, which is another one each time.
    return bytes(value) if isinstance(value, memoryview) else value


class Watch:
    """Notes whether a statement was sent that can write. What sends none needs no fingerprint to prove it."""

    has_written = False

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES) and APART not in sql:
            self.has_written = True
        return execute(sql, params, many, context)


@contextmanager
def watching():
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch
