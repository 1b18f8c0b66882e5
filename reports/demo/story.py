"""Tells the demonstration through the portal's own acts, one after the other, each at its day and hour.

Nothing is written behind the portal's back: forms are read, moves are made and reports published by the code that
serves people. Only what happened long ago is put away afterwards: old messages are read, their mails gone.
"""

import datetime as dt
from contextlib import contextmanager

from django.conf import settings
from django.db.models import F

from reports import (
    announcements,
    exclusions,
    filing,
    opening,
    proposals,
    publishing,
    reminders,
    rollup,
    sheet as sheets,
    stretches,
    workflow,
)
from reports.demo import budgets, calendar, digest, evidence, figures, people, requests, texts
from reports.demo.annual import AnnualPlans
from reports.demo.registry import Registry
from reports.kinds import Kind
from reports.models import Narrative, Notice, OutboxMail, Report
from targets.models import Period
from units import assignments, clock, doorbell
from units.models import Membership, Unit
from units.vietnamese import format_date

# Messages before this day have been read and put away; mails from it on stand on the outbox page.
FRESH_FROM = dt.date(2018, 5, 31)
# A step that is a word of the language.
_METHODS = {"return": "send_back"}


@contextmanager
def as_of(at: dt.datetime):
    """Within it the portal's present is ``at``."""
    before = settings.Q4KH_TODAY
    settings.Q4KH_TODAY = at.isoformat()
    try:
        yield
    finally:
        settings.Q4KH_TODAY = before


def tell(users) -> None:
    """Everything from the opening of Quý I/2017 to the evening of 07/06/2018; ``users`` by username."""
    rows = Period.objects.filter(year__in=(2017, 2018)).select_related("plan")
    periods = list(rows.order_by("year", "quarter")[:6])
    story = _Story(users, periods)
    # Sorted by time: what a form carries over, and what a published report knows, depends on what came before.
    told = [*story.acts(), *AnnualPlans(users).acts(), *Registry(users).acts(), *budgets.acts(users)]
    with doorbell.silent():
        for at, act, args in sorted(told, key=lambda row: row[0]):
            with as_of(at):
                act(*args)
    _put_away()


class _Story:
    def __init__(self, users, periods):
        self.users = users
        self.periods = periods
        self.units = {unit.code: unit for unit in Unit.objects.filter(code__in=figures.ALL)}
        self.reviewer = users["pkt.chuyenvien"]
        self.office_head = users["pkt.truongphong"]

    def acts(self):
        """(instant, function, its arguments) of all that happened."""
        for quarter, period in enumerate(self.periods):
            # The first window began before the plan was issued.
            opened_on = max(period.window_from, dt.date(2016, 12, 20))
            yield dt.datetime.combine(opened_on, dt.time(6, 30), clock.ZONE), self.open, (period,)
            for code in figures.ALL:
                for name, at in calendar.steps(code, quarter, period):
                    yield at, getattr(self, _METHODS.get(name, name)), (code, quarter)
        for code, quarter in calendar.EXCLUDED:
            yield calendar.instant("2017-12-05T09:20"), self.exclude, (code, quarter)
        for quarter, day in calendar.PUBLISHED.items():
            yield calendar.instant(f"{day}T08:40"), self.gather, (quarter,)
            yield calendar.instant(f"{day}T14:25"), self.publish, (quarter,)
        for hour, act in (("08:50", self.gather_year), ("15:10", self.publish_year)):
            yield calendar.instant(f"{calendar.YEAR_PUBLISHED}T{hour}"), act, ()
        for at, code, quarter, text in requests.answers():
            yield at, self.answer, (code, quarter, text)
        for code, (_, _, day, _) in people.TAKEN_OVER.items():
            at = dt.datetime.combine(day - dt.timedelta(2), dt.time(14, 10), clock.ZONE)
            yield at, self.hand_over, (code,)
        for at in calendar.REMINDED:
            yield calendar.instant(at), self.remind, ()

    # --- Units ---------------------------------------------------------------------------------------------------

    def report(self, code, quarter):
        """The row as it stands. Unit and period do not change while the story is told: they are not read again."""
        unit, period = self.units[code], self.periods[quarter]
        report = Report.objects.get(unit=unit, period=period)
        report.unit, report.period = unit, period
        return report

    def reporter(self, code):
        return people.reporter_of(self.users, code, clock.today())

    def head(self, code):
        return self.users[f"{code.lower()}.lanhdao"]

    def draft(self, code, quarter):
        """Half a form, as far as DRAFTED says."""
        said, counted, done = calendar.DRAFTED[code]
        sheet = sheets.load(self.report(code, quarter), clock.today())
        post = self._post(sheet, code, quarter)
        names = {
            *Narrative.SECTIONS[:said],
            *(name for line in sheet.figures[:counted] for name in (*line.inputs, line.explanation_name)),
            *(f"{line.stem}-{part}" for line in sheet.tasks[:done] for part in ("status", "note")),
        }
        self._save(sheet, code, {name: value for name, value in post.items() if name in names})

    def write(self, code, quarter):
        """The whole form; of a report that will come back, with what was wrong with it."""
        sheet = sheets.load(self.report(code, quarter), clock.today())
        wrong, _, _ = calendar.RETURNED.get((code, quarter), ({}, "", {}))
        excuse = calendar.FIRST_EXPLANATIONS.get((code, quarter), {})
        post = self._post(sheet, code, quarter) | wrong | excuse
        self._save(sheet, code, post, evidence.of(code, quarter))

    def rewrite(self, code, quarter):
        sheet = sheets.load(self.report(code, quarter), clock.today())
        blank = dict.fromkeys(calendar.FIRST_EXPLANATIONS.get((code, quarter), {}), "")
        self._save(sheet, code, self._post(sheet, code, quarter) | blank)

    def _post(self, sheet, code, quarter):
        period = self.periods[quarter]
        narrative = texts.narrative(code, quarter, period)
        return {
            **narrative,
            **figures.post_of(code, quarter, sheet.figures),
            **texts.notes(code, quarter, period, sheet.tasks),
            **self._paper(code, quarter),
            **requests.post_of(code, quarter, narrative),
        }

    def _paper(self, code, quarter):
        """Two wards of three also number and sign a report on paper."""
        number = texts.number(12, 88, "paper", code, quarter)
        if code not in figures.WARDS or number % 3 == 0:
            return {}
        return {
            "own_number": f"{number}/BC-UBND",
            "own_date": format_date(clock.today()),
            "signatory": self.head(code).full_name,
        }

    def _save(self, sheet, code, post, files=()):
        if not filing.read(sheet, post):
            wrong = {line.key: line.error for line in sheet.lines if line.error}
            raise ValueError(f"{sheet.report.key}: {wrong} {sheet.extra_errors}")
        filing.save(sheet, by=self.reporter(code), revision=sheet.report.revision, added=files)

    def submit(self, code, quarter):
        self._move("submit", code, quarter, self.reporter(code), needs_sheet=True)

    def send(self, code, quarter):
        report = self.report(code, quarter)
        sender = self.head(code) if report.unit.has_head_step else self.reporter(code)
        self._move("send", code, quarter, sender, needs_sheet=True)

    def _move(self, name, code, quarter, by, needs_sheet=False, **reasons):
        report = self.report(code, quarter)
        sheet = sheets.load(report, clock.today()) if needs_sheet else None
        workflow.move(name, report, by=by, sheet=sheet, **reasons)

    def hand_over(self, code):
        """The unit's head puts another officer in charge."""
        _, _, day, decision = people.TAKEN_OVER[code]
        leaving = Membership.objects.select_related("user", "unit").get(user=self.reporter(code), unit__code=code)
        successor = self.users[f"{code.lower()}.canbo"]
        made = assignments.hand_over(
            leaving, to=successor, on=day, decision=decision, by=self.head(code), today=clock.today()
        )
        announcements.put_in_charge(made, leaving=leaving, at=clock.now())

    # --- The Economics Office ------------------------------------------------------------------------------------

    def open(self, period):
        opening.open_period(period, clock.today(), at=clock.now())

    def remind(self):
        reminders.send_due(clock.today(), at=clock.now())

    def take(self, code, quarter):
        self._move("take", code, quarter, self._reviewer_of(code))

    def accept(self, code, quarter):
        self._move("accept", code, quarter, self._reviewer_of(code))

    def _reviewer_of(self, code):
        """The office's own report goes to its head."""
        return self.office_head if code == "PKT" else self.reviewer

    def send_back(self, code, quarter):
        _, reason, lines = calendar.RETURNED[code, quarter]
        self._move("return", code, quarter, self.reviewer, reason=reason, line_reasons=lines)

    def exclude(self, code, quarter):
        exclusions.exclude(self.report(code, quarter), by=self.reviewer, reason=calendar.EXCLUDED[code, quarter])

    def answer(self, code, quarter, text):
        """What the unit asked for in that quarter is answered, on the same day."""
        asked = proposals.of_report(self.report(code, quarter))[0]
        proposals.answer(asked, by=self.reviewer, text=text, on=clock.today())

    def gather(self, quarter):
        """The first draft as the portal gathers it, edited into prose."""
        period = self.periods[quarter]
        draft = publishing.start(period, by=self.reviewer)
        edited = digest.texts(quarter, rollup.consolidate(period, clock.today()))
        # Of the first the clerk gave a number: it is the one that is signed. The others wait for theirs.
        given = {"number": "" if quarter else "19", "day": clock.today()}
        publishing.save(draft, texts=edited, by=self.reviewer, revision=draft.revision, **given)

    def publish(self, quarter):
        draft = publishing.latest(self.periods[quarter])
        publishing.publish(draft, by=self.office_head, revision=draft.revision)

    def gather_year(self):
        """The report of 2017, written when the last of its quarters had been published."""
        draft = publishing.start(self.periods[3], by=self.reviewer, kind=Kind.YEAR)
        edited = digest.year(stretches.consolidate(draft.stretch, clock.today()))
        publishing.save(draft, texts=edited, by=self.reviewer, revision=draft.revision, number="", day=clock.today())

    def publish_year(self):
        draft = publishing.latest(self.periods[3], Kind.YEAR)
        publishing.publish(draft, by=self.office_head, revision=draft.revision)


def _put_away():
    """Read what is old, and count every mail as sent: nothing of the past must leave this machine."""
    fresh = dt.datetime.combine(FRESH_FROM, dt.time.min, clock.ZONE)
    Notice.objects.filter(at__lt=fresh).update(read_at=F("at"))
    letters = Notice.objects.exclude(subject="")
    OutboxMail.objects.bulk_create(
        OutboxMail(at=row.at, to=row.user.email, subject=row.subject, body=row.body)
        for row in letters.filter(at__gte=fresh).select_related("user").order_by("at", "pk")
    )
    letters.update(mailed_at=F("at"))
