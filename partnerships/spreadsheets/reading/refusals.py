"""The one exception of this room."""


class ImportRefused(Exception):
    """The file cannot be imported. Its text is for the person: what the file is, and what to do about it."""
