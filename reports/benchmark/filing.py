"""A unit files: the form is opened, saves itself twice, is saved and sent."""

from contextlib import contextmanager
from statistics import median
from urllib.parse import urlencode

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.middleware.csrf import _get_new_csrf_string

from reports import sheet as sheets
from reports.benchmark import country, measure, pages, people
from reports.models import Narrative, Report
from units.roles import Role

SENTENCE = "Đơn vị đã triển khai các nhiệm vụ được giao trong quý và cập nhật kết quả vào sổ theo dõi của cổng."
# PostgreSQL plans a statement anew five times before it keeps a plan.
KEPT = 6


class Filing:
    """Requests of the officer of a unit that is late in the open quarter; there is no head's step."""

    def __init__(self, handler, unit=None):
        self.handler = handler
        unit = unit or people.filing_unit()
        person = people.person(Role.REPORTER, unit)
        token = _get_new_csrf_string()
        self.cookies = f"{pages.logged_in(person)}; csrftoken={token}"
        self.report = Report.objects.select_related("unit", "period__plan").get(
            unit=unit, period__year=country.OPEN.year, period__quarter=country.OPEN.number
        )
        self.address = f"/bao-cao/{country.OPEN.year}/{country.OPEN.number}/{unit.code}/soan/"
        self.form = pages.environ(self.address, cookies=self.cookies)
        self._values = self._written() | {"csrfmiddlewaretoken": token}

    def _written(self) -> dict[str, str]:
        """Every line of the form, filled in."""
        sheet = sheets.load(self.report, country.TODAY)
        values = dict.fromkeys(Narrative.SECTIONS, SENTENCE)
        for line in sheet.figures:
            for name in line.inputs:
                values[name] = {"yesno": "yes", "date": "08/03/2021"}.get(line.kind, "1")
            values[line.explanation_name] = "Số liệu đã đối chiếu với sổ theo dõi."
        for line in sheet.tasks:
            values |= {f"{line.stem}-status": "underway", f"{line.stem}-note": SENTENCE}
        return values

    def post(self, revision, is_small=False, **changes):
        """A save; ``is_small``: by the page itself, of one text."""
        values = self._values | changes
        if is_small:
            values = {name: values[name] for name in ("situation", "csrfmiddlewaretoken")}
        more = {"HTTP_ACCEPT": "application/json"} if is_small else {}
        body = urlencode(values | {"revision": revision}).encode()
        return pages.environ(
            self.address, cookies=self.cookies, method="POST", body=body,
            CONTENT_TYPE="application/x-www-form-urlencoded", **more,
        )  # fmt: skip

    def ask(self, request, status):
        answered = pages.call(self.handler, request)
        if answered != status:
            raise RuntimeError(f"{request['REQUEST_METHOD']} {self.address} answers {answered}, not {status}")

    def saves(self):
        """A save of words each time that it is called, on what stands there; nobody else saves meanwhile. Making the
        request is counted along."""
        revision = self._revision()

        def save():
            nonlocal revision
            self.ask(self.post(revision, situation=f"{SENTENCE} Lần {revision}."), 302)
            revision += 1

        return save

    def whole(self, revision):
        """The five requests, from a draft of this revision."""
        return [
            (self.form, 200),
            (self.post(revision, is_small=True, situation=f"{SENTENCE} Một."), 200),
            (self.post(revision + 1, is_small=True, situation=f"{SENTENCE} Hai."), 200),
            (self.post(revision + 2), 302),
            (self.post(revision + 3, move="send"), 302),
        ]

    def measured(self, size, wanted) -> dict[str, float]:
        found = {}
        with _undone():
            save = self.saves()
            save()
            if "save_queries" in wanted:
                found["save_queries"] = pages.queries(save)
            if "send_queries" in wanted:
                # As it was saved a moment ago.
                self.ask(self.post(self._revision()), 302)
                send = self.post(self._revision(), move="send")
                found["send_queries"] = pages.queries(lambda: self.ask(send, 302))
        if "save_cpu_x" in wanted:
            # By another unit and for good: within one transaction no state of its draft goes, and PostgreSQL walks all.
            found["save_cpu_x"] = pages.cpu_x(Filing(self.handler, people.filing_unit(1)).saves(), size)
        if {"filing_queries", "filing_cpu_x"} & set(wanted):
            found |= self._filed(size)
        return {name: value for name, value in found.items() if name in wanted}

    def _revision(self):
        return Report.objects.values_list("revision", flat=True).get(pk=self.report.pk)

    def _filed(self, size):
        """Each turn is another unit's: taken back, a filing would take from the connection the plans that it keeps."""
        bare, request = pages.floor(), pages.environ("/")
        taken, floors, number = [], [], 0
        for turn in range(KEPT + max(size.rounds, 2)):
            unit = people.filing_unit(turn + 2)
            if unit is None:
                break
            one = Filing(self.handler, unit)
            requests = one.whole(one._revision())

            def file(one=one, requests=requests):
                for request, status in requests:
                    one.ask(request, status)

            if turn < KEPT:
                number = pages.queries(file)
                continue
            taken.append(measure.cpu_of(file))
            floors.append(measure.cpu_of(lambda: pages.call(bare, request), pages.BATCH))
        if not taken:
            raise RuntimeError("too few units that have written nothing: take a second size of 200 or more")
        return {"filing_queries": number, "filing_cpu_x": median(taken) / median(floors)}


@contextmanager
def _undone():
    """Within it everything is written, and afterwards nothing has been. Requests would close the connection, and the
    transaction with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
