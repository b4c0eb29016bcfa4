"""Small words that several sentences use."""


def short(text, length=90):
    """The first words of a text, for one line."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


def days(delta):
    return "1 day" if delta.days == 1 else f"{delta.days} days"


def ago(day, today):
    return {0: "today", 1: "yesterday"}.get((today - day).days, f"{days(today - day)} ago")
