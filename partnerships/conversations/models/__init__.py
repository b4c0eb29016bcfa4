from .conversation import Conversation, ConversationAsk, ConversationLine
from .fit_review import FitReview, FitScore

__all__ = ["Conversation", "ConversationAsk", "ConversationLine", "FitReview", "FitScore"]
