"""Making one organisation, or one contact, of two. It cannot be undone."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from .. import events
from ..agreements.content import Content
from ..agreements.models import Acceptance, AgreementVersion
from ..directory.models import Contact, Organisation, User
from ..events import history
from ..membership.actions import access, contacts, roles
from ..membership.models import Membership
from ..proposals import actions as proposals
from ..proposals.models import Proposal
from . import comparison, hanging, who_signs_in
from .engine import CannotUnite, Merging
from .models import Apart, Merged


class SameOne(Exception):
    """Nothing can be merged with itself."""


class AlreadyMerged(Exception):
    """Somebody merged one of the two a moment ago."""


class ChangedMeanwhile(Exception):
    """Somebody edited one of the two since the choices were made."""


class StillNeeded(Exception):
    """Something hangs on it by now, so it stays."""


@history.verb
def remove(*, row, by, now):
    """Take an organisation or a person that was made by mistake out of the directory; the history stays. Raises
    StillNeeded, with nothing changed, while anything hangs on it."""
    held = type(row).objects.select_for_update().get(pk=row.pk)
    if hanging.on(held, now):
        raise StillNeeded(f"Something hangs on {row}, so it stays.")
    held.delete()


@history.verb
def merge(*, kept, gone, picks, seen, by, now):
    """Make `gone` a part of `kept` and return what stays.

    `picks` is {field: comparing.KEPT, TAKEN or BOTH} where the two differ; `seen` is the comparing.fingerprint of
    what the choices were made about. Everything that points to `gone` points to `kept` afterwards.
    Raises SameOne, AlreadyMerged, ChangedMeanwhile or CannotUnite, and then nothing has changed.
    """
    if kept.pk == gone.pk:
        raise SameOne(f"{kept} cannot be merged with itself. Choose another one.")
    try:
        with transaction.atomic():
            return _merge(*_held(kept, gone), picks, seen, by, now)
    except IntegrityError:
        raise CannotUnite(
            f"{kept} and {gone} both have something that there can be only one of, so nothing was changed. "
            "Ask an administrator."
        ) from None


@history.verb
def tell_apart(*, one, other, by, now):
    """Note that two organisations that look the same are not. Raises SameOne; saying it again changes nothing."""
    if one.pk == other.pk:
        raise SameOne(f"{one} cannot be another one than itself.")
    first, second = sorted((one, other), key=lambda row: row.pk)
    Apart.objects.get_or_create(one=first, other=second, defaults={"by": by, "at": now})


def _held(kept, gone):
    """Both rows, locked in one order whoever merges which into which."""
    model = type(kept)
    rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    for row in (kept, gone):
        if row.pk not in rows:
            raise AlreadyMerged(f"Somebody merged {row} into another one a moment ago. Nothing is left to do here.")
    return rows[kept.pk], rows[gone.pk]


def _merge(kept, gone, picks, seen, by, now):
    if seen != comparison.fingerprint(kept, gone):
        raise ChangedMeanwhile("Somebody changed one of the two since you opened this page. Look at both again.")
    name, old_id, addresses = gone.name, gone.pk, {kept: kept.email, gone: gone.email}
    merging = Merging(kept, gone, by, now, f"Merged {name} ({old_id}) into {kept.name}"[:100])
    comparison.take(kept, gone, picks)
    kept.created_at = min(kept.created_at, gone.created_at)
    try:
        kept.validate_constraints()
    except ValidationError as error:
        raise CannotUnite(" ".join(error.messages)) from None
    users = {row.user_id for row in (kept, gone)} if isinstance(kept, Contact) else set()
    if isinstance(kept, Contact):
        _give_up_addresses(kept, addresses, by, now)
        who_signs_in.settle(kept, gone)
    intact = _intact_versions(gone)
    merging.run()
    _keep_intact(intact, merging)
    for user in User.objects.filter(pk__in=users - {None}).order_by("pk"):
        roles.settle(user=user, by=by, now=now)
    proposals.let_lapse(subject=kept, by=by, now=now)
    _remember(kept, old_id, name, by, now)
    return kept


def _give_up_addresses(kept, addresses, by, now):
    """What was mailed to an address which does not stay opens nothing any more, and its reader hears of it."""
    for row, address in addresses.items():
        if address.casefold() != kept.email.casefold():
            contacts.tell_of_address(row, address, by, now)
            access.close_doors(row, now=now)


def _intact_versions(gone):
    """The versions that name somebody who may move, and whose words are those that were shared."""
    partnerships = _memberships_of(gone).values("partnership")
    versions = AgreementVersion.objects.past_draft().filter(agreement__partnership__in=partnerships)
    return [version.pk for version in versions if Content.of(version).hash() == version.text_hash]


def _memberships_of(row):
    if isinstance(row, Contact):
        return Membership.objects.filter(seats__contact=row)
    return Membership.objects.filter(organisation=row)


def _keep_intact(pks, merging):
    """The fingerprint names organisations by key: what nobody reworded stays accepted, and can be accepted."""
    for version in AgreementVersion.objects.filter(pk__in=pks):
        text_hash, before = Content.of(version).hash(), version.text_hash
        if text_hash != before:
            version.text_hash = text_hash
            merging.save(version)
            # A yes that was carried over keeps the hash of the version that was read.
            for acceptance in Acceptance.objects.filter(version__agreement=version.agreement_id, text_hash=before):
                acceptance.text_hash = text_hash
                merging.save(acceptance)


def _remember(kept, old_id, name, by, now):
    kind = kept._meta.model_name
    Merged.objects.filter(kind=kind, new_id=old_id).update(new_id=kept.pk)
    Merged.objects.create(kind=kind, old_id=old_id, new_id=kept.pk, name=name, at=now, by=by)
    told = events.Kind.ORGANISATION_MERGED if isinstance(kept, Organisation) else events.Kind.CONTACT_MERGED
    events.record(told, now=now, by=by, subject=kept, other=name, **{kind: kept.name})


@proposals.makes(Proposal.Kind.MERGE)
def _merge_as_proposed(proposal, *, by, now):
    kept = proposal.subject
    gone = type(kept).objects.filter(pk=proposal.other_id).first()
    try:
        if gone is None:
            raise AlreadyMerged("The other one is not in the directory any more.")
        merge(kept=kept, gone=gone, picks=proposal.changes, seen=proposal.seen, by=by, now=now)
    except (AlreadyMerged, ChangedMeanwhile, CannotUnite) as refusal:
        raise proposals.CannotMake(str(refusal)) from None
