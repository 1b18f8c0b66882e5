"""Emulation as the demonstration tells it: the scales of 2017 from draft to published scores, those of 2018 on their
way. By the portal's own acts, each at its day and hour; the scale of 2017 came into force on the day that Văn phòng
reports for CK02 (05/12/2017)."""

import datetime as dt
from decimal import Decimal

from django.db.models import F
from django.utils.datastructures import MultiValueDict

from reports.demo import emulation_texts as texts
from reports.demo.calendar import instant
from reports.demo.people import reporter_of
from reports.demo.story import as_of
from reports.demo.texts import number
from reports.emulation import entries, marks, publishing, schemes, scoring
from reports.models import Notice, OutboxMail, Scheme, ScoreSheet
from units import clock, doorbell
from units.models import Unit

Group = Unit.Group
GROUPS = (Group.WARD, Group.OFFICE, Group.PUBLIC, Group.MASS)
ASKED = "LDLD"  # the mass organisation that asked to be scored for 2017


def tell(users) -> None:
    """``users`` by username. Nothing here is later than 07/06/2018; what it told was read, and its mails are gone."""
    last = Notice.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    with doorbell.silent():
        _Story(users).tell()
    told = Notice.objects.filter(pk__gt=last)
    told.update(read_at=F("at"))
    letters = told.exclude(subject="")
    OutboxMail.objects.bulk_create(
        OutboxMail(at=row.at, to=row.user.email, subject=row.subject, body=row.body)
        for row in letters.filter(at__gte=instant("2018-05-31T00:00")).select_related("user").order_by("at", "pk")
    )
    letters.update(mailed_at=F("at"))


class _Story:
    def __init__(self, users):
        self.users = users
        self.drafter, self.chief = users["vp.canbo"], users["vp.lanhdao"]
        self.reviewer, self.office_head = users["pkt.chuyenvien"], users["pkt.truongphong"]

    def tell(self):
        for place, group in enumerate(GROUPS):
            self._scale_of_2017(group, place)
        for group in GROUPS:
            self._scores_of_2017(group)
        self._scales_of_2018()

    # --- Scales ------------------------------------------------------------------------------------------------------

    def _act(self, name, scheme, by, at, **said):
        """A move of the scale as it stands; it is read again."""
        scheme.refresh_from_db()
        with as_of(instant(at)):
            schemes.ACTS[name](scheme, by=by, at=clock.now(), revision=scheme.revision, said=said)

    def _scale_of_2017(self, group, place):
        at = instant(f"2017-11-2{place}T09:10")
        scheme = schemes.start(2017, group, by=self.drafter, at=at)
        settings = {"scale": "100", "tie_rule": texts.TIES[group], "note": texts.NOTES[group]}
        settings |= {"on_request": "1"} if group == Group.MASS else {}
        schemes.save_settings(scheme, by=self.drafter, at=at, revision=scheme.revision, said=settings)
        for order, said in enumerate(texts.CRITERIA[group], 1):
            told = {"by": self.drafter, "at": at, "revision": scheme.revision}
            schemes.save_criterion(scheme, None, **told, said={"order": str(order), **said})
        self._act("send", scheme, self.chief, f"2017-11-27T1{place}:05")
        self._act("appraise", scheme, self.reviewer, f"2017-12-01T1{place}:20", opinion=texts.OPINION)
        approval = {"in_force_on": "05/12/2017", "decision_number": "1534/UBND-KT"}
        self._act("approve", scheme, self.office_head, f"2017-12-05T1{place}:30", **approval)

    def _scales_of_2018(self):
        """Copied in May: the wards' came into force on 07/06 and was opened at once, so that they enter as they go;
        the offices' waits for approval, the public units' is a draft."""
        ward, office, public = (
            schemes.start(2018, group, by=self.drafter, at=instant(f"2018-05-2{day}T09:30"))
            for group, day in ((Group.WARD, 1), (Group.OFFICE, 2), (Group.PUBLIC, 3))
        )
        for scheme in (ward, office):
            plan = scheme.criteria.get(title=texts.PLAN_BY_HAND["title"])
            told = {"by": self.drafter, "at": instant("2018-05-24T14:10"), "revision": scheme.revision}
            schemes.save_criterion(scheme, plan.pk, **told, said={"order": str(plan.order), **texts.PLAN_BY_PORTAL})
            self._act("send", scheme, self.chief, "2018-05-28T10:15")
            self._act("appraise", scheme, self.reviewer, "2018-06-04T15:20", opinion=texts.OPINION_2018)
        approval = {"in_force_on": "07/06/2018", "decision_number": ""}
        self._act("approve", ward, self.office_head, "2018-06-07T09:40", **approval)
        days = {"self_score_until": "20/12/2018", "explain_until": "10/01/2019"}
        self._act("open", ward, self.reviewer, "2018-06-07T10:30", **days)
        sheet = ScoreSheet.objects.select_related("scheme", "unit").get(scheme=ward, unit__code="P1")
        self._save(sheet, instant("2018-06-07T15:40"), most=1)

    # --- Scores ------------------------------------------------------------------------------------------------------

    def _scores_of_2017(self, group):
        scheme = Scheme.objects.get(year=2017, group=group)
        if group == Group.MASS:
            unit = Unit.objects.get(code=ASKED)
            scoring.ask(scheme, unit, by=self.users["ldld.lanhdao"], at=instant("2017-12-19T09:25"))
        days = {"self_score_until": "22/01/2018", "explain_until": "05/02/2018"}
        self._act("open", scheme, self.reviewer, f"2018-01-08T1{GROUPS.index(group)}:00", **days)
        sheets = scheme.sheets.select_related("unit", "scheme")
        for sheet in sheets:
            day = number(9, 19, "scored", sheet.unit.code)
            day += {13: 2, 14: 1}.get(day, 0)  # not on a weekend
            at = instant(f"2018-01-{day:02d}T{number(8, 10, 'hour', sheet.unit.code):02d}:25")
            self._save(sheet, at)
            by = self.users[f"{sheet.unit.code.lower()}.{'lanhdao' if sheet.unit.has_head_step else 'canbo'}"]
            scoring.send(sheet, by=by, at=at + dt.timedelta(hours=5), revision=sheet.revision)
        for place, one in enumerate(scheme.sheets.select_related("unit", "scheme")):
            day = 24 + place // 6
            day += 2 if day > 26 else 0
            self._appraise(one, instant(f"2018-01-{day}T{8 + place % 3:02d}:35"))
        scheme.refresh_from_db()
        at = instant(f"2018-02-08T{8 + GROUPS.index(group):02d}:30")
        publishing.publish(scheme, by=self.office_head, at=at, revision=scheme.revision)

    def _save(self, sheet, at, most=None):
        lines = entries.scored_by_unit(marks.entered(sheet))[:most]
        found = [entry for line in lines if (entry := _entry(line, sheet.unit.code))]
        by = reporter_of(self.users, sheet.unit.code, at.date())
        scoring.save(sheet, found, by=by, at=at, revision=sheet.revision)

    def _appraise(self, sheet, at):
        lines = marks.entered(sheet)
        by = self.office_head if sheet.unit.code == "PKT" else self.reviewer
        post = MultiValueDict()
        for line in lines:
            given, reason = _given(line, sheet.unit.code)
            post[f"{line.stem}-given"], post[f"{line.stem}-reason"] = given, reason
        found, problems = entries.read_appraisal(lines, post)
        if problems:
            raise ValueError(f"{sheet}: {problems}")
        scoring.appraise(sheet, found, by=by, at=at, revision=sheet.revision)
        if sheet.unit.code in texts.EXPLAINED:
            said, answer, points = texts.EXPLAINED[sheet.unit.code]
            head = self.users[f"{sheet.unit.code.lower()}.lanhdao"]
            scoring.explain(sheet, said, by=head, at=at + dt.timedelta(days=1, hours=1), revision=sheet.revision)
            for entry in found:
                if points is not None and entry.line.differs and entry.line.criterion.kind == "criterion":
                    entry.points = Decimal(points)
            later = at + dt.timedelta(days=5, hours=2)
            scoring.appraise(sheet, found, by=by, at=later, revision=sheet.revision, answer=answer)


def _entry(line, code):
    """What the unit gives itself, as the text of its criterion says; a bonus only where it has one."""
    title, maximum = line.criterion.title, line.criterion.maximum
    if line.criterion.kind == "bonus":
        if (code, title) not in texts.BONUS:
            return None
        points, grounds = texts.BONUS[code, title]
        return entries.Entry(line, Decimal(points), grounds, texts.link(code, title))
    points, grounds = texts.OWN.get((code, title)) or (
        maximum - Decimal(number(0, 3, "self", code, title)) / 2,
        texts.grounds(code, title),
    )
    return entries.Entry(line, points, grounds, texts.link(code, title) if points == maximum else "")


def _given(line, code) -> tuple[str, str]:
    """The office's points and, where they are others, why."""
    own = line.self_points or Decimal(0)
    title = line.criterion.title
    given, reason = texts.OTHERWISE.get((code, title), (None, ""))
    value = own if given is None else Decimal(given)
    if not reason and value != own:
        raise ValueError(f"{code} {title}: no reason")
    return str(value.normalize() + 0).replace(".", ","), reason
