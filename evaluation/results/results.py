"""From a SafeTable to what a page draws: one chart for each kind of scale, and the words."""

from ..rounds.models import Question

TITLES = {
    Question.Kind.AGREE: "How far people agree",
    Question.Kind.FACES: "What people told us",
}
HIDDEN = "hidden: fewer than {threshold} answers"


def charts(table):
    """Charts for templates/_chart.html, one for each kind of scale in the table."""
    found = []
    for kind, title in TITLES.items():
        rows = [row for row in table.rows if row.kind == kind]
        if rows:
            found.append(_chart(kind, title, rows, table.threshold))
    return found


def words(table):
    """(question, words or None when hidden) for the questions answered in people's own words."""
    return [(row.question, row.words) for row in table.rows if row.kind == Question.Kind.WORDS]


def _chart(kind, title, rows, threshold):
    note = HIDDEN.format(threshold=threshold)
    data = [
        {"label": row.question, "counts": list(row.distribution.counts) if row.distribution else None,
         "note": note if row.is_hidden else None}
        for row in rows
    ]  # fmt: skip
    return {
        "id": f"results-{kind}",
        "kind": "distribution",
        "title": title,
        "summary": _summary(rows, note),
        "data": {"scale": list(rows[0].labels), "rows": data},
        "table": {"head": ["Question", *rows[0].labels, "Answers"], "rows": [_cells(row, note) for row in rows]},
    }


def _cells(row, note):
    if row.is_hidden:
        return [row.question, *["–"] * len(row.labels), note]
    return [row.question, *row.distribution.counts, row.distribution.n]


def _summary(rows, note):
    """One sentence: where most agree, and how many questions are hidden."""
    shown = [row for row in rows if not row.is_hidden]
    if not shown:
        return f"Every question is {note}."
    best = max(shown, key=_share_of_top)
    said = f"Most agree with “{best.question}”: {round(100 * _share_of_top(best))} % of those who answered."
    hidden = len(rows) - len(shown)
    return f"{said} {hidden} {'question is' if hidden == 1 else 'questions are'} {note}." if hidden else said


def _share_of_top(row):
    """The share of the answers that say yes: the top of three faces, the top two of five."""
    spread = row.distribution
    return spread.shares[-1] if row.kind == Question.Kind.FACES else spread.top_two / spread.n
