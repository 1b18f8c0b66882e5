"""One frozen copy sent twice: the figures of a published report once more, under another of the office's letterheads.

The quarter's report goes from Phòng Kinh tế to UBND, and from UBND to Sở Khoa học và Công nghệ (domain §10). The second
paper has words, number, date, signatory and verification code of its own; of the figures there is one copy.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F

from reports import office_templates, publishing
from reports.models import OfficeTemplate, Publication, PublicationEdit, Signatory
from units import audit, clock
from units.moves import NotAllowed, Refused, WrongState

State = Publication.State


def templates(published, on: dt.date) -> list[tuple[OfficeTemplate, Signatory]]:
    """Under which letterheads ``published`` may go out as well, and who signs there; none of a copy."""
    if published.copy_of_id or not publishing.is_in_force(published):
        return []
    own = office_templates.chosen(published, on).template_id
    sent = {row.signatory.template_id for row in copies(published)}
    rows = [row for row in OfficeTemplate.objects.all() if row.pk != own and row.pk not in sent]
    return [(row, office_templates.default_of(row, on)) for row in rows]


def copies(published) -> list[Publication]:
    """In force, drafts too, without the frozen copies themselves."""
    rows = published.copies.select_related("signatory__template", "replaced_by").defer("snapshot")
    return [row for row in rows.order_by("number") if publishing.replacement(row) is None]


@transaction.atomic
def begin(published, template: OfficeTemplate, *, by) -> Publication:
    """A draft with the texts of ``published`` under ``template``. Raises NotAllowed, WrongState, Refused.

    What went out under the same letterhead with the figures that ``published`` corrects, it replaces.
    """
    if not publishing.can_edit(by):
        raise NotAllowed
    now = clock.now()
    found = dict(templates(published, now.date()))
    if template not in found:
        raise WrongState("reissue")
    signatory = found[template]
    if signatory is None:
        raise Refused([("template", f"Mẫu “{template}” chưa có người ký hôm nay: thêm ở Mẫu văn bản trước.")])
    earlier = _earlier(published, template)
    try:
        with transaction.atomic():
            draft = Publication.objects.create(
                period_id=published.period_id,
                kind=published.kind,
                number=publishing.next_number(published.period, published.kind),
                copy_of=published,
                signatory=signatory,
                replaces=earlier,
                reason=published.reason if earlier else "",
                edited_at=now,
                edited_by_name=str(by),
                **published.texts,
            )
    except IntegrityError:  # a draft is open, or somebody pressed at the same moment
        raise WrongState("reissue") from None
    PublicationEdit.objects.create(
        publication=draft, revision=0, at=now, by_name=draft.edited_by_name, texts=draft.texts
    )
    audit.record(
        "publications.reissue",
        publishing.key_of(draft),
        by=by,
        after={"number": draft.number, "copy_of": published.number, "template": template.name},
    )
    return draft


def _earlier(published, template) -> Publication | None:
    """The last paper under ``template`` with figures that ``published`` corrects, unless another has replaced it."""
    row = published.replaces
    while row:
        last = row.copies.filter(state=State.PUBLISHED, signatory__template=template, replaced_by=None)
        if found := last.order_by("-number").first():
            return found
        row = row.replaces
    return None


@transaction.atomic
def discard(draft, *, by, revision) -> None:
    """Throw away a copy that was not published, so that what it copies can be corrected.

    Raises NotAllowed, WrongState (it is no such draft), StaleDraft.
    """
    if not publishing.can_edit(by):
        raise NotAllowed
    if draft.copy_of_id is None or draft.state != State.DRAFT:
        raise WrongState("discard")
    key, number, pk = publishing.key_of(draft), draft.number, draft.pk
    seen = Publication.objects.filter(pk=pk, revision=revision, state=State.DRAFT)
    if seen.update(revision=F("revision") + 1) != 1:
        raise publishing.StaleDraft
    Publication.objects.filter(pk=pk).delete()
    audit.record("publications.discard", key, by=by, before={"number": number})
