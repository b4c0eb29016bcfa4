from django.db.models import CharField, Func


class MailDomain(Func):
    """What follows the @ in an e-mail address, in small letters.

    Without parameters, so that SQLite sees that an index on it answers a question with it.
    """

    arity = 1
    output_field = CharField()
    template = "SUBSTR(LOWER(%(expressions)s), INSTR(%(expressions)s, '@') + 1)"

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, template="SPLIT_PART(LOWER(%(expressions)s), '@', 2)")
