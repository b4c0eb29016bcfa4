"""What an administrator writes in Django admin. Of everything that is not named here: nothing."""

# Added, changed and deleted: what the house offers to choose from.
FREE = {
    "OrganisationType", "Area", "AgreementTemplate", "TemplateSection", "TemplateRole", "TemplateCommitment",
    "TemplateMeasure", "TemplateMilestone", "RememberedColumn", "Question",
}  # fmt: skip
# Changed in these columns only, and never deleted.
CORRECTED = {
    "User": {"email", "name", "role", "is_active", "sessions_salt"},
    "Partnership": {"name", "folded_name", "found_by", "need", "people_served", "area", "nation"},
    "Organisation": {
        "name", "name_key", "folded_name", "found_by", "type_id",
        "description", "strengths", "needs", "people_served", "address", "postcode",
        "phone", "email", "website", "ended_on", "notes",
    },
    "Contact": {
        "organisation_id", "name", "folded_name", "greeting",
        "job_title", "email", "phone", "preferred_channel", "time_zone",
        "from_on", "to_on",
    },
}  # fmt: skip
ADDED = FREE | {"User", "Organisation", "Contact"}
# Of the tries to sign in, old ones go by themselves too.
DELETED = FREE | {"Apart", "AccessAttempt", "AccessLog", "AccessFailureLog"}
