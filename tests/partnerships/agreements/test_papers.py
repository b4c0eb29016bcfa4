"""The agreement as a PDF: tagged, with whatever people type, for those who may see the version."""

import re
import zlib

import pytest
from django.urls import reverse

from partnerships.agreements import pdf as papers
from partnerships.agreements.actions import versions
from partnerships.agreements.content import Content
from partnerships.agreements.waiting_for import signatures
from partnerships.models import Acceptance

from ...clock import NOW
from ...parts import words_on
from .amending import promise

ODD = "Dŵr #let x = 1 *bold* [link] $x$ <label> @ref `code` \\ // ~ \" ' 👋 👨‍👩‍👧 ♥️ 中文 שלום \u200b\x07 ]] ]"


def pdf_of(version):
    content = Content.of(version)
    signed = signatures([version], content.members)[version.pk]
    return papers.agreement_pdf(content, signed, today=NOW.date())


def insides(pdf):
    """Everything in a PDF that is not an image, unpacked."""
    found = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(found)


@pytest.fixture
def read(tmp_path):
    """The words of a PDF, as a screen reader gets them."""

    def read(pdf):
        path = tmp_path / "agreement.pdf"
        path.write_bytes(pdf)
        return " ".join(words_on(path).split())

    return read


def test_it_is_tagged_has_a_title_and_says_its_language(in_force):
    words = insides(pdf_of(in_force))
    assert words.startswith(b"%PDF-")
    for sign in (b"/MarkInfo", b"/StructTreeRoot", b"/DisplayDocTitle true", b"/Lang(en-GB)", b"/H1", b"pdfuaid"):
        assert sign in words, sign


def test_a_table_has_its_header_cells(in_force, host_membership):
    assert b"/TH" in insides(pdf_of(in_force))


def test_it_carries_the_words_and_who_said_yes(in_force, read):
    text = read(pdf_of(in_force))
    for words in (
        "Agreement of Pantry partnership", "Version 1. In force since 1 December 2026.", "Shared vision",
        "Nobody in Sale eats alone.", "Organisation Person Authority When Version", "Mina Patel",
        "1 December 2026 at 9:00am", in_force.text_hash[:16], "Page 1 of 1",
    ):  # fmt: skip
        assert words in text, words
    assert "Draft" not in text


def test_a_draft_says_that_it_is_one(draft, read, olu, browser_of):
    assert "Draft. Nobody has been asked to accept it" in read(pdf_of(draft))
    response = browser_of(olu).get(reverse("agreement-pdf", args=[draft.pk]))
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="agreement-pantry-partnership-version-1-draft.pdf"'
    )


def test_whatever_people_type_stays_text(draft, olu, host_membership, read, now):
    versions.write(version=draft, values={"vision": ODD, "goals": f"One\r\n\r\n{ODD}\n{ODD}"}, by=olu, now=now)
    promise(draft, host_membership, None, ODD, olu, now)
    draft.agreement.partnership.name = f"Pantry {ODD}"
    text = read(pdf_of(draft))
    for words in ("Dŵr #let x = 1 *bold* [link] $x$ <label> @ref `code` \\ // ~", "]] ]"):
        assert words in text, words


def test_a_sign_that_no_font_has_is_given_by_its_name(draft, olu, read, now, monkeypatch):
    monkeypatch.setattr(papers, "_fonts", lambda: papers.typst.Fonts(include_system_fonts=False))
    versions.write(version=draft, values={"vision": "Hello 👋 ŵ ] and 中"}, by=olu, now=now)
    assert "Hello [waving hand sign] ŵ ] and [cjk unified ideograph-4e2d]" in read(pdf_of(draft))


def test_a_long_text_runs_over_pages(draft, olu, host_membership, read, now):
    words = "\n\n".join(f"Paragraph {n}. " + "We meet and we eat. " * 40 for n in range(60))
    versions.write(version=draft, values={"goals": words, "vision": "W" * 3_000}, by=olu, now=now)
    for n in range(60):
        promise(draft, host_membership, None, f"Promise {n} " + "x" * 200, olu, now)
    text = read(pdf_of(draft))
    assert ("Paragraph 59" in text, "Promise 59" in text, "Page 9 of" in text) == (True, True, True)


def test_a_carried_yes_names_the_version_that_was_read(in_force, olu, mina, read, now):
    second = versions.amend(agreement=in_force.agreement, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    second.only_touched_because = "Only the #day moved."
    second.save()
    real = in_force.acceptances.get(accepted_by__user=mina)
    Acceptance.objects.create(
        version=second, membership=real.membership, accepted_by=real.accepted_by, authority="decides",
        accepted_at=now, text_hash=real.text_hash, carried_from=real,
    )  # fmt: skip
    text = read(pdf_of(second))
    assert "1, carried over" in text
    assert "Not everybody was asked again. The reason: Only the #day moved." in text
    assert "Waiting for: Trafford Council" in text


@pytest.mark.parametrize(("who", "status"), [("mina", 200), ("viewer", 200), ("ravi", 404)])
def test_who_sees_the_version_may_keep_it(request, who, status, shared, browser_of):
    response = browser_of(request.getfixturevalue(who)).get(reverse("agreement-pdf", args=[shared.pk]))
    assert response.status_code == status


def test_a_draft_is_no_download_for_partners(mina, draft, browser_of):
    assert browser_of(mina).get(reverse("agreement-pdf", args=[draft.pk])).status_code == 404
