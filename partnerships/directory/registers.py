"""The public registers that identifiers come from: how a number of each looks, and where anybody can look it up.

One home for the form, the admin, the imports and the page of an organisation. What a number looks like is checked;
whose it is, never: that is what the links are for.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from .cleaning.clean import clean


def _charity_page(number):
    if number.startswith("SC"):
        return f"https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number={number}"
    if number.startswith("NIC"):
        return f"https://www.charitycommissionni.org.uk/charity-details/?regid={number[3:]}&subid=0"
    charity, _, linked = number.partition("-")
    page = "https://register-of-charities.charitycommission.gov.uk/charity-details/"
    return f"{page}?regid={charity}&subid={linked or 0}"


def _charity_register(number):
    if number.startswith("SC"):
        return "Scottish Charity Register"
    if number.startswith("NIC"):
        return "Charity Commission for Northern Ireland"
    return "Charity Commission"


@dataclass(frozen=True)
class Register:
    """`field` is what imports call this number, with its rule in partnerships.imports.repairs.

    `name` and `page` say for one number which register it is in, and the address of its page there; without a page
    that stays where it is, the address is empty. `is_search`: it leads to the register's search, not to the number.
    """

    field: str
    hint: str
    name: Callable[[str], str]
    page: Callable[[str], str]
    is_search: bool = False


# Scheme of partnerships.models.Identifier → its register.
REGISTERS = {
    "charity": Register("charity_number", "Such as 1067000, SC012345 or NIC100123.", _charity_register, _charity_page),
    "company": Register(
        "company_number",
        "Eight characters, such as 01234567 or SC123456.",
        lambda number: "Companies House",
        lambda number: f"https://find-and-update.company-information.service.gov.uk/company/{number}",
    ),
    # Providers and locations share one shape, so that only the search finds both.
    "cqc": Register(
        "cqc_id",
        "Of the provider or the location, such as 1-466088203.",
        lambda number: "Care Quality Commission",
        lambda number: f"https://www.cqc.org.uk/search/all?query={number}",
    ),
    "ods": Register(
        "ods_code",
        "Such as P91016.",
        lambda number: "NHS Organisation Data Service",
        lambda number: "https://www.odsdatasearchandexport.nhs.uk/",
        is_search=True,
    ),
    "gss": Register(
        "gss_code",
        "Such as E08000009. For councils only.",
        lambda number: "Office for National Statistics",
        lambda number: f"https://statistics.data.gov.uk/id/statistical-geography/{number}",
    ),
    "uprn": Register("uprn", "Up to twelve digits.", lambda number: "", lambda number: ""),
}


def tidied(field, text):
    """The value as it is kept. Spaces and capitals are tidied; anything that would be a guess is asked back.

    `field` is one of partnerships.imports.repairs.RULES. Raises ValidationError that says how it should look.
    """
    found = clean(field, text)
    if found.problem:
        raise ValidationError(found.problem)
    if found.suggested != found.usable:
        raise ValidationError(f"Check “{text.strip()}”: did you mean {found.suggested}? {found.repairs[-1].why}.")
    return found.suggested


def suggested(field, text):
    """What we would make of it, guesses included; as it was typed when nothing helps."""
    return clean(field, text).suggested or text.strip()
