"""The order in which an agreement is written: its sections, and the pages of rows between them."""

from dataclasses import dataclass

from django.urls import reverse

from .content import OPENING
from .guidance import GUIDANCE
from .models import AgreementVersion

SECTIONS = AgreementVersion.SECTIONS
# Chapter → (title, URL name); the sections are written on one page each, and share their view.
CHAPTERS = {
    **{name: (SECTIONS[name], "") for name in OPENING},
    "responsibilities": ("Roles and responsibilities", "edit-responsibilities"),
    "matters": ("Who does what", "edit-matters"),
    "control": ("What each of us shares control of", "edit-control"),
    **{name: (title, "") for name, title in SECTIONS.items() if name not in OPENING},
    "dates": ("Dates", "edit-agreement-dates"),
}


@dataclass(frozen=True)
class Chapter:
    """One chapter of one version: where it is written, and the first words of what stands there."""

    key: str
    title: str
    url: str
    words: str = ""

    @property
    def guidance(self):
        return GUIDANCE[self.key]


def url_of(version, key):
    """The page on which this chapter is written."""
    name = CHAPTERS[key][1]
    return reverse(name, args=[version.pk]) if name else reverse("write-section", args=[version.pk, key])


def chapters(content):
    """All of them, in the order of writing, each with what it says so far."""
    words = {field: text for field, _, text in content.version.sections()} | _rows_in_words(content)
    return [
        Chapter(key, title, url_of(content.version, key), words.get(key, "").strip())
        for key, (title, _) in CHAPTERS.items()
    ]


class Place:
    """Where somebody is who writes one chapter, and what stands before and after it."""

    def __init__(self, version, key):
        keys = list(CHAPTERS)
        index = keys.index(key)
        self.key, self.number, self.total = key, index + 1, len(keys)
        self.title, self.guidance = CHAPTERS[key][0], GUIDANCE[key]
        self.previous, self.next = (
            Chapter(there, CHAPTERS[there][0], url_of(version, there)) if there else None
            for there in (keys[index - 1] if index else "", keys[index + 1] if index + 1 < len(keys) else "")
        )


def _rows_in_words(content):
    version, found = content.version, {}
    found["responsibilities"] = " · ".join(f"{row.membership.organisation}: {row.role}" for row in content.roles)
    found["control"] = " · ".join(f"{row.membership.organisation}: {row.control}" for row in content.controls)
    found["matters"] = " · ".join(f"{row.matter}: {row.leader or 'nobody leads yet'}" for row in content.activities)
    found["dates"] = " ".join(f"{row.name} {text}." for row in content.dates() for _, text in row.cells)
    if not version.communication.strip():
        found["communication"] = " · ".join(map(str, content.communication_rows))
    if not version.conflict.strip():
        found["conflict"] = " · ".join(map(str, content.conflict_steps))
    if not version.data_sharing.strip():
        found["data_sharing"] = version.get_personal_data_display()
    return found
