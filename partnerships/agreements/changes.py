"""What changed between two versions of an agreement, in plain words, and whom it touches."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from ..pages.text_diff import ADDED, CHANGED, REMOVED, SAME, alikeness, compare, in_words, words_between
from .content import Content
from .models import AgreementRow, AgreementVersion

# A row that was rewritten altogether is told as one removed and one added.
ALIKE = 0.3
MOST_PAIRS = 2_500
KINDS = {ADDED: "Added", REMOVED: "Removed", CHANGED: "Changed"}


@dataclass(frozen=True)
class SectionChange:
    """One section: its whole text in pieces (kind, text), and what happened to its sentences."""

    field: str
    title: str
    pieces: list
    counts: Counter

    @property
    def in_words(self):
        return in_words(self.counts)


@dataclass(frozen=True)
class RowChange:
    """One row of a table: as it was (None: there was none) and as it is now (None: it is gone)."""

    before: AgreementRow | None
    after: AgreementRow | None

    @property
    def row(self):
        return self.after or self.before

    @property
    def kind(self):
        return CHANGED if self.before and self.after else ADDED if self.after else REMOVED

    @property
    def kind_in_words(self):
        return KINDS[self.kind]

    @property
    def touches(self):
        """The memberships it is about, before or after; None: everybody."""
        sides = [row.touches for row in (self.before, self.after) if row]
        return None if None in sides else frozenset().union(*sides)

    def cells_before(self):
        """[(label, pieces)] as it was, with what went out marked."""
        return self._cells(self.before, {SAME, REMOVED})

    def cells_after(self):
        """[(label, pieces)] as it is now, with what came in marked."""
        return self._cells(self.after, {SAME, ADDED})

    def _cells(self, row, kinds):
        if row is None:
            return []
        if self.kind != CHANGED:
            return [(label, [(self.kind, text)]) for label, text in row.cells if text]
        old, new = dict(self.before.cells), dict(self.after.cells)
        compared = ((label, words_between(old.get(label, ""), new.get(label, ""))) for label, _ in row.cells)
        return [(label, shown) for label, found in compared if (shown := [p for p in found if p[0] in kinds])]


@dataclass(frozen=True)
class TableChange:
    title: str
    about: str
    rows: list

    @property
    def counts(self):
        return Counter(change.kind for change in self.rows)

    @property
    def in_words(self):
        return in_words(self.counts, noun="")


class Difference:
    """From the Content of one version to that of a later one of the same agreement."""

    def __init__(self, old, new):
        self.old, self.new = old, new

    @classmethod
    def between(cls, before, after):
        """From one AgreementVersion to another."""
        contents = Content.of_versions([before, after])
        return cls(contents[before.pk], contents[after.pk])

    @classmethod
    def since_the_last(cls, version):
        """From the version before this AgreementVersion; None for the first."""
        before = AgreementVersion.objects.before(version).first()
        return cls.between(before, version) if before else None

    @property
    def before(self):
        return self.old.version

    @property
    def after(self):
        return self.new.version

    @cached_property
    def sections(self):
        """Those whose words changed."""
        old = {field: text for field, _, text in self.before.sections()}
        compared = ((f, title, *compare(old.get(f, ""), text)) for f, title, text in self.after.sections())
        return [SectionChange(*found) for found in compared if found[3]]

    @cached_property
    def tables(self):
        """Those with a row that changed."""
        old = [*self.old.rows(), *self.old.dates()]
        new = [*self.new.rows(), *self.new.dates()]
        order = list(dict.fromkeys(row.heading for row in (*new, *old)))
        changes = sorted(pairs(old, new), key=lambda change: order.index(change.row.heading))
        by_heading = [(title, list(rows)) for title, rows in groupby(changes, key=lambda change: change.row.heading)]
        return [TableChange(title, rows[0].row.about, rows) for title, rows in by_heading]

    @property
    def parts(self):
        return [*self.sections, *self.tables]

    @property
    def is_empty(self):
        return not self.parts

    def summary(self):
        """One line for each part that changed."""
        return [f"{part.title}: {part.in_words}" for part in self.parts]

    def touching(self, membership_id):
        """The titles of the parts whose change this membership has to do with."""
        tables = (
            table.title
            for table in self.tables
            if any(change.touches is None or membership_id in change.touches for change in table.rows)
        )
        return [*(section.title for section in self.sections), *tables]


def earlier(version, versions):
    """Those of these versions of one agreement that came before it: the one in force, then the latest, first."""
    found = (other for other in versions if other.number < version.number)
    return sorted(found, key=lambda other: (not other.is_in_force, -other.number))


def pairs(old, new):
    """The rows that are not on both sides in the same words: changed, added or removed, in the order of reading."""
    kept = Counter(row.words for row in old) & Counter(row.words for row in new)
    gone, come = _without(old, kept), _without(new, kept)
    changes = []
    for row in come:
        before = _nearest(row, gone, come)
        if before:
            gone.remove(before)
        changes.append(RowChange(before, row))
    return [*changes, *(RowChange(row, None) for row in gone)]


def _without(rows, kept):
    """The rows but for as many of each as are kept."""
    left, found = Counter(kept), []
    for row in rows:
        if left[row.words]:
            left[row.words] -= 1
        else:
            found.append(row)
    return found


def _nearest(row, gone, come):
    """The old row under the same heading and name that this one came from; the only one there is, or one much alike."""
    if len(gone) * len(come) > MOST_PAIRS:
        return None
    mine = [other for other in gone if _place(other) == _place(row)]
    if len(mine) == 1 and sum(_place(other) == _place(row) for other in come) == 1:
        return mine[0]
    best = max(mine, key=lambda other: alikeness(other.text, row.text), default=None)
    return best if best and alikeness(best.text, row.text) >= ALIKE else None


def _place(row):
    return row.heading, row.name
