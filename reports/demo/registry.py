"""Tells what was recorded, confirmed and published, through the registry's own forms and acts."""

import datetime as dt

from django.utils.datastructures import MultiValueDict

from initiatives import activities, entry, rules, schools
from initiatives.models import Activity
from reports.demo import people, records
from reports.demo.article_texts import ARTICLES
from reports.demo.calendar import instant
from reports.demo.texts import number, working_day
from targets.models import Period
from units import clock
from units.models import Unit
from units.vietnamese import format_date

# Articles that came out after this day still wait for the office.
CONFIRMED_THROUGH = dt.date(2018, 5, 30)


class Registry:
    """``users`` by username. ``acts()``: (instant, function, its arguments) of all that happened in the registry."""

    def __init__(self, users):
        self.users = users
        self.reviewer = users["pkt.chuyenvien"]
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        names = {code: f"{code.lower()}.canbo" for code in self.units}
        self.officers = {code: users[name].pk for code, name in names.items() if name in users}

    def acts(self):
        yield instant("2016-12-28T09:10"), self.enter_schools, ()
        # A day before Quý I/2018 begins, so that no record of it was typed as well.
        yield instant("2017-12-14T16:20"), self.count_from_records, ()
        for told in records.ALL:
            yield told.recorded_at, self.record, (told,)
            if told.answer:
                yield told.answered_at, self.answer, (told,)
            if told.shown_on:
                yield told.shown_at, self.show, (told,)
        for article in ARTICLES:
            day = article.published_on
            written_on = working_day(day - dt.timedelta(2), -1)
            minute = number(0, 50, "article", article.title)
            yield instant(f"{written_on}T09:{minute:02d}"), self.propose, (article, written_on)
            yield instant(f"{day}T11:{minute:02d}"), self.publish, (article,)
            if day <= CONFIRMED_THROUGH:
                confirmed_on = working_day(day + dt.timedelta(1))
                yield instant(f"{confirmed_on}T15:{minute:02d}"), self.confirm, (article,)

    def enter_schools(self):
        by = self.users["gddt.canbo"]
        for code, name, level, managed_by in records.SCHOOLS:
            said = schools.Said(name, level, managed_by, dt.date(2016, 12, 19), None)
            self.units[code] = schools.save(None, said, by=by, on=clock.today())

    def count_from_records(self):
        for target in rules.countable():
            year, quarter = records.COUNTED_LATER.get(target.code, records.COUNTED_FROM)
            since = Period.objects.get(year=year, quarter=quarter)
            stamp = rules.stamp_of(target.counting, None)
            rules.save(target.counting, by=self.users["quantri"], since=since, stamp=stamp)

    def record(self, told):
        given = [self.units[code].code for code in told.schools]
        self._record(told.kind, told.unit, told.post(self.officers, given))

    def _record(self, kind, code, post):
        by = people.reporter_of(self.users, code, clock.today())
        form = entry.blank(kind, self.units[code], clock.today())
        form.read(post, {}, by=by)
        activities.record(form, by=by, at=clock.now())

    def _found(self, told):
        return Activity.objects.select_related("unit").get(title=told.title, unit=self.units[told.unit])

    def answer(self, told):
        if told.answer == "confirm":
            self.confirm(told)
        else:
            activities.send_back(self._found(told), by=self.reviewer, at=clock.now(), reason=told.answer)

    def confirm(self, told):
        activities.confirm(self._found(told), by=self.reviewer, at=clock.now())

    def show(self, told):
        activities.show(self._found(told), by=self.reviewer, at=clock.now())

    # --- Articles: proposed by units, published by Trung tâm Văn hóa -------------------------------------------------

    def propose(self, article, written_on):
        said = {
            "title": article.title,
            "starts_on": format_date(written_on),
            "article_type": article.article_type,
            "summary": article.summary,
            "heading": article.heading,
            "on_website": "on",
        }
        self._record("article", article.unit, MultiValueDict({name: [value] for name, value in said.items()}))

    def publish(self, article):
        activities.publish(
            self._found(article),
            by=self.users["ttvh.canbo"],
            at=clock.now(),
            on=article.published_on,
            on_website=True,
            in_print=number(0, 2, "print", article.title) == 0,
        )
