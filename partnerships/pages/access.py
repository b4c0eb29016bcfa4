from django.core.exceptions import PermissionDenied


def require(allowed):
    """403 for somebody who sees the row but may not do this."""
    if not allowed:
        raise PermissionDenied
