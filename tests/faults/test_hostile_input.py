"""Everything of tests.faults.hostile through every form: nothing is misread, nothing is an error of the server.

Forms are found by opening the pages of the permission tables as somebody who may, so a new form is in it by itself. Here
each field of a form is given one text, another each time, and a field for numbers or days the extremes of both; with
--faults a form is given all texts, each of its fields some, and every field the extremes. What was taken must not break
the page that comes next either.
"""

import datetime as dt
import os
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from itertools import cycle, islice, product
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from reports.filing import MOST_COUNTED
from reports.models import Report
from targets.models import Target
from tests.faults import hostile
from tests.permissions import world as worlds
from tests.test_permissions import (  # noqa: F401  (world is a fixture)
    ROWS,
    SECRET,
    in_turn,
    posted,
    undone,
    world,
)
from units.admin_site import site
from units.models import Membership
from units.vietnamese import DateError, NumberError, clean_text, parse_date, parse_number

LONG = os.environ.get("Q4KH_FAULTS") == "1"
# Fields of one form that the short run looks at, texts that the long one gives each field, and what is left to it.
FIELDS, EACH = 5, 8
HUGE = 20_000
# Pages on which everything comes together: what the long run reads after an extreme or markup was taken.
READ_AFTER = [("leader", "/"), ("leader", "/chi-tieu/"), ("reviewer", "/"), ("reviewer", "/tien-do/")]

pytestmark = pytest.mark.django_db


# --- Forms on pages ----------------------------------------------------------------------------------------------------


class Forms(HTMLParser):
    """(method, action, fields) of every form on a page, fields by name with their values; ``numbers``: names of those
    that numbers or days are typed in."""

    def __init__(self, body):
        super().__init__()
        self.found, self.numbers, self._form, self._select, self._area = [], set(), None, None, None
        self.feed(body)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "form":
            self._form = (named.get("method", "get").lower(), named.get("action") or "", {})
            self.found.append(self._form)
        if self._form is None:
            return
        fields, name = self._form[2], named.get("name")
        if tag == "option" and self._select and (self._select not in fields or "selected" in named):
            fields[self._select] = named.get("value") or ""
        if not name or "disabled" in named:
            return
        kind = named.get("type", "text")
        if named.get("inputmode") in ("numeric", "decimal") or kind in ("number", "date"):
            self.numbers.add(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area, fields[name] = name, ""
        elif tag in ("input", "button") and kind != "file":
            # Of boxes and buttons of one name the first; whoever posts another value is hostile already.
            fields.setdefault(name, named.get("value") or "")

    def handle_data(self, data):
        if self._area:
            self._form[2][self._area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None


_NOT_PAGES = ("/pdf/", "/xlsx/", "dang=", "/tep/", "/ban-in/", "/excel/", "/danh-dau/", ".csv", ".json", ".ics", ".xml", ".txt", ".xlsx", "/docx/")


def found_forms(world):  # noqa: F811
    """(person, method, address, fields, those of numbers) of every form, one for each address of the table's and set of
    names."""
    writers = {}
    for row in ROWS:
        if row.method == "POST":
            writers.setdefault(row.address, next((column for column, cell in row.cells.items() if "+" in cell), None))
    seen = set()
    for row in ROWS:
        if row.method != "GET" or any(part in row.address for part in _NOT_PAGES):
            continue
        allowed = [column for column, cell in row.cells.items() if cell[0] == "2"]
        if not allowed:
            continue
        column = writers.get(row.address) if writers.get(row.address) in allowed else in_turn(allowed, row.turn)
        name = in_turn(worlds.COLUMNS[column], row.turn)
        path = row.address.format_map(world.words)
        body = send(world, name, "get", path).getvalue().decode(errors="replace")
        page = Forms(body)
        for method, action, fields in page.found:
            to = path if not action or action.startswith("?") else action
            try:
                route = resolve(urlsplit(to).path).route
            except Resolver404:
                continue
            shape = (method, route, frozenset(_shape(field) for field in fields))
            if shape not in seen:
                seen.add(shape)
                yield name, method, to, fields, page.numbers & fields.keys()


def _shape(name):
    """Rows of a list are alike: "own-3-title" is "own-0-title"."""
    return "".join("0" if letter.isdigit() else letter for letter in name)


def table_forms(world, known):  # noqa: F811
    """Of addresses that no page leads to with a form: what the tables post there."""
    for row in ROWS:
        path = row.address.format_map(world.words)
        column = next((column for column, cell in row.cells.items() if "+" in cell), None)
        if row.method == "POST" and column and resolve(urlsplit(path).path).route not in known:
            fields = posted(row.form.format_map(world.words), path)
            if fields:
                yield in_turn(worlds.COLUMNS[column], row.turn), "post", path, fields, set()


def send(world, name, method, path, fields=None, content_type="application/x-www-form-urlencoded"):  # noqa: F811
    cookies = {"csrftoken": SECRET, "sessionid": world.cookies[name]}
    world.client.cookies = SimpleCookie({key: value for key, value in cookies.items() if value})
    data = urlencode(fields or {}, errors="surrogatepass")
    if method == "get":
        if fields is not None:
            path = f"{path.partition('?')[0]}?{data}"
        return world.client.get(path)
    return world.client.generic("POST", path, data, content_type=content_type, headers={"x-csrftoken": SECRET})


# --- Through all of them ---------------------------------------------------------------------------------------------

# Never in an answer as it was typed; the others of the kind are bare letters or stand in our own pages as well.
_TELLING = [text for text in hostile.TEXTS if any(mark in text for mark in ("<script>a", "<svg/on", "<img src=x", "<base href=//"))]
_NEVER = {"csrfmiddlewaretoken"}


def problem_of(answer, typed) -> str:
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.get("Content-Type", "").startswith("text/html") and any(text in typed for text in _TELLING):
        body = answer.getvalue().decode(errors="replace")
        return next((f"shown as markup: {text}" for text in _TELLING if text in typed and text in body), "")
    return ""


def test_every_text_through_every_form(world, caplog):  # noqa: F811
    texts = {name: text for name, text in hostile.TEXTS.items() if len(text) <= HUGE}
    huge = {name: text for name, text in hostile.TEXTS.items() if len(text) > HUGE}
    read_after = {*hostile.EXTREMES, *(name for name, text in texts.items() if text in _TELLING)} if LONG else ()
    turn = cycle(texts.items())
    wrong, tried, known = {}, 0, set()

    def pairs(names, numbers, method):
        yield from product(names if LONG else sorted(numbers)[:FIELDS], hostile.EXTREMES.items())
        if LONG:
            # Every text, and every field EACH times.
            yield from zip(cycle(names), islice(cycle(texts.items()), max(len(texts), EACH * len(names))))
            if method == "post":  # no server takes an address as long as these
                yield from zip(cycle(names), huge.items())
        else:
            names = (names * 2)[tried % len(names) :][: min(FIELDS, len(names))]
            yield from ((field, next(turn)) for field in names)

    def try_form(name, method, path, fields, numbers):
        nonlocal tried
        names = [field for field in fields if field not in _NEVER]
        caplog.clear()  # every line of the log keeps its request
        for field, (label, text) in pairs(names, numbers, method) if names else ():
            with undone(world):
                answer = send(world, name, method, path, fields | {field: text})
                if problem := problem_of(answer, text):
                    wrong[path, field, label] = f"{name}: {problem}"
                if answer.status_code == 302:
                    for reader, page in [(name, urljoin(path, answer["Location"])), *(READ_AFTER if label in read_after else [])]:
                        if problem := problem_of(send(world, reader, "get", page), text):
                            wrong[path, field, label, page] = f"{reader}: {problem}"
            tried += 1

    for form in found_forms(world):
        if form[1] == "post":
            known.add(resolve(urlsplit(form[2]).path).route)
        try_form(*form)
    for form in table_forms(world, known):
        try_form(*form)
    assert wrong == {}
    # A change of the pages' markup must not empty this test.
    assert len(known) >= 60
    assert tried >= 500


_LONGEST = ["a million letters", "a million words", "a hundred thousand lines", "deep", "ten thousand marks", "NUL", "surrogate"]


@pytest.mark.parametrize("label", _LONGEST)
def test_the_longest_texts_through_the_filing_form(world, label):  # noqa: F811
    """Each narrative at once: kept as typed on a page that says which are too long, or read whole."""
    text, path = hostile.TEXTS[label], f"/bao-cao/{world.words['draft']}/soan/"
    with undone(world):
        fields = posted("@form", path)
        answer = send(world, "reporter", "post", path, fields | {"situation": text, "results": text})
        row = Report.objects.for_address(*(int(part) for part in world.words["draft"].split("/")[:2]), "P1").get()
        if answer.status_code == 302:
            # A half of a letter is decoded as three marks for what is no letter.
            read = clean_text(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
            assert (row.situation, row.results) == (read, read)
        elif answer.status_code == 400:
            assert len(text.encode("utf-8", "surrogatepass")) * 6 > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
            assert row.situation == "NHAP-P1 situation"
        else:
            assert answer.status_code in (200, 422)
            assert row.situation == "NHAP-P1 situation"
            assert "rút gọn hoặc gửi kèm tệp" in answer.getvalue().decode()


# --- Addresses and encodings -----------------------------------------------------------------------------------------

_SEGMENTS = ["%00", "%0A", "%FF", "%ED%A0%80", "a" * 3000, "%E2%80%AE", "'", "%22%3E", "..%2F..", "9" * 400, "-1", "{{7}}", "%25", "P1%00"]


def test_no_address_is_an_error_of_the_server(world):  # noqa: F811
    """Every part of every address in turn exchanged for what nobody would type."""
    wrong, seen = {}, set()
    for row in ROWS:
        path = row.address.format_map(world.words).partition("?")[0]
        route = resolve(path).route
        if row.method != "GET" or route in seen or "<" not in route:
            continue
        seen.add(route)
        allowed = next((column for column, cell in row.cells.items() if cell[0] in "23"), "both")
        parts = path.strip("/").split("/")
        for place in range(len(parts)):
            for turn, segment in enumerate(_SEGMENTS):
                if LONG or (turn + place + len(seen)) % 4 == 0:
                    tried = "/" + "/".join([*parts[:place], segment, *parts[place + 1 :]]) + "/"
                    with undone(world):
                        answer = send(world, in_turn(worlds.COLUMNS[allowed], row.turn), "get", tried)
                        if answer.status_code >= 500:
                            wrong[tried[:120]] = answer.status_code
    assert wrong == {}


_BODIES = {
    "invalid UTF-8": (b"situation=%FF%FE%80&revision=1", "application/x-www-form-urlencoded"),
    "raw bytes": (b"situation=\xff\x00\xfe", "application/x-www-form-urlencoded"),
    "windows-1258": (b"situation=%D0%E3", "application/x-www-form-urlencoded; charset=windows-1258"),
    "UTF-7": (b"situation=+ADw-script+AD4-", "application/x-www-form-urlencoded; charset=utf-7"),
    "UTF-16": ("situation=Đã".encode("utf-16"), "application/x-www-form-urlencoded; charset=utf-16"),
    "no such charset": (b"situation=1", "application/x-www-form-urlencoded; charset=khong-co"),
    "multipart without an end": (b"--x\r\nContent-Disposition: form-data; name=situation\r\n\r\nx", "multipart/form-data; boundary=x"),
    "multipart without a boundary": (b"x", "multipart/form-data"),
    "a boundary of bytes": (b"x", "multipart/form-data; boundary=\xc4\x90"),
    "JSON": (b'{"situation": 1}', "application/json"),
    "XML": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "text/xml"),
    "many fields": (b"&".join(b"a%d=1" % number for number in range(3000)), "application/x-www-form-urlencoded"),
    "one name a thousand times": (b"&".join([b"situation=1"] * 1500), "application/x-www-form-urlencoded"),
    "eleven megabytes": (b"situation=" + b"a" * 11_000_000, "application/x-www-form-urlencoded"),
    "no type": (b"situation=1", ""),
}


@pytest.mark.parametrize("label", _BODIES)
def test_no_encoding_is_an_error_of_the_server(world, label):  # noqa: F811
    body, content_type = _BODIES[label]
    for name, path in (("reporter", f"/bao-cao/{world.words['draft']}/soan/"), ("anonymous", "/dang-nhap/")):
        with undone(world) as changed:
            cookies = {"csrftoken": SECRET, "sessionid": world.cookies[name]}
            world.client.cookies = SimpleCookie({key: value for key, value in cookies.items() if value})
            answer = world.client.generic("POST", path, body, content_type=content_type, headers={"x-csrftoken": SECRET})
            assert answer.status_code < 500
            # Bytes that are no letters come as the mark for them; every other is refused or says nothing we know.
            assert not changed() or label in ("invalid UTF-8", "raw bytes", "one name a thousand times")


# --- Numbers and dates -----------------------------------------------------------------------------------------------


def read(parse, typed):
    try:
        return parse(typed)
    except (NumberError, DateError):
        return None


def test_numbers_are_read_as_the_table_says_or_refused():
    assert len(hostile.NUMBERS) + len(hostile.DATES) >= 200
    assert {typed[:80]: read(parse_number, typed) for typed in hostile.NUMBERS} == {
        typed[:80]: value for typed, value in hostile.NUMBERS.items()
    }


def test_dates_are_read_as_the_table_says_or_refused():
    assert {typed[:80]: read(parse_date, typed) for typed in hostile.DATES} == {
        typed[:80]: value for typed, value in hostile.DATES.items()
    }


def as_cleaned(table, typed):
    """What the table says of it once a form has taken out what nobody sees; None where nothing is left."""
    cleaned = clean_text(typed).strip()
    parse = parse_number if table is hostile.NUMBERS else parse_date
    return table[typed] if cleaned == typed else table.get(cleaned, read(parse, cleaned))


def test_fields_of_the_administration_read_as_the_parsers_do_or_refuse():
    """Django's own would take 1.234 for one and a bit."""
    number, day = field_of(Target, "threshold"), field_of(Membership, "valid_from")
    for field, table in ((number, hostile.NUMBERS), (day, hostile.DATES)):
        for typed in table:
            try:
                found = field.clean(typed)
            except ValidationError:
                found = None
            expected = as_cleaned(table, typed)
            # Thirteen digits and two places are what the column holds.
            if found is None and table is hostile.NUMBERS and expected is not None:
                assert expected >= 10**13 or expected.as_tuple().exponent < -2, typed[:80]
            else:
                assert found == expected, typed[:80]


def field_of(model, name):
    return site.get_model_admin(model).get_form(RequestFactory().get("/"), fields=[name]).base_fields[name]


def filed(world, fields):  # noqa: F811
    """P1's draft after the form was posted with ``fields`` besides its own, and the answer."""
    path = f"/bao-cao/{world.words['draft']}/soan/"
    answer = send(world, "reporter", "post", path, posted("@form", path) | fields)
    year, quarter, code = world.words["draft"].split("/")
    return Report.objects.for_address(int(year), int(quarter), code).get(), answer


def test_the_filing_form_stores_each_number_as_read_or_keeps_it_with_a_message(world):  # noqa: F811
    target = Target.objects.get(code="CT03")
    for turn, typed in enumerate(hostile.NUMBERS):
        if not (LONG or turn % 4 == 0):
            continue
        with undone(world):
            cleaned, expected = clean_text(typed).strip(), as_cleaned(hostile.NUMBERS, typed)
            row, answer = filed(world, {"figure-CT03-value": typed, "figure-CT03-explanation": "vì thế"})
            stored = row.entries.get(target=target).value
            whole = expected is not None and 0 <= expected <= MOST_COUNTED and expected == expected.to_integral_value()
            if not cleaned:
                assert (answer.status_code, stored) == (302, None), typed
            elif whole:
                assert (answer.status_code, stored) == (302, expected), typed
            else:
                assert (answer.status_code, stored) == (422, parse_number(worlds._FIGURES["NHAP-P1"])), typed[:80]


def test_the_filing_form_stores_each_date_as_read_or_keeps_it_with_a_message(world):  # noqa: F811
    for turn, typed in enumerate(hostile.DATES):
        if not (LONG or turn % 4 == 0):
            continue
        with undone(world):
            cleaned, expected = clean_text(typed).strip(), as_cleaned(hostile.DATES, typed)
            row, answer = filed(world, {"own_date": typed})
            fits = expected is not None and row.period.window_from <= expected <= dt.date.fromisoformat(worlds.NOW[:10])
            assert answer.status_code == (302 if fits or not cleaned else 422), typed[:80]
            assert row.own_date == (expected if fits else None), typed[:80]
