"""Names in capital letters, as registers write them, turned into names as people write them."""

import re

from .rule import Rule, squash, words

SMALL = set(words("a an and as at but by de for from in into of on or the to upon with"))
KEPT = set(
    words(
        "ADHD AIDS BAME BBC BME BSL CAB CAMHS CCG CIC CIO CQC CVS EAL ESOL EU FC GB GM GMCA GP GPS HIV ICB ICS IT LEA "
        "LGBT LGBTQ LGBTQI LGBTQIA LLP MCC NHS OAP PCC PE PHAB PLC PSA PTA PTFA RAF RC RDA RFC RNIB RNID RNLI RSPB "
        "RSPCA SEN SEND TV UK USA VCSE WI YMCA YWCA"
    )
)
SPOKEN = set(words("BY CWM DR JR LTD MR MRS MS MY PT RD SR ST STS WHY"))
ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(IX|IV|V?I{0,3})")
ORDINAL = re.compile(r"(\d+)(ST|ND|RD|TH|S)")
# Initials with spaces or full stops between them are one word: Y W C A, P.T.A.
WORD = re.compile(r"\b[A-Z](?: [A-Z]\b)+|(?:[^\W_]\.){2,}(?:[^\W_]\b)?|[^\W_]+(?:['’][^\W_]+)*\.?")
MC = re.compile(r"MC[B-DF-HJ-NP-TV-Z][A-Z]{3,}")


def is_shouted(name):
    """Whether a name is all in capital letters, and long enough for that to be no acronym."""
    letters = [character for character in name if character.isalpha()]
    return len(letters) > 5 and name == name.upper() and name != name.lower()


def calm(name):
    """A shouted name with capitals where people put them; any other name as it is.

    >>> calm("THE FRIENDS OF ST ANN'S HOSPICE (UK) CIC")
    "The Friends of St Ann's Hospice (UK) CIC"
    """
    if not is_shouted(name):
        return name
    known = _initials(name) | KEPT
    calmer, end = [], 0
    for match in WORD.finditer(name):
        between = name[end : match.start()]
        is_first = not end or bool(re.search(r"[(:/]|[-–—]\s|\.\s", between))
        calmer += [between, _calm_word(match[0], known, is_first=is_first)]
        end = match.end()
    return "".join(calmer) + name[end:]


def _initials(name):
    """What the name's own words abbreviate to: (BCIM) after Body of Christ International Ministries."""
    words = re.findall(r"[A-Z]+", name)
    large = [word for word in words if word.casefold() not in SMALL]
    runs = set()
    for group in (words, large):
        letters = "".join(word[0] for word in group)
        runs |= {letters[start:end] for start in range(len(letters)) for end in range(start + 3, start + 9)}
    return {word for word in words if word in runs and len(word) > 2}


def _calm_word(word, known, *, is_first):
    bare = word.rstrip(".")
    if ordinal := ORDINAL.fullmatch(bare):
        return word.lower() if ordinal[2] != "S" else f"{ordinal[1]}s{word[len(bare) :]}"
    if bare in known or ROMAN.fullmatch(bare) or _is_abbreviation(bare):
        return word
    if bare.lower() in SMALL and not is_first:
        return word.lower()
    if MC.fullmatch(bare):
        return f"Mc{word[2:].capitalize()}"
    return _after_apostrophe(word)


def _is_abbreviation(bare):
    """Letters that nobody can say as a word, initials, and anything with a number in it."""
    if bare in SPOKEN:
        return False
    is_unspeakable = len(bare) <= 5 and bare.isascii() and not re.search(r"[AEIOUY]", bare)
    return is_unspeakable or bool(re.search(r"[\d. ]", bare))


def _after_apostrophe(word):
    """Mayor's and Boys', but O'Brien and L'Oréal."""
    first, *rest = re.split(r"(['’])", word)
    calmer = [first.capitalize()]
    for part in rest:
        calmer.append(part.lower() if len(part.rstrip(".")) <= 2 else part.capitalize())
    return "".join(calmer)


def _mend(name):
    calmer = calm(name)
    return [(calmer, "Capital letters only where people put them")] if calmer != name else []


NAME_RULE = Rule(squash, bool, _mend, "“{}” is not a name.".format, 255)
