"""From a SafeTable to what a page draws: one chart for each kind of scale, and the words."""

from ..rounds.models import Question

TITLES = {
    Question.Kind.AGREE: "How far people agree",
    Question.Kind.FACES: "What people told us",
}
HIDDEN = "hidden: too few answers"
# As many questions as a sentence names.
NAMED = 2


def charts(table):
    """Charts for templates/_chart.html, one for each kind of scale in the table."""
    found = []
    for kind, title in TITLES.items():
        rows = [row for row in table.rows if row.kind == kind]
        if rows:
            found.append(_chart(kind, title, rows))
    return found


def words(table):
    """(question, words or None when hidden) for the questions answered in people's own words."""
    return [(row.question, row.words) for row in table.rows if row.kind == Question.Kind.WORDS]


def _chart(kind, title, rows):
    data = [
        {"label": row.question, "counts": row.cells and list(row.cells), "n": row.n,
         "note": HIDDEN if row.is_hidden else "hidden"}
        for row in rows
    ]  # fmt: skip
    return {
        "id": f"results-{kind}",
        "kind": "distribution",
        "title": title,
        "summary": _summary(rows),
        "data": {"scale": list(rows[0].labels), "rows": data},
        "table": {"head": ["Question", *rows[0].labels, "Answers"], "rows": [_cells(row) for row in rows]},
    }


def _cells(row):
    if row.is_hidden:
        return [row.question, *["–"] * len(row.labels), HIDDEN]
    return [row.question, *("hidden" if cell is None else cell for cell in row.cells), row.n]


def _summary(rows):
    """Where most agree and where fewest do, in whole per cent of those who answered; equal ones are called a tie."""
    shares = {row.question: share for row in rows if (share := _share_of_top(row)) is not None}
    if not shares:
        return "The numbers that may be shown do not say where most people agree."
    most, fewest = max(shares.values()), min(shares.values())
    among = "" if len(shares) == len(rows) else "Of the questions whose numbers show: "
    if most == fewest and len(shares) > 1:
        return f"{among}{most} % agree, a tie between all {len(shares)} questions."
    best = f"most agree with {_named(shares, most)}: {most} % of those who answered"
    if len(shares) == 1:
        return f"Only one question can be compared: {most} % agree with “{next(iter(shares))}”."
    sentence = f"{best}; fewest with {_named(shares, fewest)}: {fewest} %."
    return among + sentence if among else sentence[0].upper() + sentence[1:]


def _named(shares, share):
    """The questions with this share: “A”, or “A” and “B” (a tie), or how many tie."""
    tied = [question for question, its in shares.items() if its == share]
    names = " and ".join(f"“{question}”" for question in tied)
    return names if len(tied) == 1 else f"{names} (a tie)" if len(tied) <= NAMED else f"{len(tied)} questions (a tie)"


def _share_of_top(row):
    """The per cent that say yes: the top of three faces, the top two of five. None where one of those is hidden."""
    top = (row.cells or [None])[-1 if row.kind == Question.Kind.FACES else -2 :]
    return None if None in top else round(100 * sum(top) / row.n)
