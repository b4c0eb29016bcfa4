from ..pages.admin import register
from . import models

register(
    models.Conversation,
    list_display=["membership", "held_on", "state", "ours_at", "theirs_at"],
    list_filter=["state"],
    search_fields=["membership__organisation__name", "membership__partnership__name"],
    list_select_related=["membership__organisation", "membership__partnership"],
)

register(
    models.ConversationLine,
    list_display=["words", "conversation", "side", "prompt", "is_common"],
    list_filter=["side", "prompt", "is_common"],
    search_fields=["words", "conversation__membership__organisation__name"],
    list_select_related=["conversation__membership__organisation"],
)

register(
    models.ConversationAsk,
    list_display=["contact", "conversation", "asked_at", "asked_by"],
    list_filter=["asked_at"],
    search_fields=["contact__name", "conversation__membership__organisation__name"],
    list_select_related=["contact", "conversation__membership__organisation", "asked_by"],
)

register(
    models.FitReview,
    list_display=["membership", "by", "submitted_at"],
    list_filter=["submitted_at"],
    search_fields=["membership__organisation__name", "by__name", "by__email"],
    list_select_related=["membership__organisation", "membership__partnership", "by"],
)

register(
    models.FitScore,
    list_display=["statement", "score", "review"],
    list_filter=["statement", "score"],
    search_fields=["comment", "review__membership__organisation__name"],
    list_select_related=["review__by", "review__membership__organisation"],
)
