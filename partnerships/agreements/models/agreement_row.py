"""What the tables of an agreement are made of, whichever kind of row it is: for the hash, the difference and paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AgreementRow:
    """One row as everybody reads it.

    `heading` is the title of its table, `about` what `name` is there ("Organisation"), `cells` the rest of the row as
    (label, text). `touches` holds the ids of the memberships it is about; None when it is about everybody. `words` is
    what is hashed: the same whenever nothing has changed, also when an organisation is given another name.
    """

    heading: str
    name: str
    cells: tuple
    words: tuple
    touches: frozenset | None = None
    about: str = "Organisation"

    @property
    def text(self):
        """The row in one line, to see how alike two are."""
        return " ".join(" ".join(text for _, text in self.cells).split())


def day(date):
    """1 December 2026, or nothing."""
    return f"{date.day} {date:%B %Y}" if date else ""
