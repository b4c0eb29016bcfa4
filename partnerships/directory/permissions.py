def can_keep_directory(user):
    """Add, change and import organisations and contacts."""
    return user.keeps_directory
