def can_take_back(user, batch):
    """Undo an import, or throw its file away: whoever made it, and administrators."""
    return user.is_administrator or (user.keeps_directory and batch.uploaded_by_id == user.pk)
