from ..pages.admin import register
from . import models

register(
    models.NeedNote,
    list_display=["learnt", "partnership", "source", "told_by", "learnt_on"],
    list_filter=["source"],
    search_fields=["learnt", "told_by", "partnership__name"],
)

register(
    models.WantedBody,
    list_display=["__str__", "partnership", "type", "membership"],
    list_filter=["type"],
    search_fields=["name", "type__name", "partnership__name"],
)

register(
    models.Involvement,
    list_display=["who", "stage", "level", "partnership", "noted_on"],
    list_filter=["stage", "level"],
    search_fields=["who", "words", "partnership__name"],
)
