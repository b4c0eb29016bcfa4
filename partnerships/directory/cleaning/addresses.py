"""E-mail addresses and web addresses."""

import re

from .rule import INTO_NOTES, Rule, squash, steps

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
TOP = r"(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])"
HOST = rf"(?:{LABEL}\.)+{TOP}"
ATOM = r"[a-z0-9!#$%&'*+/=?^_`{}|~-]+"
EMAIL = re.compile(rf"(?=.{{6,254}}$){ATOM}(?:\.{ATOM})*@{HOST}", re.IGNORECASE | re.ASCII)
WEBSITE = re.compile(rf"https?://({HOST})(?::\d{{2,5}})?(?:[/?#][^\s<>\"`\\]*)?", re.IGNORECASE | re.ASCII)
BARE = re.compile(rf"{HOST}(?::\d{{2,5}})?(?:[/?#]\S*)?", re.IGNORECASE | re.ASCII)
SCHEME = re.compile(r"(?!https?:)(?!www)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
WEB_LABEL = re.compile(r"^(?:web(?:site)?|url)\s*:\s*", re.IGNORECASE)
SEVERAL = re.compile(r"[\s,;|<>()\"]+|/(?=\S+@)")


def is_email(text):
    """Whether this is one e-mail address and nothing else."""
    return bool(EMAIL.fullmatch(text))


def is_website(text):
    """Whether this is one complete address on the web."""
    found = WEBSITE.fullmatch(text)
    return bool(found) and len(found[1]) <= 253


def _first_email(text):
    return next((part for part in SEVERAL.split(text) if is_email(part)), text)


def _mend_email(text):
    mended = steps(
        text,
        is_email,
        (lambda found: re.sub(r"^(mailto|e-?mail)\s*:\s*", "", found, flags=re.IGNORECASE), "Only the address kept"),
        (lambda found: found.strip(" .,;:<>()'\""), "Punctuation around the address taken off"),
        (lambda found: re.sub(r"\s*@\s*", "@", found), "Spaces inside the address taken out"),
    )
    if mended:
        return mended
    count = sum(is_email(part) for part in SEVERAL.split(text))
    what = "the first of several addresses" if count > 1 else "the address"
    return steps(text, is_email, (_first_email, f"Only {what} kept{INTO_NOTES}"))


def _problem_email(text):
    return f"“{text}” is not an e-mail address."


def _fix_scheme(text):
    """http//www…, http:/www… and htpp://www…, each seen in the wild."""
    return re.sub(r"^(?:h?ttp|htpp|htp|hhttp)(s?)[:;/]{1,4}(?=[a-z0-9])", r"http\1://", text, flags=re.IGNORECASE)


def _has_other_scheme(text):
    """javascript:, data:, ftp: and the like, which a link must never carry."""
    return bool(SCHEME.match(WEB_LABEL.sub("", _fix_scheme(text))))


def _small_host(text):
    return re.sub(rf"^{HOST}", lambda match: match[0].lower(), text, flags=re.IGNORECASE | re.ASCII)


def _add_scheme(text):
    return f"https://{_small_host(text)}" if BARE.fullmatch(text) and "@" not in text.partition("/")[0] else text


def _first_website(text):
    parts = re.split(r"[\s,;|<>\"]+", text)
    return next((part for part in parts if is_website(part) or BARE.fullmatch(part)), text) if len(parts) > 1 else text


def _mend_website(text):
    return steps(
        text,
        is_website,
        (lambda found: WEB_LABEL.sub("", found), "Only the address kept"),
        (_fix_scheme, "The beginning of the address corrected"),
        (lambda found: re.sub(r"^www,", "www.", found, flags=re.IGNORECASE), "The comma after www made a full stop"),
        (lambda found: re.sub(r"[.,;]+$", "", found), "Punctuation at the end taken off"),
        (_add_scheme, "https:// put in front"),
        (_first_website, f"Only the first of several addresses kept{INTO_NOTES}"),
        (_add_scheme, "https:// put in front"),
    )


def _problem_website(text):
    if is_email(text):
        return f"“{text}” is an e-mail address, not a website."
    if _has_other_scheme(text):
        return f"“{text}” is not a web page. Only addresses that start with http:// or https:// are kept."
    return f"“{text}” is not a web address."


EMAIL_RULE = Rule(squash, is_email, _mend_email, _problem_email, 254)
WEBSITE_RULE = Rule(squash, is_website, _mend_website, _problem_website, 400)
