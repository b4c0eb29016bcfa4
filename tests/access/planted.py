"""Mark-up and code of templates in every text of every row, whatever model it is of."""

from django.apps import apps
from django.db import models

from .canary import FLOORS, KEYS, texts_of

MARK_UP, ESCAPED = "<b id=w7>", "&lt;b id=w7"
TEMPLATE, TYPST, RUN = "{{1234567|add:1}}", "#(1111*1111)", ("1234568", "1234321")
SCRIPT = "javascript:w7()//"
# What the system finds rows by, decrypts with, or has written itself; people write none of it.
SYSTEM = KEYS | {
    "ActionLink.salt", "ActionLink.token_hash", "ActionLink.topic", "AgreementTemplate.slug", "Contact.time_zone",
    "Delivery.mail_html", "Heartbeat.name", "ImportBatch.columns", "ImportBatch.encoding", "ImportBatch.sha256",
    "OrganisationType.slug", "PutOff.kind", "Question.code", "RoundQuestion.kind", "Salt.salt", "SentForm.led_to",
    "Session.device", "Session.session_data", "Session.session_key", "SignIn.address_hash", "SignIn.browser_hash",
    "SignIn.name_hash", "SignIn.salt", "SignIn.token_hash", "TemplateSection.field", "User.password",
    "User.sessions_salt",
}  # fmt: skip
# Names in rows of JSON by which code finds its way; what stands beside them is somebody's words.
NAMES_OF_FIELDS = {"field", "fields"}


def models_of_the_house():
    """Every model, with its histories: Django admin shows those."""
    return [model for label in FLOORS for model in apps.get_app_config(label).get_models()]


def fields_of(model):
    """The texts in which somebody's words can be, and those of their histories."""
    of = model.instance_type if hasattr(model, "instance_type") else model
    return [field for field in texts_of(model) if f"{of.__name__}.{field.name}" not in SYSTEM]


def plant(*, addresses):
    """In every row there is. With `addresses` into e-mail addresses too, to which then no mail can go."""
    number = 0
    for model in models_of_the_house():
        fields = [field for field in fields_of(model) if addresses == isinstance(field, models.EmailField)]
        for row in model._base_manager.all() if fields else ():
            number += 1
            model._base_manager.filter(pk=row.pk).update(
                **{field.attname: _planted(getattr(row, field.attname), field, number) for field in fields}
            )
    return number


def _planted(value, field, number):
    if isinstance(field, models.JSONField):
        return _in_json(value, number)
    if isinstance(field, models.EmailField):
        return f"{MARK_UP}{number}@example.org"
    if isinstance(field, models.URLField):
        return f"{SCRIPT}{MARK_UP}{number}"
    parts = [MARK_UP, str(number), TEMPLATE, TYPST]
    room = field.max_length or 10_000
    while len("".join(parts)) > room:
        parts.pop()
    return "".join(parts)


def _in_json(value, number):
    if isinstance(value, str):
        return f"{MARK_UP}{number}{TEMPLATE}"
    if isinstance(value, list):
        return [_in_json(part, number) for part in value]
    if isinstance(value, dict):
        return {name: part if name in NAMES_OF_FIELDS else _in_json(part, number) for name, part in value.items()}
    return value


def faults_in(text, *, is_html):
    """What of it was run, stands there as mark-up, or was escaped once too often, which people see."""
    found = [word for word in RUN if word in text]
    seen = ESCAPED.replace("&", "&amp;") if is_html else ESCAPED
    found += [seen] if seen in text else []
    if is_html:
        found += [MARK_UP] if MARK_UP in text else []
        found += [f'{name}="{SCRIPT}' for name in ("href", "src", "action") if f'{name}="{SCRIPT}' in text]
    return found
