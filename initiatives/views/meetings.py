"""Phiên họp: record one, put it right, its minutes as a file, and the council's opinions on what it considered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import councils, meetings
from initiatives.models import CouncilMeeting, Initiative
from initiatives.views.councils import find_council, find_to_change
from initiatives.views.shared import problems_of
from units import clock, downloads, uploads
from units.asked import seen_revision
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_keeping_text, login_showing_text
from units.templatetags.q4kh import Problem
from units.uploads import BadFile
from units.vietnamese import DateError, clean_text, format_date, parse_date

FIELDS = ("held_on", "place", "chaired_by", "agenda", "minutes")
LABELS = {"place": "Nơi họp", "agenda": "Nội dung họp", "minutes": "Kết luận, biên bản"}


def _find(user, pk, meeting_pk) -> CouncilMeeting:
    council = find_council(user, pk, clock.today())
    rows = CouncilMeeting.objects.select_related("council__unit", "chaired_by").filter(council=council)
    row = rows.filter(pk=meeting_pk).first()
    if row is None:
        raise Http404("no such meeting of this council")
    return row


# --- Recording -------------------------------------------------------------------------------------------------------


@login_keeping_text(labels=LABELS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, pk):
    """``ngay``: the day to begin with, of an opinion that no meeting tells of."""
    today = clock.today()
    council = find_to_change(request.user, pk, today)
    if request.method != "POST":
        chairs = [one for one in council.members.sitting(today) if one.role == one.Role.CHAIR]
        day = _asked_day(request, today)
        stored = {"held_on": format_date(day), "chaired_by": str(chairs[0].pk) if chairs else ""}
        return _form(request, council, None, stored, {one.pk for one in council.members.all() if one.sits(day)})
    return _save(request, council, None)


def _asked_day(request, today):
    try:
        return min(parse_date(request.GET.get("ngay", "")), today)
    except DateError:
        return today


@login_keeping_text(labels=LABELS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, meeting_pk):
    council = find_to_change(request.user, pk, clock.today())
    row = _find(request.user, pk, meeting_pk)
    if request.method != "POST":
        stored = {name: getattr(row, name) for name in ("place", "agenda", "minutes")}
        stored |= {"held_on": format_date(row.held_on), "chaired_by": str(row.chaired_by_id)}
        return _form(request, council, row, stored, set(row.attendees.values_list("pk", flat=True)))
    return _save(request, council, row)


def _save(request, council, row):
    post = request.POST
    file, problems = None, []
    if upload := request.FILES.get("file"):
        try:
            file = uploads.store(upload)
        except BadFile as error:
            problems.append(Problem("file", f"{error}."))
    told = {"by": request.user, "at": clock.now(), "said": post, "file": file}
    status = 422
    try:
        if problems:
            raise Refused([(problem.anchor, problem.text) for problem in problems])
        if row is None:
            made = meetings.hold(council, **told)
        else:
            made = row
            meetings.mend(row, revision=seen_revision(post), remove_file="remove_file" in post, **told)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        problems = problems_of(refusal)
    except WrongState:
        status, row = 409, _find(request.user, council.pk, row.pk)
        text = "Chưa lưu: có người vừa sửa phiên họp. Phần vừa nhập vẫn ở dưới; lưu lần nữa là ghi thay bản hiện nay."
        problems = [Problem("", text)]
    else:
        messages.success(request, f"Đã lưu phiên họp ngày {format_date(made.held_on)}.")
        return redirect("initiatives:meeting", council.pk, made.pk)
    typed = {name: clean_text(post.get(name, "")) for name in FIELDS}
    chosen = {int(value) for value in post.getlist("attendee") if value.isascii() and value.isdigit()}
    if file and status == 422:
        problems.append(Problem("file", f"Chọn lại tệp “{file.name}”: trang này chưa lưu."))
    return _form(request, council, row, typed, chosen, problems, status)


def _form(request, council, row, typed, chosen, problems=(), status=200):
    context = {
        "council": council,
        "meeting": row,
        "typed": typed,
        "members": list(council.members.all()),
        "chosen": chosen,
        "problems": list(problems),
        "errors": {problem.anchor: problem.text for problem in problems},
    }
    return render(request, "initiatives/meeting_form.html", context, status=status)


# --- One meeting -----------------------------------------------------------------------------------------------------


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request, pk, meeting_pk):
    """POST: opinions and votes on the initiatives that it considered."""
    row = _find(request.user, pk, meeting_pk)
    if request.method != "POST":
        return _page(request, row)
    try:
        told = meetings.vote(row, by=request.user, at=clock.now(), said=request.POST)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        return _page(request, row, problems_of(refusal), status=422)
    except WrongState:
        text = "Chưa ghi: có sáng kiến vừa được người khác xử lý. Phần vừa nhập vẫn ở dưới; xem lại rồi ghi."
        return _page(request, row, [Problem("", text)], status=409)
    messages.success(request, f"Đã ghi ý kiến hội đồng về {told} sáng kiến.")
    return redirect("initiatives:meeting", pk, meeting_pk)


def _page(request, row, problems=(), status=200):
    user, today = request.user, clock.today()
    attendees = list(row.attendees.all())
    dealt = meetings.considered(row).select_related("unit", "body").prefetch_related("contributors")
    considered = list(dealt.order_by("pk"))
    keys = [one.pk for one in considered]
    opens = set(Initiative.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    reads_all = user.access.sees_everything or row.council.unit_id in user.access.acts_for
    seated = reads_all or any(one.user_id == user.pk for one in row.council.members.sitting(today))
    shown = considered if seated else [one for one in considered if one.pk in opens]
    context = {
        "meeting": row,
        "council": row.council,
        "attendees": attendees,
        "considered": [
            (one, one.pk in opens, same, one.council_for + one.council_against > len(attendees) - len(same))
            for one in shown
            for same in [meetings.same_names(attendees, one)]
        ],
        "unshown": len(considered) - len(shown),
        "ballots": _ballots(request, row, attendees, today),
        "can_change": councils.can_change(user, row.council),
        "problems": list(problems),
        "errors": {problem.anchor: problem.text for problem in problems},
    }
    return render(request, "initiatives/meeting.html", context, status=status)


def _ballots(request, row, attendees, today):
    """Those on which this person may write the council's opinion now."""
    if not (row.council.is_in_term(today) and meetings.can_vote(request.user, row.council)):
        return []
    return meetings.ballots(row, attendees, request.POST)


@login_required
@require_safe
def minutes(request, pk, meeting_pk):
    """The signed minutes, always as a download."""
    row = _find(request.user, pk, meeting_pk)
    if not row.file_sha256:
        raise Http404("no file of this meeting")
    return downloads.stored(row.file_sha256, row.file_name, row.file_type)
