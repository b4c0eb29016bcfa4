"""The headers that publishers and people use for our fields, best first, as `columns.header_key` writes them."""

from ...directory.cleaning.rule import words

HEADERS = {
    "name": (
        "name|organisation name|organization name|org name|official name|charity name|company name|business name|"
        "service name|location name|practice name|school name|establishment name|registered name|full name|"
        "legal name|organisation|organization|charity|company|agency|group|group name|supplier name|provider name|"
        "trading name|known as|nice name|display name"
    ),
    "type": (
        "type|organisation type|organization type|org type|type of organisation|kind|category|sector|"
        "local authority type name|authority type|service type|provider type|establishment type|type name|"
        "organisation category|legal form|local authority type"
    ),
    "description": (
        "description|what it does|what we do|what they do|activities|about|about us|summary|purpose|charitable objects|"
        "objects|aims|mission|services|services offered|service description|details"
    ),
    "address": (
        "address|street address|full address|postal address|correspondence address|address lines|address line 1|"
        "address 1|address1|street"
    ),
    "postcode": "postcode|post code|postal code|pcode|zip code|zip|address postcode|postcodes",
    "area": (
        "area name|area|area served|area of benefit|areas served|local authority|local authority name|borough|"
        "district|council area|la name|lad name|locality|ward name|ward|town|city|town city|county|region|"
        "geographical area|place"
    ),
    "area_code": (
        "area code|area gss code|local authority code|local authority district code|lad code|la code|"
        "ons code|ons area code|ward code|lad23cd|lad22cd|lad21cd|lad20cd|lad19cd|gss code|gss"
    ),
    "phone": (
        "phone|telephone|tel|phone number|telephone number|tel no|tel number|telephone no|phone no|contact number|"
        "landline|main phone|mobile|mobile number|mobile phone"
    ),
    "email": "email|e mail|email address|e mail address|mail|emails|main email|enquiries email",
    "website": (
        "website|web|web address|website address|web site|url|website url|homepage|home page|webpage|web page|site|www"
    ),
    "charity_number": (
        "charity number|registered charity number|charity no|registered charity no|charity registration number|"
        "charity reg number|charity reg no|charity registration no|reg charity no|charity commission number|"
        "charity id|charitynumber|oscr number|scottish charity number"
    ),
    "company_number": (
        "company number|company registration number|companies house number|company no|company reg number|"
        "company reg no|company registration no|registered company number|companies house no|company house number|"
        "companies house id|crn"
    ),
    "cqc_id": (
        "cqc id|cqc location id|location id|cqc number|cqc registration number|cqc identifier|cqc provider id|"
        "cqc location number|cqc"
    ),
    "ods_code": (
        "ods code|ods|ods organisation code|practice code|nacs code|organisation code|org code|nhs code|ods id"
    ),
    "uprn": "uprn|unique property reference number|property reference",
    "gss_code": "gss code|gss|council gss code|council code|ons gss code|gss id",
    "contact_name": (
        "contact name|contact|contact person|main contact|main contact name|key contact|named contact|lead contact|"
        "primary contact|primary contact name|name of contact|contact full name|head teacher|headteacher|"
        "registered manager|manager"
    ),
    "contact_email": (
        "contact email|contact e mail|contact email address|email of contact|main contact email|key contact email|"
        "primary contact email|contact person email"
    ),
    "contact_phone": (
        "contact phone|contact telephone|contact tel|contact phone number|contact telephone number|contact mobile|"
        "main contact phone|key contact phone|primary contact phone|contact person phone"
    ),
    "greeting": "how to greet|greeting|salutation|dear|how to greet them|greet as",
    "strengths": (
        "strengths|strengths offered|strength|offers|what they offer|what we offer|can offer|skills|resources|assets"
    ),
    "needs": "needs|what it needs|what they need|what we need|need|support needed|help wanted|looking for",
    "people_served": (
        "people served|population served|populations served|who they help|who we help|beneficiaries|beneficiary group|"
        "client group|client groups|target group|target groups|service users|specialisms|age group"
    ),
    "ended_on": (
        "ended on|end date|ended|closed on|closed|closed date|close date|date closed|closing date|closure date|"
        "date of removal|date of closure|ceased on"
    ),
    "notes": "notes|note|comments|comment|remarks|other information|additional information|further information",
}

SYNONYMS = {field: headers.split("|") for field, headers in HEADERS.items()}

# Words that say whose column it is rather than what is in it.
NOISE_WORDS = set(
    words(
        "charity charities organisation organisations organization org recipient registered reg contact main primary "
        "the of our your their practice school establishment location care service group company business partner "
        "member public official venue site head office"
    )
)
# Words that carry the meaning for these fields. A contact's name is a person's, never the organisation's.
KEPT_WORDS = {
    "name": {"contact", "head", "service"},
    "type": {"contact"},
    "charity_number": {"charity", "registered", "reg"},
    "company_number": {"company", "registered", "reg"},
    "cqc_id": {"location"},
    "ods_code": {"practice", "organisation", "org"},
    "contact_name": {"contact", "head"},
    "contact_email": {"contact"},
    "contact_phone": {"contact"},
    "website": {"contact"},
    "ended_on": {"of", "location"},
}
