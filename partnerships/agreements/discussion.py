"""What was said about a version, part by part: comments with their replies, questions with their answers."""

from dataclasses import dataclass, field

from django.forms import Form

from .models import AgreementQuestion, Comment
from .models.question import PARTS, WHOLE


@dataclass
class Talk:
    """About one part of one version."""

    part: str
    title: str
    questions: list[AgreementQuestion] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    # Where the reader says more, if they may.
    form: Form | None = None

    @property
    def anchor(self):
        return f"talk-{self.part or 'whole'}"

    @property
    def count(self):
        return len(self.comments) + len(self.questions)

    @property
    def in_words(self):
        """2 questions and 1 comment."""
        counts = ((len(self.questions), "question"), (len(self.comments), "comment"))
        return " and ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count)

    @property
    def open_questions(self):
        return sum(question.is_open for question in self.questions)

    @property
    def is_unfolded(self):
        """Something here waits, or what was typed here needs another look."""
        return bool(
            self.open_questions or any(q.is_answered for q in self.questions) or (self.form and self.form.errors)
        )


def talks_of(questions, comments, *, form_for=None, sent=None):
    """{part: Talk} of every part, in the order of reading. `form_for(part)` makes the form of each, or None.

    `sent` is the form of one part that was sent and refused: it keeps its place, whatever may be said there now.
    """
    talks = {part: Talk(part, title, form=form_for and form_for(part)) for part, title in PARTS.items()}
    if sent:
        talks[sent.part].form = sent
    for question in questions:
        talks.get(question.section, talks[WHOLE]).questions.append(question)
    for comment in comments:
        talks.get(comment.section, talks[WHOLE]).comments.append(comment)
    return talks


def left(talks, shown):
    """The Talks without a place among the parts that a page shows: about the agreement as a whole, and about parts that
    this version says nothing on."""
    elsewhere = [talk for part, talk in talks.items() if part not in shown]
    return [talk for talk in elsewhere if talk.count or (talk.form and (talk.part == WHOLE or talk.form.is_bound))]
