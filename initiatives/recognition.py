"""What the recognising body does with an application, from its receipt to the decision and after (điều 6, 7, 8).

Each act takes what was typed (``said``) and refuses it whole, naming every input that is not fit; its errors are those
of initiatives.legal_life. The head of the body decides, advised by its *Hội đồng sáng kiến*.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count, Q

from initiatives import terms
from initiatives.legal_life import enter, folded, settle
from initiatives.models import Council, Initiative, ScopeDecision
from initiatives.said import Said
from units.models import Unit
from units.moves import Refused
from units.vietnamese import fold, format_date

State, Scope = Initiative.State, ScopeDecision.Scope

REASON_LIMIT = 2_000
OPINION_LIMIT = 4_000
CERTIFIED_LIMIT = 500  # of each text on the certificate, which is one sheet
SUMMARY_LIMIT = 600
SIGNED_AS_LIMIT, SIGNED_AS_LINES = 120, 3
MOST_VOTES = 50

# How the head of a unit of each kind signs, until somebody writes it otherwise (domain §10).
_SIGNED_AS = {
    Unit.Kind.WARD: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    Unit.Kind.DEPARTMENT: "TRƯỞNG PHÒNG",
    Unit.Kind.OFFICE: "CHÁNH VĂN PHÒNG",
    Unit.Kind.PUBLIC: "GIÁM ĐỐC",
    Unit.Kind.SCHOOL: "HIỆU TRƯỞNG",
}


def signed_as(unit: Unit) -> str:
    return _SIGNED_AS.get(unit.kind, "THỦ TRƯỞNG ĐƠN VỊ")


def next_receipt(body_id: int, on: dt.date) -> str:
    return _next(body_id, "receipt_number", on, terms.RECEIPT)


def next_certificate(body_id: int, on: dt.date) -> str:
    return _next(body_id, "certificate_number", on, terms.CERTIFICATE)


def _next(body_id, column, on, kind) -> str:
    rows = Initiative.objects.filter(**{"body": body_id, f"{column}__endswith": f"/{on.year}/{kind}"})
    return terms.next_number(rows.values_list(column, flat=True), on.year, kind)


def councils(body_id: int, on: dt.date) -> list[Council]:
    """The body's councils for initiatives whose term holds the day, with their members."""
    rows = Council.objects.filter(kind=Council.Kind.INITIATIVES, unit=body_id, valid_from__lte=on)
    return list(rows.filter(Q(valid_to=None) | Q(valid_to__gte=on)).prefetch_related("members"))


# --- Receiving and checking the form (điều 6) ------------------------------------------------------------------------


@transaction.atomic
def receive(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """``receipt_number``, ``received_on``, ``answer_by``; blank: the next number, today, a month later."""
    enter("receive", row, by=by, revision=revision)
    today, form = at.date(), Said(said)
    number = form.line("receipt_number", "Số phiếu tiếp nhận", 40)
    on = form.day(
        "received_on",
        "Ngày tiếp nhận",
        default=today,
        since=((row.filed_on, "ngày nộp đơn"),),
        until=((today, "hôm nay"),),
    )
    latest = terms.answer_by(on or today)
    answer_by = form.day(
        "answer_by",
        "Ngày hẹn trả lời",
        default=latest,
        since=((on, "ngày tiếp nhận"),) if on else (),
        until=((latest, "hạn trả lời 1 tháng"),) if on else (),
    )
    form.check()
    number = number or next_receipt(row.body_id, on)
    settle(
        "receive",
        row,
        by=by,
        at=at,
        on=on,
        text=f"Số {number}, hẹn trả lời {format_date(answer_by)}.",
        told={"number": number, "received_on": on.isoformat()},
        taken=lambda: ("receipt_number", _taken(number, next_receipt(row.body_id, on))),
        receipt_number=number,
        received_on=on,
        answer_by=answer_by,
        received_by_name=str(by),
    )


def _taken(number, free) -> str:
    return f"Số {number} đã cấp cho hồ sơ khác; số tiếp theo còn trống là {free}."


@transaction.atomic
def supplement(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """Back to the unit with ``reason``: it has one month, under the receipt it has (điều 6)."""
    enter("supplement", row, by=by, revision=revision)
    form = Said(said)
    reason = form.text("reason", "Lý do", REASON_LIMIT, missing="Ghi lý do: đơn vị cần bổ sung những gì.")
    form.check()
    on = at.date()
    until = terms.supplement_by(on)
    text = f"{reason}\nBổ sung chậm nhất hết ngày {format_date(until)}."
    settle("supplement", row, by=by, at=at, on=on, text=text, reason=reason, supplement_by=until)


@transaction.atomic
def reject(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """Turn the application down for ``reason``; one sent back for a supplement only after the month it was given."""
    enter("reject", row, by=by, revision=revision)
    on, form = at.date(), Said(said)
    if row.state == State.SUPPLEMENT and on <= row.supplement_by:
        raise Refused([("", f"Đơn vị còn đến hết ngày {format_date(row.supplement_by)} để bổ sung đơn.")])
    reason = form.text("reason", "Lý do", REASON_LIMIT, missing="Ghi lý do từ chối chấp nhận đơn.")
    form.check()
    settle("reject", row, by=by, at=at, on=on, text=reason, reason=reason)


@transaction.atomic
def accept(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """For consideration: from ``accepted_on`` (blank: today) the three months run (điều 7)."""
    enter("accept", row, by=by, revision=revision)
    today, form = at.date(), Said(said)
    on = form.day(
        "accepted_on",
        "Ngày chấp nhận đơn",
        default=today,
        since=((row.received_on, "ngày tiếp nhận"),),
        until=((today, "hôm nay"),),
    )
    form.check()
    until = terms.decide_by(on, row.first_use_ends_on)
    text = f"Xét công nhận chậm nhất hết ngày {format_date(until)}."
    settle("accept", row, by=by, at=at, on=on, text=text, accepted_on=on, reason="")


# --- The council and the decision (điều 7, 8) ------------------------------------------------------------------------


@transaction.atomic
def council(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """``council`` (its key), ``council_met_on``, ``council_for``, ``council_against``, ``council_opinion``."""
    enter("council", row, by=by, revision=revision)
    form = Said(said)
    found = _council(form, row, at.date(), councils(row.body_id, at.date()))
    form.check()
    settle("council", row, by=by, at=at, on=found["council_met_on"], text=_opinion(found), **found)


def _council(form, row, today, options) -> dict:
    """Columns of the council's opinion; what is wrong is told in ``form``."""
    if not options:
        form.wrong("council", "Cơ sở chưa có hội đồng sáng kiến đang trong nhiệm kỳ; lập hội đồng ở trang Hội đồng.")
        return {}
    chosen = form.choice("council", {str(one.pk): one for one in options}, missing="Chọn hội đồng trong danh sách.")
    since = [(row.accepted_on, "ngày chấp nhận đơn")]
    if chosen:
        since.append((chosen.valid_from, "nhiệm kỳ của hội đồng"))
    met_on = form.day(
        "council_met_on",
        "Ngày họp hội đồng",
        missing="Ghi ngày họp hội đồng.",
        since=tuple(since),
        until=((today, "hôm nay"),),
    )
    votes = [
        form.count(name, label, missing=f"Ghi {label.lower()}, không có thì ghi 0.", most=MOST_VOTES)
        for name, label in (
            ("council_for", "Số phiếu đồng ý"),
            ("council_against", "Số phiếu không đồng ý"),
        )
    ]
    if None not in votes:
        if sum(votes) == 0:
            form.wrong("council_for", "Ghi số phiếu của hội đồng: hai ô đều là 0.")
        elif chosen and met_on and (text := _too_many(chosen, met_on, sum(votes))):
            form.wrong("council_for", text)
    opinion = form.text("council_opinion", "Ý kiến hội đồng", OPINION_LIMIT, missing="Ghi ý kiến của hội đồng.")
    return {
        "council": chosen,
        "council_met_on": met_on,
        "council_for": votes[0],
        "council_against": votes[1],
        "council_opinion": opinion,
    }


def _too_many(council, met_on, votes) -> str:
    """Why there are more votes than people: who was at the meeting, where one is recorded, else who had a seat."""
    meeting = council.meetings.filter(held_on=met_on).annotate(present=Count("attendees")).first()
    if meeting:
        lead = f"Phiên họp ngày {format_date(met_on)} có {meeting.present} người dự"
        return f"{lead}, số phiếu cộng lại được {votes}." if votes > meeting.present else ""
    seats = sum(one.sits(met_on) for one in council.members.all())
    lead = f"{council.name} có {seats} thành viên"
    return f"{lead}, số phiếu cộng lại được {votes}." if seats and votes > seats else ""


def _opinion(found) -> str:
    votes = f"{found['council_for']} phiếu đồng ý, {found['council_against']} phiếu không đồng ý."
    return f"{found['council'].name}: {votes}\n{found['council_opinion']}"


def _advice(form, row, today) -> dict:
    """The council's opinion, if it is still to be given: no decision without it where the body has a council."""
    options = councils(row.body_id, today)
    return _council(form, row, today, options) if options and row.council_met_on is None else {}


def _decided_on(form, row, today, advice, *, first_used) -> dt.date | None:
    since = [(row.accepted_on, "ngày chấp nhận đơn")]
    if met_on := advice.get("council_met_on") or row.council_met_on:
        since.append((met_on, "ngày họp hội đồng"))
    if first_used and row.first_applied_on:
        # What is still to be applied is not an initiative yet (điều 3).
        since.append((row.first_applied_on, "ngày áp dụng lần đầu"))
    return form.day("decided_on", "Ngày quyết định", default=today, since=tuple(since), until=((today, "hôm nay"),))


def _decide(name, row, by, at, on, advice, text, told, taken=None, **changes):
    if advice:
        # A step of its own: the council advised, then the head decided.
        settle("council", row, by=by, at=at, on=advice["council_met_on"], text=_opinion(advice), **advice)
    settle(
        name, row, by=by, at=at, on=on, text=text, told=told, taken=taken,
        decided_on=on, decided_by_name=str(by), **changes,
    )  # fmt: skip


@transaction.atomic
def recognise(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """``decision_number``, ``decided_on``, ``certificate_number`` (blank: the next one), and what the certificate says:
    ``certified_summary``, ``certified_benefits``, ``signed_as``. With the council's inputs while it has not spoken."""
    enter("recognise", row, by=by, revision=revision)
    today, form = at.date(), Said(said)
    advice = _advice(form, row, today)
    number = form.line("decision_number", "Số quyết định", 40, missing="Ghi số quyết định công nhận.")
    on = _decided_on(form, row, today, advice, first_used=True)
    certificate = form.line("certificate_number", "Số giấy chứng nhận", 40)
    summary = form.text(
        "certified_summary", "Tóm tắt", CERTIFIED_LIMIT, missing="Ghi tóm tắt nội dung để in trên giấy chứng nhận."
    )
    benefits = form.text(
        "certified_benefits", "Lợi ích", CERTIFIED_LIMIT, missing="Ghi lợi ích để in trên giấy chứng nhận."
    )
    signature = form.text("signed_as", "Chức vụ người ký", SIGNED_AS_LIMIT, missing="Ghi chức vụ người ký.")
    if signature.count("\n") >= SIGNED_AS_LINES:
        form.wrong("signed_as", f"Chức vụ người ký ghi tối đa {SIGNED_AS_LINES} dòng.")
    form.check()
    certificate = certificate or next_certificate(row.body_id, on)
    _decide(
        "recognise",
        row,
        by,
        at,
        on,
        advice,
        f"Quyết định số {number}, giấy chứng nhận số {certificate}.",
        {"number": number, "certificate": certificate},
        lambda: ("certificate_number", _taken(certificate, next_certificate(row.body_id, on))),
        decision_number=number,
        certificate_number=certificate,
        certified_summary=summary,
        certified_benefits=benefits,
        signed_as=signature,
        folded=f"{row.folded} {fold(certificate)}",
        edited_at=at,
    )


@transaction.atomic
def refuse(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """``reason``, ``decided_on``, ``decision_number`` of the letter that says so (may be blank)."""
    enter("refuse", row, by=by, revision=revision)
    today, form = at.date(), Said(said)
    advice = _advice(form, row, today)
    on = _decided_on(form, row, today, advice, first_used=False)
    number = form.line("decision_number", "Số văn bản", 40)
    reason = form.text("reason", "Lý do", REASON_LIMIT, missing="Ghi lý do không công nhận.")
    form.check()
    text = f"{f'Văn bản số {number}. ' if number else ''}{reason}"
    _decide("refuse", row, by, at, on, advice, text, {"number": number}, decision_number=number, reason=reason)


# --- Afterwards ------------------------------------------------------------------------------------------------------


@transaction.atomic
def scope(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """How far it reaches, a later decision: ``scope``, ``scope_number``, ``scope_decided_on``, ``scope_decided_by``."""
    enter("scope", row, by=by, revision=revision)
    form = Said(said)
    chosen = form.choice("scope", {one.value: one for one in Scope}, missing="Chọn phạm vi ảnh hưởng.")
    number = form.line("scope_number", "Số quyết định", 40, missing="Ghi số quyết định về phạm vi ảnh hưởng.")
    on = form.day(
        "scope_decided_on",
        "Ngày quyết định",
        missing="Ghi ngày quyết định.",
        since=((row.decided_on, "ngày công nhận sáng kiến"),),
        until=((at.date(), "hôm nay"),),
    )
    decided_by = form.line("scope_decided_by", "Cơ quan quyết định", 200, missing="Ghi cơ quan quyết định.")
    earlier = row.scopes.filter(scope=chosen).first() if chosen else None
    if earlier:
        form.wrong("scope", f"Phạm vi {chosen.label} đã có quyết định số {earlier.number}.")
    form.check()
    told = {"number": number, "scope": str(chosen.label)}
    text = f"{chosen.label}: quyết định số {number} của {decided_by}."
    settle("scope", row, by=by, at=at, on=on, text=text, told=told, edited_at=at)
    ScopeDecision.objects.create(
        initiative=row, scope=chosen, number=number, decided_on=on, decided_by=decided_by, recorded_at=at,
        recorded_by_name=str(by),
    )  # fmt: skip


@transaction.atomic
def show(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """On the public page, with a short ``summary`` of what is not secret; once more to change the summary."""
    enter("show", row, by=by, revision=revision)
    form = Said(said)
    summary = form.text("summary", "Giới thiệu ngắn", SUMMARY_LIMIT, missing="Ghi giới thiệu ngắn để công bố.")
    form.check()
    settle("show", row, by=by, at=at, on=at.date(), is_public=True, edited_at=at, **folded(row, summary=summary))


@transaction.atomic
def hide(row: Initiative, *, by, at: dt.datetime, revision: int, said: Mapping[str, str] | None = None) -> None:
    enter("hide", row, by=by, revision=revision)
    settle("hide", row, by=by, at=at, on=at.date(), is_public=False, edited_at=at)


ACTS = {
    one.__name__: one for one in (receive, supplement, reject, accept, council, recognise, refuse, scope, show, hide)
}
