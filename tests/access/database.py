"""Has anything changed? Sessions do not count."""

import hashlib
from contextlib import contextmanager

from django.db import connection

APART = "partnerships_session"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "DROP", "ALTER", "CREATE")


def fingerprint():
    """A digest of every row of every table but the sessions'."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - {APART}):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            digest.update(f"{table} {sorted(map(repr, cursor.fetchall()))}".encode())
    return digest.hexdigest()


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
