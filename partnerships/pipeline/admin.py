from ..pages.admin import register
from . import models

register(
    models.Stance,
    list_display=["membership", "influence", "interest", "noted_on", "noted_by"],
    list_filter=["influence", "interest", "noted_on"],
    search_fields=["membership__organisation__name", "membership__partnership__name", "why"],
)

register(
    models.TrustedPerson,
    list_display=["name", "role", "partnership", "buy_in"],
    list_filter=["buy_in"],
    search_fields=["name", "role", "partnership__name"],
)

register(
    models.BuyIn,
    list_display=["trusted_person", "answer", "heard_by", "heard_on"],
    list_filter=["answer", "heard_on"],
    search_fields=["trusted_person__name", "words", "heard_by"],
)
