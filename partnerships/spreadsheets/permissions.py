def can_handle(user, batch):
    """Take a file into the directory, throw it away, or undo what it did: whoever brought it, and administrators."""
    return user.is_administrator or (user.keeps_directory and batch.uploaded_by_id == user.pk)
