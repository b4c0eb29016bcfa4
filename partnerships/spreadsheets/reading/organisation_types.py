"""Which kind of body a row is about, by the words of its type column or by what else the row says."""

import re

TYPES = {
    "health-and-social-care": "Health and social care provider",
    "local-government": "Local government",
    "charity": "Charity or non-profit",
    "faith-group": "Faith group",
    "education": "Education",
    "business": "Business",
    "volunteers-and-community": "Volunteers and community members",
}


def _words(*patterns):
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


# In this order: the first that fits a type column decides.
TYPE_WORDS = [
    ("faith-group", _words("faith", "religious", "church", "mosque", "synagogue", "temple", "place of worship")),
    (
        "health-and-social-care",
        _words(
            *[
                "nursing",
                "residential",
                "care homes?",
                "home ?care",
                "supported living",
                "social care",
                "nhs",
                "health",
            ],
            *["hospital", "hospice", "gp", "general practice", "dentists?", "pharmac(?:y|ies)", "clinic", "medical"],
        ),
    ),
    (
        "local-government",
        _words(
            *["council", "local authority", "local government", "unitary", "unitary authority", "borough", "district"],
            *["combined authority", "county", "metropolitan", "strategic regional authority", "ni district"],
        ),
    ),
    (
        "education",
        _words(
            "schools?", "academy", "academies", "college", "university", "nursery", "education(?:al)?", "sixth form"
        ),
    ),
    (
        "volunteers-and-community",
        _words("volunteers?", "community group", "residents?", "community members?", "unincorporated association"),
    ),
    (
        "charity",
        _words(
            *[
                "charit(?:y|able).*",
                "cio",
                "scio",
                "trust",
                "non-?profit",
                "not for profit",
                "voluntary",
                "vcse",
                "vcfse",
            ],
            *["community interest company", "cic", "foundation", "social enterprise"],
        ),
    ),
    ("business", _words("business", "compan(?:y|ies)", "private", "limited", "ltd", "plc", "llp", "sole trader")),
]

COUNCIL = re.compile(
    r"\b(?:(?:borough|city|county|district|metropolitan|town|parish|islands|region(?:al)?)\s+council|council$|"
    r"london borough of|royal borough of|combined (?:county )?authority|^greater london authority$|"
    r"city of london corporation|^council of the\b|^comhairle)",
    re.IGNORECASE,
)
NOT_A_COUNCIL = _words("scouts?", "guides?", "church", "youth", "sports?", "community council", "churches", "mosques")
FAITH = _words(
    *["church", "churches", "chapel", "mosque", "masjid", "jamia", "temple", "synagogue", "gurdwara", "shul", "parish"],
    *[
        "diocese",
        "diocesan",
        "cathedral",
        "ministry",
        "ministries",
        "congregation",
        "christian",
        "methodist",
        "baptist",
    ],
    *["islamic", "muslim", "hebrew", "quaker", "evangelical", "christadelphian", "chabad", "kollel", "beis", "beth"],
    *["buddhist", "hindu", "sikh", "jain", "salvation army", "meditation centre", "gospel hall", "parochial"],
)
# A choir in a church, or the parents of a church school, are not the faith group itself.
BESIDE_FAITH = _words(
    *["schools?", "pta", "parents?", "teachers?", "friends of", "playgroup", "scouts?", "choir", "bell ringers"],
    *["preservation", "medical", "buildings?", "academy", "college"],
)
SCHOOL = re.compile(r"\b(?:school|academy|college|university|nursery)(?:\s+(?:limited|ltd|trust))?\s*$", re.IGNORECASE)
# Those who raise money for a school are not the school.
BESIDE_SCHOOL = _words("pta", "parents?", "friends of", "buddies of", "associations?")
HEALTH = _words(
    *["nhs", "surgery", "medical (?:centre|practice|group)", "health (?:centre|and wellbeing hub)", "group practice"],
    *["family practice", "general practice", "care home", "nursing home", "rest home", "residential home", "hospital"],
    *["hospice", "pharmacy", "dental practice", "clinic", "domiciliary care", "care centre"],
)
VOLUNTEERS = _words(
    *["scouts?", "guides?", "rotary", "lions club", "u3a", "women'?s institute", "residents'? association"],
    *["community association", "friends of", "pta", "allotments?", "support group", "self help"],
)
COMPANY = _words("ltd", "limited", "plc", "llp")
NON_PROFIT = _words("cic", "cio", "charity", "charitable", "foundation", "community interest")


def decide_type(text, values, types=TYPES):
    """(slug, where from): by the cell of a type column, else by the rest of the row, else ("", "").

    Registers write a legal form where we ask for the kind of body: "CIO" does not make a church anything but a church.
    """
    named, guessed = type_named(text, types), guess_type(values, types)
    is_legal_form = named in {"charity", "business"} and not _is_name_of(named, text, types)
    if named and not (is_legal_form and guessed in {"faith-group", "education"}):
        return named, "column"
    return (guessed, "evidence") if guessed else ("", "")


def _is_name_of(slug, text, types):
    return text.strip().casefold() in {slug.casefold(), types[slug].casefold()}


def type_named(text, types=TYPES):
    """The slug that a cell of a type column stands for, or None. `types` is {slug: name}, as the directory has them."""
    plain = text.strip().casefold()
    exact = next((slug for slug in types if _is_name_of(slug, text, types)), None)
    if exact:
        return exact
    # "Nursing homes|Residential homes": the publisher's first word counts.
    first = plain.replace("-", " ").split("|")[0]
    return next((slug for slug, words in TYPE_WORDS if slug in types and words.search(first)), None)


def guess_type(values, types=TYPES):
    """The slug that the rest of a row gives evidence for, or None when it gives none: nobody is put in a drawer."""
    slug = _by_register(values) or _by_name(values.get("name", ""))
    return slug if slug in types else None


def _by_register(values):
    name = values.get("name", "")
    if values.get("cqc_id") or values.get("ods_code"):
        return "health-and-social-care"
    if values.get("gss_code"):
        return "local-government"
    if values.get("charity_number") or values.get("company_number", "").startswith(("CE", "CS")):
        if _is_faith_group(name):
            return "faith-group"
        return "education" if _is_school(name) else "charity"
    return None


def _is_school(name):
    return bool(SCHOOL.search(name)) and not BESIDE_SCHOOL.search(name)


def _is_faith_group(name):
    return bool(FAITH.search(name)) and not BESIDE_FAITH.search(name)


def _by_name(name):
    if COUNCIL.search(name) and not NOT_A_COUNCIL.search(name):
        return "local-government"
    if HEALTH.search(name):
        return "health-and-social-care"
    if _is_faith_group(name):
        return "faith-group"
    if _is_school(name):
        return "education"
    if NON_PROFIT.search(name):
        return "charity"
    if VOLUNTEERS.search(name):
        return "volunteers-and-community"
    return "business" if COMPANY.search(name) else None
