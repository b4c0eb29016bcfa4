"""The name under which Django looks for our sessions: settings.SESSION_ENGINE."""

from .models import SessionStore

__all__ = ["SessionStore"]
