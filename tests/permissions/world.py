"""The installation that the permission tables speak of: 08/06/2019, two wards, everybody who might ask.

P1 has a report in every state that matters, one a quarter; P2 is the other unit, without the head's step. What each of
them wrote carries a secret, so that every answer can be searched for words that were not meant for whoever asked.
"""

import hashlib
from types import SimpleNamespace

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from reports import exclusions, filing, office_templates, opening, paper, publishing, sheet as sheets, workflow
from reports.models import Notice, Proposal, Publication, Report
from reports.offline import handing_in, writing
from targets.models import Heading, Passage
from tests import factories as make
from tests.permissions import (
    annual,
    budget,
    council,
    counting,
    emulation,
    importing,
    initiatives,
    people as in_charge,
    public,
    registry,
    structure,
    work,
)
from units import audit, clock, preferences, storage, uploads
from units.models import Job, Membership, Session, Succession, User

NOW = "2019-06-08T09:00:00"
PASSWORD = "mat-khau-thu"

# State of P1's report → its quarter. "taken": sent, and under review. "locked": a draft after the period was locked.
QUARTER_OF = {
    "accepted": (2017, 1),
    "reopened": (2017, 2),
    "none": (2017, 3),
    "pending": (2017, 4),
    "sent": (2018, 1),
    "taken": (2018, 2),
    "returned": (2018, 3),
    "excluded": (2018, 4),
    "locked": (2019, 1),
    "draft": (2019, 2),
}
# P2's paper report, which a reviewer is typing in.
PAPER_OF = (2018, 3)
# The quarter in which both wards ask the Committee for something; it is accepted.
ASKED_IN = (2017, 1)
# Who stands in a column of the tables.
COLUMNS = {
    "out": ["anonymous", "inactive"],
    "none": ["nobody", "former", "coming"],
    "rep": ["reporter"],
    "head": ["head"],
    "other": ["other_reporter", "other_head"],
    "rev": ["reviewer"],
    "office": ["office_head"],
    "lead": ["leader"],
    "admin": ["administrator"],
    # A reviewer who is also P1's reporter, with a hand in its reports, and P2's head: the address decides which holds.
    "both": ["both"],
}
# In the administration all of them are alike; on its many pages of rows a few speak for them.
COLUMNS["inside"] = [name for column, names in COLUMNS.items() if column not in ("out", "admin") for name in names]
COLUMNS["few"] = ["nobody", "coming", "both"]
# Letter of a cell → what the answer must then hold, and else must not. What P1 wrote and is not accepted; what of P1
# is accepted; the same of P2; the text of a consolidated draft and of a published one.
SECRETS = {
    "d": [b"NHAP-P1", b"5.219"],
    "o": [b"BAN-P1", b"7.331"],
    "D": [b"NHAP-P2", b"6.427"],
    "O": [b"BAN-P2", b"9.173"],
    "t": [b"DU-THAO-TONG-HOP"],
    "p": [b"DA-TONG-HOP"],
}
_FIGURES = {"NHAP-P1": "5.219", "BAN-P1": "7.331", "NHAP-P2": "6.427", "BAN-P2": "9.173"}


def written(secret, figure=None) -> dict[str, str]:
    """A POST of the filing form that fills every line with ``secret``."""
    texts = ["situation", "results", "advantages", "difficulties", "causes", "proposals", "next_quarter", "estimate", "signatory"]
    return {
        **{name: f"{secret} {name}" for name in texts},
        "own_number": secret,
        "figure-CT03-value": figure or _FIGURES[secret],
        "figure-CT03-explanation": f"{secret} explanation",
        "progress-IV.11-status": "underway",
        "progress-IV.11-note": f"{secret} note",
    }


def build() -> SimpleNamespace:
    """Everything above, in the transaction of the caller, by the portal's own acts."""
    plan = make.make_plan()
    units = SimpleNamespace(p1=make.make_unit("P1"), p2=make.make_unit("P2", has_head_step=False), pkt=plan.coordinator)
    target = make.make_target(plan, "CT03", threshold=3, unit_label="mô hình")
    assignment, _ = make.assign(target, units.p1, units.p2)
    task = make.make_task(units.p1, "IV.11", plan)
    make.make_task(units.p2, "IV.11", plan)
    periods = {where: make.make_period(plan, *where) for where in QUARTER_OF.values()}
    for where in ((2019, 3), (2020, 4)):
        make.make_period(plan, *where)
    people = _people(units)
    for period in sorted(periods.values(), key=lambda period: period.window_from):
        opening.open_period(period, clock.today(), at=clock.now())

    files = {secret: _file(secret) for secret in _FIGURES}
    _p1(people, files)
    _p2(people, files)
    _paper(people)
    letters = _letterheads(plan)
    publications = _publications(people, periods)

    passage = Passage.objects.create(plan=plan, kind=Passage.Kind.values[0], ref="I", text="Lời", order=1)
    succession = Succession.objects.create(
        from_unit=units.p2, to_unit=units.p1, effective_on=make.START, decision="Quyết định"
    )
    calendar = preferences.renew_calendar(people["reporter"])
    event = audit.record("units.login", "p1.canbo", by=people["reporter"])
    counting.build(units, plan, periods[2019, 2])
    plans = annual.build_annual(people, units)
    records = registry.build_registry(people, units, plan)
    world = SimpleNamespace(
        people=people,
        # Words that the addresses of the tables hold in braces.
        words={
            **{state: f"{year}/{quarter}/P1" for state, (year, quarter) in QUARTER_OF.items()},
            "paper": f"{PAPER_OF[0]}/{PAPER_OF[1]}/P2",
            "draft_file": files["NHAP-P1"].sha256,
            "official_file": files["BAN-P1"].sha256,
            "other_file": files["NHAP-P2"].sha256,
            "offline_file": _offline(people).pk,
            "draft_revision": Report.objects.get(unit=units.p1, period=periods[2019, 2]).revision,
            "code": publications["published"].code,
            **letters,
            "proposal": Proposal.objects.get(report__unit=units.p1).pk,
            "other_proposal": Proposal.objects.get(report__unit=units.p2).pk,
            "version": Report.objects.get(unit=units.p1, period=periods[2017, 2]).official_id,
            "uid": urlsafe_base64_encode(force_bytes(people["reporter"].pk)),
            "calendar": calendar,
            "user": people["nobody"].pk,
            "user_type": _content_type(User),
            "unit": units.p1.pk,
            "membership": people["coming"].memberships.get().pk,
            "succession": succession.pk,
            "auditevent": event.pk,
            "plan": plan.pk,
            "heading": Heading.objects.get().pk,
            "passage": passage.pk,
            "period": periods[2017, 1].pk,
            "target": target.pk,
            "assignment": assignment.pk,
            "task": task.pk,
            **_earlier(unit=units.p1, plan=plan, period=periods[2017, 1], target=target, assignment=assignment, task=task),
            **records,
            **plans,
            **public.build_public(people, units, plan),
            **initiatives.build_initiatives(people, units, plan),
            **in_charge.build_people(people, units),
            **structure.build_structure(units, periods),
            **emulation.build_emulation(people, units),
            **council.build_councils(units),
            **budget.build_budgets(units),
            **work.build_jobs(people, publications["failed"]),
            **importing.build_imports(people),
            "membership_history": people["coming"].memberships.get().history.latest().pk,
        },
    )
    # Told while the role was held, and put away: a column's people are alike.
    Notice.objects.filter(user=people["former"]).update(read_at=clock.now())
    return world


def _content_type(model):
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(model).pk


def _earlier(**rows) -> dict[str, int]:
    return {f"{name}_history": row.history.latest().pk for name, row in rows.items()}


def _people(units) -> dict[str, User]:
    """Username is the name in COLUMNS. A right holds on its first day and on its last."""
    today = clock.today()
    yesterday, tomorrow = today.fromordinal(today.toordinal() - 1), today.fromordinal(today.toordinal() + 1)
    members = [
        ("reporter", "reporter", units.p1, make.START, today),
        ("head", "head", units.p1, make.START, None),
        ("other_reporter", "reporter", units.p2, today, None),
        ("other_head", "head", units.p2, make.START, None),
        ("reviewer", "reviewer", units.pkt, make.START, None),
        ("office_head", "office_head", units.pkt, make.START, None),
        # The office files a report of its own.
        ("reviewer", "reporter", units.pkt, make.START, None),
        ("office_head", "head", units.pkt, make.START, None),
        ("leader", "leader", None, make.START, None),
        ("administrator", "administrator", None, make.START, None),
        ("both", "reviewer", units.pkt, make.START, None),
        ("both", "reporter", units.p1, make.START, None),
        ("both", "head", units.p2, make.START, None),
        ("inactive", "head", units.p1, make.START, None),
        ("former", "head", units.p1, make.START, yesterday),
        ("former", "reviewer", units.pkt, make.START, yesterday),
        ("coming", "administrator", None, tomorrow, None),
    ]
    names = ["nobody", *dict.fromkeys(name for name, *_ in members)]
    people = {name: make.make_user(name, is_active=name != "inactive") for name in names}
    # Django's own marks of power open nothing here.
    User.objects.filter(username="nobody").update(is_staff=True, is_superuser=True)
    people["nobody"].refresh_from_db()
    for name, role, unit, since, until in members:
        Membership.objects.create(user=people[name], unit=unit, role=role, valid_from=since, valid_to=until)
    return people


def _file(secret) -> uploads.Stored:
    return uploads.store(SimpleUploadedFile(f"{secret}.pdf", f"%PDF-1.4 {secret}".encode()))


def _asked(secret) -> dict[str, str]:
    return {"proposal-1-addressee": "committee", "proposal-1-text": f"{secret} proposal row"}


def _write(code, where, by, secret, figure=None, files=()):
    """Save the form of a report as ``by``; its own files give way to ``files``."""
    report = Report.objects.for_address(*where, code).select_related("unit", "period__plan").get()
    sheet = sheets.load(report, clock.today())
    assert filing.read(sheet, written(secret, figure) | (_asked(secret) if where == ASKED_IN else {}))
    old = report.attachments.first()
    filing.save(sheet, by=by, revision=report.revision, added=files, removed=old and old.pk)
    return report


def _act(report, name, by, reason=""):
    report.refresh_from_db()
    workflow.move(name, report, by=by, reason=reason, sheet=sheets.load(report, clock.today()))
    report.refresh_from_db()


def _accept(code, where, people, official, draft, files, figure=None):
    """Sent with ``draft``, returned, sent again with ``official``, accepted: only the second time may be told."""
    writer, head = (people["reporter"], people["head"]) if code == "P1" else (people["other_reporter"], people["other_head"])
    report = _write(code, where, writer, draft, files=[files[draft]])
    _act(report, "send", head)
    _act(report, "return", people["reviewer"], f"{draft} ghi lại")
    report = _write(code, where, writer, official, figure, files=[files[official]])
    _act(report, "send", head)
    _act(report, "accept", people["reviewer"])
    return report


def _p1(people, files):
    reporter, head, reviewer = people["reporter"], people["head"], people["reviewer"]
    draft = {"secret": "NHAP-P1", "files": [files["NHAP-P1"]]}
    made = {
        state: _write("P1", QUARTER_OF[state], reporter, **draft)
        for state in ("pending", "sent", "taken", "returned", "excluded", "locked", "draft")
    }
    _act(made["pending"], "submit", reporter)
    for state in ("sent", "taken", "returned"):
        _act(made[state], "send", head)
    _act(made["taken"], "take", reviewer)
    _act(made["returned"], "return", reviewer, "NHAP-P1 ghi lại")
    exclusions.exclude(made["excluded"], by=reviewer, reason="Sửa trụ sở")
    made["accepted"] = _accept("P1", QUARTER_OF["accepted"], people, "BAN-P1", "NHAP-P1", files)
    made["reopened"] = _accept("P1", QUARTER_OF["reopened"], people, "BAN-P1", "NHAP-P1", files)
    _act(made["reopened"], "unlock", reviewer, "Đính chính")
    _write("P1", QUARTER_OF["reopened"], reporter, **draft)
    period = made["locked"].period
    period.locks_on = period.due_on
    period.save()
    for report in made.values():
        report.hands.add(people["both"])


def _p2(people, files):
    """Accepted in 2017, sent in Quý II/2018, being written in the latest.

    The figure is a secret only where P1 has one too: the district's totals are for everybody.
    """
    for where, figure in {(2017, 1): None, (2017, 2): None, (2017, 3): "1", (2017, 4): "1"}.items():
        _accept("P2", where, people, "BAN-P2", "NHAP-P2", files, figure)
    sent = _write("P2", (2018, 2), people["other_reporter"], "NHAP-P2")
    _act(sent, "send", people["other_head"])
    _write("P2", (2019, 2), people["other_reporter"], "NHAP-P2", files=[files["NHAP-P2"]])


def _paper(people):
    report = Report.objects.for_address(*PAPER_OF, "P2").select_related("unit", "period__plan").get()
    paper.begin(report, by=people["reviewer"], received_on=clock.today(), scan=_file("giay"))


def _letterheads(plan) -> dict[str, int]:
    """The office's two, as they come with a plan."""
    words = {}
    for template, signatories in office_templates.of_plan(plan):
        template.save()
        for row in signatories:
            row.template = template
            row.save()
            words |= {f"template_{template.order}": template.pk, f"signatory_{template.order}": row.pk}
    return words


def _offline(people):
    """A workbook of P1's draft in which one text was changed, handed in and not put in."""
    report = Report.objects.for_address(*QUARTER_OF["draft"], "P1").select_related("unit", "period__plan").get()
    sheet = sheets.load(report, clock.today())
    said = sheet.texts[0]
    said.value = "Lời viết khi không có mạng"
    content = writing.write(sheet, clock.now())
    said.value = report.situation
    return handing_in.hand_in(report, SimpleUploadedFile("NHAP-P1.xlsx", content), sheet, by=people["reporter"])


def _publications(people, periods) -> dict[str, Publication]:
    """In 2017: published, but its file failed; a draft; published; published and being corrected. 2018: nothing."""
    chief = people["office_head"]

    def draft(row, secret):
        texts = {name: f"{secret} {name}" for name in Publication.SECTIONS}
        publishing.save(row, texts=texts, by=chief, revision=row.revision)
        return row

    made = {}
    for name, where in {"draft": (2017, 2), "published": (2017, 3), "corrected": (2017, 4), "failed": (2017, 1)}.items():
        secret = "DU-THAO-TONG-HOP" if name == "draft" else "DA-TONG-HOP"
        made[name] = draft(publishing.start(periods[where], by=chief), secret)
        if name != "draft":
            publishing.publish(made[name], by=chief, revision=made[name].revision)
    draft(publishing.correct(made["corrected"], by=chief, reason="Cộng nhầm"), "DU-THAO-TONG-HOP")
    # Of several quarters: half of 2017 a draft, the year published, 9 months and the term nothing.
    draft(publishing.start(periods[2017, 2], by=chief, kind="half"), "DU-THAO-TONG-HOP")
    year = draft(publishing.start(periods[2017, 4], by=chief, kind="year"), "DA-TONG-HOP")
    publishing.publish(year, by=chief, revision=year.revision)
    drawn = [made["published"].pk, made["corrected"].pk, year.pk]
    for kind in Publication.Format:
        sha256 = storage.put(b"%PDF-1.7 DA-TONG-HOP", storage.PUBLISHED, f".{kind}")
        file = {f"{kind}_sha256": sha256, f"{kind}_size": 20}
        Publication.objects.filter(pk__in=drawn).update(**file, pdf_pages=1)
    Job.objects.filter(subject__in=[f"publication-{pk}" for pk in drawn]).update(state=Job.State.DONE)
    Job.objects.filter(subject=f"publication-{made['failed'].pk}").update(state=Job.State.FAILED, error="Không tạo được")
    return made


# --- What may not change -------------------------------------------------------------------------------------------

_OURS = {"units", "targets", "initiatives", "reports", "admin"}


def _columns():
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in _OURS and model is not Session:
            names = [field.column for field in model._meta.concrete_fields if field.name != "last_login"]
            yield model._meta.db_table, ", ".join(f'"{name}"' for name in names), model._meta.pk.column


def checksum() -> str:
    """A digest over every row of every table of ours, people's last login and sessions left out."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table, columns, key in _columns():
            cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY "{key}"')
            digest.update(f"{table} {cursor.fetchall()!r}".encode())
    return digest.hexdigest()
