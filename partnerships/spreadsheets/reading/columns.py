"""What the columns of a stranger's spreadsheet mean: by their headers, by what people said before, by their content."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from ...directory.cleaning.clean import RULES, clean
from .synonyms import KEPT_WORDS, NOISE_WORDS, SYNONYMS


@dataclass(frozen=True, slots=True)
class Field:
    """A field of ours that a column can be mapped to, in the words of the mapping page."""

    label: str
    help: str


FIELDS = {
    "name": Field("Name", "What the organisation is called. Every row needs one."),
    "type": Field("Type", "The kind of body: charity, school, care home, council and so on."),
    "description": Field("What it does", "Its activities, in a sentence or two."),
    "address": Field("Address", "Street and town, in one column."),
    "postcode": Field("Postcode", "A UK postcode, such as M33 6RX."),
    "area": Field("Area served", "The borough, district or region, by name."),
    "area_code": Field("Area code", "The ONS code of that area, such as E08000009."),
    "phone": Field("Phone", "The organisation's own number."),
    "email": Field("E-mail address", "The organisation's own address."),
    "website": Field("Website", "Its address on the web."),
    "charity_number": Field("Charity number", "From the charity register: six or seven digits, SC0… or NIC1…."),
    "company_number": Field("Company number", "From Companies House: eight characters."),
    "cqc_id": Field("CQC id", "From the Care Quality Commission, such as 1-466088203."),
    "ods_code": Field("ODS code", "The NHS organisation code, such as P91016."),
    "uprn": Field("UPRN", "The unique number of its property."),
    "gss_code": Field("Council GSS code", "The ONS code of a council itself. For an area served, choose Area code."),
    "contact_name": Field("Contact: name", "The person to talk to."),
    "contact_email": Field("Contact: e-mail address", "That person's own address."),
    "contact_phone": Field("Contact: phone", "That person's own number."),
    "greeting": Field("Contact: greeting", "What stands after “Dear”, such as Rev. Okafor or Grace."),
    "strengths": Field("Strengths offered", "What the organisation can give or do well."),
    "needs": Field("Needs", "What the organisation is looking for."),
    "people_served": Field("People served", "Whom it works for."),
    "ended_on": Field("Closed on", "The day it closed, if it has."),
    "notes": Field("Notes", "Anything else worth keeping; only those who see the directory read it."),
}

REMEMBERED, EXACT, WITHOUT_NOISE, ALIKE, BY_CONTENT = 1000, 200, 120, 70, 40
ENOUGH_ALIKE, HALF = 88, 0.5
# Fields of a word or a name: an e-mail address, a number or a web page is none.
SHORT = {"name", "type", "area", "contact_name", "greeting", "people_served"}
# Fields whose content has a shape, so that it can speak against a header, or for a column without a telling one.
SHAPED = {field for field, rule in RULES.items() if not rule.is_valid("no such value")}
TELLING = {
    "postcode": re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\s*", re.IGNORECASE),
    "email": re.compile(r"\S+@\S+\.\S+"),
    "cqc_id": re.compile(r"1-\d{6,12}"),
    "website": re.compile(r"(https?://|www\.)\S+", re.IGNORECASE),
    "phone": re.compile(r"\s*(\+44|0)[\d ]{9,13}"),
    "charity_number": re.compile(r"\d{6,7}|SC0\d{5}"),
}
LETTERED = re.compile(r"Column [A-Z]{1,3}")
WORDY = re.compile(r"[^@]*[^\W\d_]{3}")
STREET = re.compile(r"\s*((unit|flat|suite)\b|\d+[a-z]?,? [^\W\d_]{3})", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?")


def header_key(header):
    """A header as it is remembered and compared: lower-case words, without the ways of joining them.

    >>> header_key("Charity_ContactPhone "), header_key("E-mail"), header_key("featureNum")
    ('charity contact phone', 'e mail', 'feature num')
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", header) if not unicodedata.combining(char))
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return " ".join(re.findall(r"[^\W_]+", parted.casefold()))[:200].strip()


def set_key(headers):
    """What stands for this set of headers, whatever their order: 64 hexadecimal digits."""
    return hashlib.sha256("\n".join(sorted(map(header_key, headers))).encode()).hexdigest()


def guess(headers, samples=None, remembered=None):
    """{header: field or None}, every field at most once.

    `samples` is {header: values} (`Sheet.samples()`). `remembered` is {header_key: field}, an empty field meaning
    that somebody left this column out on purpose. It goes before what a header says, but not before content that says
    otherwise, and it never takes away the only column of names.
    """
    samples, remembered = samples or {}, remembered or {}
    claims = []
    for position, header in enumerate(headers):
        key = header_key(header)
        values = samples.get(header, ())
        if key in remembered and _still_holds(remembered[key], key, values):
            claims += [(REMEMBERED, -position, remembered[key])] if remembered[key] in FIELDS else []
            continue
        claims += [(score, -position, field) for field in FIELDS if (score := _score(field, key, values))]
    columns = dict.fromkeys(headers)
    for _, position, field in sorted(claims, reverse=True):
        header = headers[-position]
        if columns[header] is None and field not in columns.values():
            columns[header] = field
    _name_without_headers(columns, samples)
    if remembered and "name" not in columns.values():
        without = guess(headers, samples)
        columns.update({header: field for header, field in without.items() if field == "name"})
    return _without_nameless_contact(columns, {header for header in headers if header_key(header) in remembered})


def _still_holds(field, key, values):
    """Whether what was remembered of a column is not spoken against by what stands in it now."""
    if field in FIELDS:
        return _fit(field, values) != 0
    return not any(_speaks_for_itself(other, key, values) for other in FIELDS)


def _name_without_headers(columns, samples):
    """Where no header says anything, the first column of words is the name, and one that starts with numbers before a
    street the address. Changes `columns`."""
    if not all(LETTERED.fullmatch(header) for header in columns):
        return
    free = [header for header, field in columns.items() if field is None]
    wordy = [header for header in free if _share(WORDY, samples.get(header, ())) > 0.8]
    streets = [header for header in wordy if _share(STREET, samples.get(header, ())) > 0.5]
    columns.update(dict.fromkeys(streets[:1], "address"))
    columns.update(dict.fromkeys([header for header in wordy if header not in streets][:1], "name"))


def _share(pattern, values):
    return sum(bool(pattern.match(value[:200])) for value in values) / len(values) if values else 0


def _without_nameless_contact(columns, decided):
    """A "contact e-mail" without a contact's name is the organisation's own."""
    if "contact_name" in columns.values():
        return columns
    for header, field in columns.items():
        own = {"contact_email": "email", "contact_phone": "phone"}.get(field)
        if own and own not in columns.values() and header not in decided:
            columns[header] = own
    return columns


def is_known_header(text):
    """Whether a cell reads like one of the headers we know; used to find the header row."""
    return _known(header_key(text)) if len(text) <= 80 else False


def is_telling(cells):
    """Whether a row holds a postcode, an address or a number, as no row of headers does."""
    shapes = [TELLING[field] for field in ("postcode", "email", "website", "phone")]
    return any(shape.fullmatch(cell.strip()) for cell in cells if 4 < len(cell) <= 200 for shape in shapes)


@lru_cache(maxsize=2_000)
def _known(key):
    return any(_score_header(field, key, is_exact=True) for field in FIELDS)


def _score(field, key, values):
    """How strongly this column claims the field; 0 for not at all."""
    score = _score_header(field, key)
    fit = _fit(field, values)
    if score:
        return 0 if fit == 0 or (field == "website" and _is_one_host(values)) else score
    return BY_CONTENT if _speaks_for_itself(field, key, values) else 0


def _score_header(field, key, *, is_exact=False):
    synonyms = SYNONYMS[field]
    if key in synonyms:
        return EXACT - synonyms.index(key)
    short = " ".join(word for word in key.split() if word not in NOISE_WORDS or word in KEPT_WORDS.get(field, ()))
    if short in synonyms:
        return WITHOUT_NOISE - synonyms.index(short)
    if is_exact or len(key) < 5 or field == "ended_on":
        return 0
    return ALIKE if any(fuzz.ratio(key, word) >= ENOUGH_ALIKE for word in synonyms if len(word) > 4) else 0


def _fit(field, values):
    """The share of values that could be this field; None when there are too few to tell."""
    if field in SHAPED:
        if len(values) < 3:
            return None
        if field == "gss_code" and len(set(values)) < len(values):
            return 0
        return sum(clean(field, value).problem is None for value in values) / len(values)
    if field in SHORT and max(_share(TELLING[other], values) for other in ("email", "phone", "website")) >= HALF:
        return 0
    numbers = sum(bool(NUMBER.fullmatch(value.strip())) for value in values)
    return (len(values) - numbers) / len(values) if values else None


def _speaks_for_itself(field, key, values):
    pattern = TELLING.get(field)
    if not pattern or len(values) < 3 or (field == "website" and _is_one_host(values)):
        return False
    if field == "charity_number" and not {"charity", "registered", "registration", "reg"} & set(key.split()):
        return False
    # What is called a contact is a person, or a way to reach one.
    enough = HALF if key in SYNONYMS["contact_name"] else 0.8
    return sum(bool(pattern.fullmatch(value)) for value in values) >= enough * len(values)


def _is_one_host(values):
    """Many pages of one site are a register's pages about these organisations, not their own websites."""
    hosts = set()
    for value in values:
        try:
            hosts.add(urlsplit(value if "//" in value else f"//{value}").hostname)
        except ValueError:
            hosts.add(value)
    return len(values) > 2 and len(hosts) == 1 and None not in hosts
