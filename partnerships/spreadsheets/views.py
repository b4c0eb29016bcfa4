"""A spreadsheet's way into the directory, page by page: file, columns, preview, progress, result, undo."""

from contextlib import contextmanager
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from .. import tasks
from ..directory.permissions import can_keep_directory
from ..pages.access import require
from ..pages.keyset import page_of
from . import preview
from .actions import imports as imports_
from .actions import reading_files
from .actions.apply_rows import types_by_slug
from .forms import ApplyImportForm, ImportColumnsForm, ImportForm, ImportSheetsForm
from .models import ImportBatch, ImportRow
from .permissions import can_handle

State = ImportBatch.State
# Looks at a progress that does not move, a second apart where there is JavaScript, before it is said to stand still.
STILL = 10


def _own(request, batch_id):
    """Other keepers of the directory look on."""
    batch = _batch(request, batch_id)
    require(can_handle(request.user, batch))
    return batch


def _batch(request, batch_id):
    """Imports are for the directory's keepers: a stranger to it learns nothing about their number."""
    batches = ImportBatch.objects.visible_to(request.user).select_related("uploaded_by", "applied_by", "undone_by")
    return get_object_or_404(batches, pk=batch_id)


@contextmanager
def _telling(request):
    """Somebody else was quicker: say so instead of failing."""
    try:
        yield
    except imports_.WrongMoment as refusal:
        messages.error(request, str(refusal))


def imports(request):
    """Every file that was uploaded, the latest first."""
    require(can_keep_directory(request.user))
    batches = ImportBatch.objects.visible_to(request.user).select_related("uploaded_by")
    page = page_of(request, batches, ordering=("-uploaded_at", "-pk"))
    return render(request, "partnerships/spreadsheets/imports.html", {"page": page})


def add_import(request):
    """Choose a file. Nothing of it goes into the directory yet."""
    require(can_keep_directory(request.user))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["file"].name
        batch = reading_files.begin(data=form.data, file_name=name, by=request.user, now=request.now)
        return _at_work(batch)
    return render(request, "partnerships/spreadsheets/add_import.html", {"form": form})


def import_columns(request, batch_id):
    """Say what each column means, starting from a guess; remembered for the next file."""
    batch = _batch(request, batch_id)
    require(request.method != "POST" or can_handle(request.user, batch))
    if batch.state not in {State.MAPPING, State.PREVIEW}:
        return redirect(_page_of(batch), batch.pk)
    form = ImportColumnsForm(request.POST or None, batch=batch, samples=preview.samples(batch))
    if request.method == "POST" and form.is_valid():
        with _telling(request):
            imports_.choose_columns(batch=batch, columns=form.columns, by=request.user, now=request.now)
        return _at_work(batch)
    return render(
        request,
        "partnerships/spreadsheets/import_columns.html",
        {
            "batch": batch,
            "form": form,
            "sheets_form": ImportSheetsForm(batch=batch) if batch.other_sheets else None,
            "may_handle": can_handle(request.user, batch),
        },
    )


@require_POST
def choose_import_sheets(request, batch_id):
    """Take another sheet of a workbook, or several: each further one is an import of its own."""
    batch = _own(request, batch_id)
    form = ImportSheetsForm(request.POST, batch=batch)
    if not form.is_valid():
        messages.error(request, "Choose at least one sheet.")
        return redirect("import-columns", batch.pk)
    with _telling(request):
        names = form.cleaned_data["sheets"]
        batch, *others = imports_.choose_sheets(batch=batch, names=names, by=request.user, now=request.now)
        for other in others:
            transaction.on_commit(partial(tasks.ring_for, other))
        if others:
            names = ", ".join(other.sheet_name for other in others)
            messages.success(request, f"Also being read, each an import of its own: {names}.")
    return _at_work(batch)


def import_preview(request, batch_id):
    """Every row: before applying, what would happen to it; afterwards, what did."""
    batch = _batch(request, batch_id)
    if _page_of(batch) != "import-preview":
        return redirect(_page_of(batch), batch.pk)
    kinds, shown = preview.kinds_of(batch), request.asked.text("show") or "all"
    rows = ImportRow.objects.visible_to(request.user).of_batch(batch)
    counts = rows.counts(kinds)
    rows = rows.shown_as(shown, kinds).select_related("match__type", "organisation")
    page = page_of(request, rows.prefetch_related("match__identifiers"), ordering=("number", "pk"))
    types = types_by_slug()
    context = {
        "batch": batch,
        "page": page,
        "lines": [preview.Preview(row, types) for row in page],
        "counts": counts,
        "tabs": preview.tabs(batch, counts, shown if shown in kinds else "all"),
        "form": ApplyImportForm(),
        "may_handle": can_handle(request.user, batch),
        "can_be_undone": batch.can_be_undone(request.now),
        "is_forgotten": batch.is_forgotten(request.now),
    }
    return render(request, "partnerships/spreadsheets/import_preview.html", context)


@require_POST
def choose_import_row(request, row_id):
    """Leave a row out, take it after all, or say that it is or is not the organisation it looks like."""
    rows = ImportRow.objects.visible_to(request.user).select_related("batch")
    row = get_object_or_404(rows, pk=row_id)
    require(can_handle(request.user, row.batch))
    with _telling(request):
        imports_.choose_row(row=row, choice=request.POST.get("choice", ""), by=request.user, now=request.now)
    address = reverse("import-preview", args=[row.batch_id])
    return redirect(f"{address}?{request.asked.data.urlencode()}#row-{row.number}")


def _at_work(batch):
    """A worker goes on with it, once this transaction is through; the page says how far it is."""
    transaction.on_commit(lambda: tasks.ring_for(batch))
    return redirect("import-progress", batch.pk)


def _page_of(batch):
    """The page for where an import stands."""
    if batch.is_under_way or batch.state == State.REFUSED:
        return "import-progress"
    return "import-columns" if batch.state == State.MAPPING else "import-preview"


@require_POST
def apply_import(request, batch_id):
    """Start applying, or carry on with what was interrupted."""
    batch = _own(request, batch_id)
    form = ApplyImportForm(request.POST)
    with _telling(request):
        if not batch.is_under_way and form.is_valid():
            takes_repairs = form.cleaned_data["takes_repairs"]
            imports_.apply(batch=batch, takes_repairs=takes_repairs, by=request.user, now=request.now)
    return _at_work(batch)


def import_progress(request, batch_id):
    """How far it is. Asked every second where there is JavaScript, and by a button where there is none."""
    batch = _batch(request, batch_id)
    page = _page_of(batch)
    if page != "import-progress" or (request.htmx and batch.state == State.REFUSED):
        address = reverse(page, args=[batch.pk])
        return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)
    template = (
        "partnerships/spreadsheets/_import_progress.html"
        if request.htmx
        else "partnerships/spreadsheets/import_progress.html"
    )
    context = {
        "batch": batch,
        "may_handle": can_handle(request.user, batch),
        "looks": _looks(request, batch),
        "still": STILL,
    }
    return render(request, template, context)


def _looks(request, batch):
    """How often this page has looked and seen no row more: after a few times it offers to start again."""
    same = request.asked.number("done") == batch.rows_done
    return min((request.asked.number("looks") or 0) + 1, STILL) if same else 0


def undo_import(request, batch_id):
    """Ask, then take back what the import did and nobody has used or changed since."""
    batch = _own(request, batch_id)
    if not batch.can_be_undone(request.now):
        return redirect("import-preview", batch.pk)
    if request.method == "POST":
        with _telling(request):
            imports_.undo(batch=batch, by=request.user, now=request.now)
        return _at_work(batch)
    counts = ImportRow.objects.visible_to(request.user).of_batch(batch).counts(preview.kinds_of(batch))
    context = {"batch": batch, "happens": preview.what_undoing_does(counts)}
    return render(request, "partnerships/spreadsheets/undo_import.html", context)


def discard_import(request, batch_id):
    """Ask, then throw away a file that was never applied."""
    batch = _own(request, batch_id)
    if batch.state not in ImportBatch.BEFORE_APPLYING:
        return redirect("import-preview", batch.pk)
    if request.method == "POST":
        with _telling(request):
            imports_.discard(batch=batch, by=request.user, now=request.now)
            messages.success(request, f"{batch.file_name} is thrown away.")
        return redirect("imports")
    return render(request, "partnerships/spreadsheets/discard_import.html", {"batch": batch})
