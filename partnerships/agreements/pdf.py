"""An agreement as a PDF that people can keep and screen readers can read (tagged, PDF/UA-1)."""

import json
import re
import unicodedata
from functools import cache
from itertools import groupby

import typst
from django.conf import settings
from django.utils.text import slugify

from ..membership.models import Seat
from ..templatetags.house import day, moment

TEMPLATE = settings.ROOT / "templates" / "partnerships" / "agreements" / "agreement.typ"
# PDF/UA allows no sign that none of the fonts can draw; the typesetter names those it lacks.
NOT_DRAWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)", re.DOTALL)
MOST_ROUNDS = 4


def agreement_pdf(content, signatures, *, today):
    """The bytes of the PDF of one Content. `signatures` are the Signatures of its version."""
    words = _plain(_data(content, signatures, today))
    for _ in range(MOST_ROUNDS):
        try:
            return _typeset(words)
        except typst.TypstError as refusal:
            quoted = "".join(_unescaped(found) for found in NOT_DRAWN.findall(str(refusal)))
            # A plain letter is named there only for the company it keeps.
            missing = {sign for sign in quoted if ord(sign) > 0x7F}
            if not missing:
                raise
            words = _named(words, missing)
    # Whatever is left that is not Latin is named: that every font can draw.
    return _typeset(_named(words, {sign for sign in json.dumps(words, ensure_ascii=False) if ord(sign) > 0x17F}))


def file_name(version):
    """As in: agreement-pantry-partnership-version-2.pdf."""
    name = slugify(version.agreement.partnership.name)[:60] or "partnership"
    return f"agreement-{name}-version-{version.number}{'-draft' if version.is_draft else ''}.pdf"


@cache
def _fonts():
    """The typesetter's own, and those of the machine for signs that its own lack."""
    return typst.Fonts()


def _typeset(words):
    inputs = {"data": json.dumps(words)}
    return typst.compile(
        str(TEMPLATE), font_paths=_fonts(), sys_inputs=inputs, pdf_standards=["ua-1"], root=str(TEMPLATE.parent)
    )


def _data(content, signatures, today):
    version = content.version
    partnership = version.agreement.partnership
    title = f"Agreement of {partnership}"
    return {
        "title": title,
        "host": str(partnership.host),
        "draft": version.is_draft,
        "standing": f"Version {version.number}. {_standing(version)} Hosted by {partnership.host}.",
        "need": " ".join(partnership.need.split()),
        "sections": [{"title": t, "text": _paragraphs(text)} for _, t, text in version.sections() if text.strip()],
        "tables": [_table(title, rows) for title, rows in _by_heading([*content.rows(), *content.dates()])],
        "signatures": [_signature(acceptance) for acceptance in signatures.accepted],
        "reason": _paragraphs(version.only_touched_because) if version.only_touched_because else None,
        "waiting": signatures.waiting_for() or None,
        "hash": version.text_hash or None,
        "footer": " · ".join(_footer(version, title, today)),
    }


def _standing(version):
    if version.is_in_force:
        return f"In force since {day(version.in_force_at)}."
    shared = f" on {day(version.shared_at)}" if version.is_shared else ""
    return f"{version.get_state_display()}{shared}."


def _footer(version, title, today):
    yield title
    yield f"{'Draft of version' if version.is_draft else 'Version'} {version.number}"
    if version.text_hash:
        yield version.text_hash[:16]
    else:
        yield f"as of {day(today)}"


def _by_heading(rows):
    return [(title, list(found)) for title, found in groupby(rows, key=lambda row: row.heading)]


def _table(title, rows):
    labels = list(dict.fromkeys(label for row in rows for label, _ in row.cells))
    lines = [[row.name, *(dict(row.cells).get(label, "") for label in labels)] for row in rows]
    return {
        "title": title,
        "columns": [rows[0].about, *labels],
        "widths": [max(2, min(6, _longest(column) // 12)) for column in zip(*lines, strict=True)],
        "rows": [[_paragraphs(text) for text in line] for line in lines],
    }


def _longest(texts):
    return max(len(text) for text in texts)


def _signature(acceptance):
    consults = acceptance.authority == Seat.Authority.CONSULTS
    carried = f"{acceptance.read_version.number}, carried over" if acceptance.is_carried else None
    return [
        str(acceptance.membership.organisation),
        str(acceptance.accepted_by),
        "After asking those they must" if consults else "Can decide",
        moment(acceptance.accepted_at),
        carried or str(acceptance.version.number),
    ]


def _paragraphs(text):
    """[[line]]: an empty line begins a paragraph."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [paragraph.split("\n") for paragraph in paragraphs]


def _plain(words):
    """The same without signs that nobody sees, which no font can draw either."""
    return _each(words, lambda text: "".join(sign for sign in text if sign == "\n" or not _is_unseen(sign)))


def _is_unseen(sign):
    return unicodedata.category(sign)[0] == "C" or "\ufe00" <= sign <= "\ufe0f"


def _named(words, missing):
    """The same with these signs given by their names, as in [waving hand sign]."""
    return _each(words, lambda text: "".join(_name(sign) if sign in missing else sign for sign in text))


def _name(sign):
    return f"[{unicodedata.name(sign, 'sign').lower()}]"


def _unescaped(found):
    """The signs in a text as the typesetter quotes it."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], found)


def _each(words, change):
    if isinstance(words, str):
        return change(words)
    if isinstance(words, list):
        return [_each(word, change) for word in words]
    if isinstance(words, dict):
        return {name: _each(word, change) for name, word in words.items()}
    return words
