"""The signed paper beside a version: kept by leads, downloaded by whoever may see it, never shown as a page."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.agreements.models.signed_copy import MOST_BYTES, MOST_FOR_A_VERSION
from partnerships.models import SignedCopy

from .agreeing import told

PDF, JPEG, PNG = b"%PDF-1.7 paper", b"\xff\xd8\xff\xe0 photograph", b"\x89PNG\r\n\x1a\n picture"
HTML, EXE = b"<html><script>alert(1)</script>", b"MZ\x90\x00 This program"


def add(browser, version, content=PDF, name="signed.pdf"):
    url = reverse("add-signed-copy", args=[version.pk])
    return browser.post(url, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def copy(olu, shared, browser_of):
    add(browser_of(olu), shared)
    return SignedCopy.objects.get()


@pytest.mark.parametrize(
    ("content", "name", "suffix", "kind"),
    [
        (PDF, "signed.pdf", ".pdf", "application/pdf"),
        (JPEG, "IMG_1.HEIC", ".jpg", "image/jpeg"),
        (PNG, "../../etc/passwd.png", ".png", "image/png"),
        (PDF, "page.html", ".pdf", "application/pdf"),
    ],
)
def test_what_it_is_decides_not_what_it_is_called(content, name, suffix, kind, olu, mina, shared, browser_of):
    add(browser_of(olu), shared, content, name)
    copy = SignedCopy.objects.get()
    assert re.fullmatch(rf"signed/[0-9a-f]{{32}}{suffix}", copy.file.name)
    got = browser_of(mina).get(reverse("signed-copy", args=[copy.pk]))
    assert (got.getvalue(), got.headers["Content-Type"]) == (content, kind)
    assert got.headers["Content-Disposition"].startswith("attachment; filename=")
    assert got.headers["Content-Disposition"].rstrip('"').endswith(suffix)
    assert "html" not in got.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name"), [(EXE, "signed.pdf"), (HTML, "signed.pdf"), (HTML, "a.html"), (b" %PDF-1.7", "a.pdf")]
)
def test_another_kind_of_file_is_refused_in_a_sentence(content, name, olu, shared, browser_of):
    page = add(browser_of(olu), shared, content, name)
    assert "This is not a PDF, a JPEG or a PNG, whatever its name says." in page.content.decode()
    assert not SignedCopy.objects.exists()


def test_a_large_file_an_empty_one_and_none_are_refused(olu, shared, browser_of):
    browser = browser_of(olu)
    large = add(browser, shared, PDF + b"0" * MOST_BYTES)
    assert "larger than 5 MB" in large.content.decode()
    assert "This file is empty." in add(browser, shared, b"").content.decode()
    none = browser.post(reverse("add-signed-copy", args=[shared.pk]), {"csrfmiddlewaretoken": "as browsers send"})
    assert "Choose a file for “Scan or photograph”." in none.content.decode()
    assert not SignedCopy.objects.exists()


def test_a_draft_takes_no_paper(olu, draft, browser_of):
    assert "A draft has nothing to sign yet." in add(browser_of(olu), draft).content.decode()
    assert not SignedCopy.objects.exists()


def test_several_are_kept_but_not_without_end(olu, copy, shared, browser_of):
    SignedCopy.objects.bulk_create(
        SignedCopy(version=shared, file_name="x", file="x") for _ in range(MOST_FOR_A_VERSION - 2)
    )
    assert add(browser_of(olu), shared).status_code == 302
    assert "Remove one first." in add(browser_of(olu), shared).content.decode()
    assert SignedCopy.objects.count() == MOST_FOR_A_VERSION


def test_everybody_inside_finds_it_on_the_page_of_its_version(olu, mina, pantry, copy, browser_of):
    for person in (olu, mina):
        text = browser_of(person).get(reverse("agreement", args=[pantry.pk])).content.decode()
        assert "Download signed.pdf" in text
    assert (reverse("remove-signed-copy", args=[copy.pk]) in text, "Add a signed copy" in text) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_removing_asks_first_and_deletes_the_file(olu, pantry, copy, browser_of):
    name, url = copy.file.name, reverse("remove-signed-copy", args=[copy.pk])
    assert "This cannot be undone" in browser_of(olu).get(url).content.decode()
    assert default_storage.exists(name)
    browser_of(olu).post(url)
    assert (SignedCopy.objects.exists(), default_storage.exists(name)) == (False, False)
    assert told(pantry)[-2:] == [
        "Olu Adeyemi added a signed copy of version 1 of the agreement",
        "Olu Adeyemi removed a signed copy of version 1 of the agreement",
    ]
    assert [row.history_type for row in SignedCopy.history.all()] == ["-", "+"]


@pytest.mark.parametrize(("who", "download", "status"), [("mina", 200, 403), ("ravi", 404, 404), ("viewer", 200, 403)])
def test_only_leads_add_and_remove(request, who, download, status, shared, copy, browser_of):
    browser = browser_of(request.getfixturevalue(who))
    assert browser.get(reverse("signed-copy", args=[copy.pk])).status_code == download
    assert add(browser, shared).status_code == status
    assert browser.post(reverse("remove-signed-copy", args=[copy.pk])).status_code == status
    assert SignedCopy.objects.count() == 1


def test_a_file_that_is_gone_is_not_found(olu, copy, browser_of):
    default_storage.delete(copy.file.name)
    assert browser_of(olu).get(reverse("signed-copy", args=[copy.pk])).status_code == 404


def test_in_admin_a_copy_is_listed_and_no_way_leads_round_the_page_that_serves_it(ada, copy, browser_of):
    page = browser_of(ada).get(reverse("admin:partnerships_signedcopy_change", args=[copy.pk])).content.decode()
    assert copy.file_name in page
    assert copy.file.name not in page
