"""Tells what units planned for 2017 and 2018, through the acts of annual plans, as PLANNED says who was accepted when.

Of 2018 five units have no accepted plan: one sent, one came back, one waits for its head, one is half written, of one
there is nothing; its plan of 2017 came back and was never sent again. Two have changed theirs in mid-year.
"""

import datetime as dt

from initiatives import rules
from reports import annual_form, annual_lists, annual_plans
from reports.demo import annual_texts as words
from reports.demo.calendar import instant
from reports.demo.figures import ALL, PLANNED, WARDS
from reports.demo.people import BY_AUTHORITY, reporter_of
from reports.demo.texts import number, working_day
from targets.models import AnnualPlan, Period
from units import clock
from units.models import Unit
from units.vietnamese import format_date, format_number

# The first day of the window in which the plans of a quarter came, and the days over which they were spread.
_FROM = {0: ("2017-01-09", 40), 1: ("2017-03-20", 55), 4: ("2018-01-03", 45)}
TOLD_FROM = (2018, 2)


class AnnualPlans:
    """``users`` by username. ``acts()``: (instant, function, its arguments)."""

    def __init__(self, users):
        self.users = users
        self.reviewer, self.office_head = users["pkt.chuyenvien"], users["pkt.truongphong"]
        self.units = {unit.code: unit for unit in Unit.objects.filter(code__in=ALL)}

    def acts(self):
        for year, planned in PLANNED.items():
            for code, quarter in planned.items():
                yield from self._way(code, year, quarter)
        yield from self._unfinished()
        yield from self._changes()
        yield instant("2018-02-05T09:40"), self.remind, (2018,)
        yield instant("2018-03-14T16:25"), self.tell_from_the_portal, ()

    def _way(self, code, year, quarter):
        first, span = _FROM[quarter]
        day = working_day(dt.date.fromisoformat(first) + dt.timedelta(number(0, span, "plan", code, year)))
        yield _at(day, 9, code), self.write, (code, year)
        sent_on = working_day(day + dt.timedelta(1))
        yield _at(sent_on, 10, code), self.send, (code, year)
        looked_on = working_day(sent_on + dt.timedelta(number(1, 4, "look", code, year)))
        if (code, year) in words.RETURNED:
            yield _at(looked_on, 14, code), self.send_back, (code, year)
            again = working_day(looked_on + dt.timedelta(2))
            yield _at(again, 9, code), self.mend, (code, year)
            yield _at(again, 10, code), self.send, (code, year)
            looked_on = working_day(looked_on + dt.timedelta(4))
        yield _at(looked_on, 15, code), self.accept, (code, year)

    def _unfinished(self):
        yield instant("2017-04-11T10:15"), self.write, ("P14", 2017)
        yield instant("2017-04-12T09:05"), self.send, ("P14", 2017)
        yield instant("2017-04-18T14:40"), self.send_back, ("P14", 2017)
        yield instant("2018-02-12T09:20"), self.write, ("P10", 2018)
        yield instant("2018-02-13T10:10"), self.send, ("P10", 2018)
        yield instant("2018-02-22T14:30"), self.send_back, ("P10", 2018)
        yield instant("2018-05-21T09:35"), self.write, ("YT", 2018)
        yield instant("2018-06-04T15:20"), self.send, ("YT", 2018)
        yield instant("2018-06-01T14:05"), self.write, ("TP", 2018)
        yield instant("2018-06-06T10:40"), self.submit, ("TP", 2018)
        yield instant("2018-05-29T16:15"), self.begin, ("LDLD", 2018)

    def _changes(self):
        yield instant("2018-05-08T09:15"), self.amend, ("P12", self._later)
        yield instant("2018-05-09T10:05"), self.send, ("P12", 2018)
        yield instant("2018-05-14T15:10"), self.accept, ("P12", 2018)
        yield instant("2018-06-05T09:50"), self.amend, ("VP", self._solar)

    # --- What people did ---------------------------------------------------------------------------------------------

    def _row(self, code, year) -> AnnualPlan:
        return AnnualPlan.objects.select_related("unit", "official").get(unit=self.units[code], year=year)

    def _reporter(self, code):
        return reporter_of(self.users, code, clock.today())

    def begin(self, code, year) -> AnnualPlan:
        return annual_plans.begin(self.units[code], year, by=self._reporter(code), at=clock.now())

    def write(self, code, year):
        draft = annual_form.load(self.begin(code, year))
        self._save(draft, code, self._post(draft, code, year) | words.FIRST.get((code, year), {}))

    def mend(self, code, year):
        draft = annual_form.load(self._row(code, year))
        self._save(draft, code, self._post(draft, code, year))

    def _save(self, draft, code, post):
        row = draft.row
        if not annual_form.read(draft, post):
            raise ValueError(f"{row.key}: {draft.errors}")
        annual_plans.save(draft, by=self._reporter(code), at=clock.now(), revision=row.revision)

    def _post(self, draft, code, year) -> dict[str, str]:
        say = _Speaker(code, year)
        head = self.users[f"{code.lower()}.lanhdao"].full_name
        people = [self._reporter(code).full_name, head]
        post = {"aims": words.AIMS[number(0, len(words.AIMS) - 1, "aims", code, year)]}
        for place, line in enumerate(draft.tasks):
            budget = number(0, 5, "budget", code, year, line.ref)
            post |= _fields(
                line.stem,
                say(_result(code, line.title, year), line.ref),
                _due(year, number(3, 12, "due", code, year, line.ref)),
                people[place % 2],
                budget * 5 if budget < 4 else 0,
            )
        for at, (title, heading, result, month, budget) in enumerate(words.OWN.get(code, ()), 1):
            post |= {f"own-{at}-title": title, f"own-{at}-heading": heading}
            post |= _fields(f"own-{at}", say(result, title), _due(year, month), people[at % 2], budget)
        return post

    def submit(self, code, year):
        annual_plans.move("submit", self._row(code, year), by=self._reporter(code), at=clock.now())

    def send(self, code, year):
        by = self._reporter(code) if code in BY_AUTHORITY else self.users[f"{code.lower()}.lanhdao"]
        annual_plans.move("send", self._row(code, year), by=by, at=clock.now())

    def accept(self, code, year):
        by = self.office_head if code == "PKT" else self.reviewer
        annual_plans.move("accept", self._row(code, year), by=by, at=clock.now())

    def send_back(self, code, year):
        said = {"reason": words.RETURNED[code, year]}
        annual_plans.move("return", self._row(code, year), by=self.reviewer, at=clock.now(), said=said)

    def amend(self, code, change):
        row = self._row(code, 2018)
        said = {"reason": words.AMENDED[code]}
        annual_plans.move("amend", row, by=self._reporter(code), at=clock.now(), said=said)
        draft = annual_form.load(row)
        self._save(draft, code, change(draft))

    def _later(self, draft):
        """The last of the unit's own work waits for its money."""
        line = draft.own[-1]
        return {f"{line.stem}-due_on": "20/12/2018", f"{line.stem}-budget": "", f"{line.stem}-fund": ""}

    def _solar(self, draft):
        title, heading, result, month, budget = words.SOLAR
        stem = f"own-{draft.next_number}"
        person = self._reporter("VP").full_name
        said = {f"{stem}-title": title, f"{stem}-heading": heading}
        return said | _fields(stem, result, _due(2018, month), person, budget)

    def remind(self, year):
        annual_lists.remind(annual_form.plan_of(year), year, by=self.reviewer, at=clock.now())

    def tell_from_the_portal(self):
        """A day before Quý II/2018 begins: CK13 and CK11 are not typed any more."""
        since = Period.objects.get(year=TOLD_FROM[0], quarter=TOLD_FROM[1])
        for target in rules.told_by_portal():
            rules.save_since(target, by=self.users["quantri"], since=since, stamp=rules.stamp_of(None, None))


def _result(code, title, year) -> str:
    if code in WARDS:
        return words.WARD_RESULTS[(WARDS.index(code) * 5 + year) % len(words.WARD_RESULTS)]
    return next(text for name, text in words.RESULTS.items() if name in title)


def _fields(stem, result, due_on, person, millions) -> dict[str, str]:
    budget = format_number(millions * 1_000_000) if millions else ""
    fund = "" if not millions else "district" if millions >= 15 else "unit"
    said = {"expected_result": result, "due_on": due_on, "person": person, "budget": budget, "fund": fund}
    return {f"{stem}-{name}": text for name, text in said.items()}


def _due(year, month) -> str:
    return format_date(working_day(dt.date(year, month, 25), -1))


def _at(day, hour, code) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, number(2, 55, "minute", day, hour, code)), clock.ZONE)


class _Speaker:
    """Fills the numbers of a sentence for one unit and year."""

    def __init__(self, code, year):
        self.key = (code, year)

    def __call__(self, sentence: str, salt: str) -> str:
        of = (*self.key, salt, sentence)
        return sentence.format(a=number(20, 85, "a", *of), b=number(3, 12, "b", *of), year=self.key[1])
