"""Many fingers on one report, over HTTP: of all that are pressed at the same instant one counts, and it tells once."""

import time
from collections import Counter

import pytest

from reports import sheet as sheets, workflow
from reports.models import Notice, Report, Version
from tests.factories import make_user
from tests.faults import rounds
from tests.faults.conftest import at_once
from tests.reports.conftest import whole
from units import clock
from units.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = 409


@pytest.fixture
def filled(ward, visit):
    """The ward's report, complete, over HTTP by its officer."""
    answer = visit(ward.reporter).post(ward.form, whole(ward.report.revision))
    assert (answer.status, answer.location) == (302, ward.form), answer.text
    return ward


def again(ward) -> Report:
    return Report.objects.select_related("unit", "period__plan").get(pk=ward.report.pk)


def move(ward, name, by, **more):
    """Between two rounds, by nobody's finger."""
    report = again(ward)
    more |= {"sheet": sheets.load(report, clock.today())} if name in ("submit", "send") else {}
    workflow.move(name, report, by=by, **more)


def counted():
    """What acts leave: sendings, lines of the audit log by act, messages by person."""
    acts = list(AuditEvent.objects.filter(act__startswith="reports.").values_list("act", flat=True))
    told = Counter(Notice.objects.values_list("user", flat=True))
    return Version.objects.count(), Counter(acts), told


def one_moved(answers) -> bool:
    """One was sent on to the page, all others were told that somebody was faster."""
    return sorted(answer.status for answer in answers) == [302, *[REFUSED] * (len(answers) - 1)]


def test_a_report_sent_eight_times_at_once_is_sent_once(filled, visit, figure):
    tried = rounds(3, 40)
    head = visit(filled.head)
    wrong, told = [], []
    for number in range(1, tried + 1):
        move(filled, "submit", filled.reporter)
        before = Notice.objects.count()
        answers = at_once(*[lambda: head.post(filled.url, {"move": "send"})] * 8)
        told.append(Notice.objects.count() - before)
        sent, acts, _ = counted()
        if not one_moved(answers) or (sent, acts["reports.send"], told[-1]) != (number, number, 1):
            wrong.append((number, [answer.status for answer in answers], sent, acts, told[-1]))
        move(filled, "withdraw", filled.head)
    figure("8 sends of one report at once", tried=tried, lost=len(wrong), note=f"{sum(told)} messages")
    assert wrong == []


def later(seconds, url, visitor, fields):
    time.sleep(seconds)
    return visitor.post(url, fields)


def race(ward, sides, *, prepare, undo, tried):
    """``sides``: name of the move → (visitor, fields). Rounds in which not exactly one of them came through."""
    wrong, won = [], dict.fromkeys(sides, 0)
    for number in range(tried):
        prepare()
        _, before, notices = counted()
        # The slower of the two gets a start now and then, or it would always lose.
        starts = zip(sides.values(), (0.03 * (number % 3), 0.03 * (2 - number % 3)))
        answers = at_once(*[lambda side=side, start=start: later(start, ward.url, *side) for side, start in starts])
        _, after, told = counted()
        moved = {name for name in sides if after[f"reports.{name}"] > before[f"reports.{name}"]}
        winners = {name for name, answer in zip(sides, answers) if answer.status == 302}
        # Taking a report back is told to nobody, the rest to each person once.
        messages = max([0, *(told - notices).values()])
        # Whoever comes after is refused; a move that has lost its start by then is not even that person's right.
        others = {answer.status for answer in answers} - {302}
        if len(moved) != 1 or winners != moved or not others <= {REFUSED, 403} or messages > 1:
            wrong.append((number, [answer.status for answer in answers], moved, messages))
        for name in moved:
            won[name] += 1
            undo[name]()
    return wrong, ", ".join(f"{name} {number}" for name, number in won.items())


def test_a_send_against_a_return(filled, visit, figure):
    tried = rounds(3, 40)
    other = make_user("p1.lanhdao2", role="head", unit=filled.unit)
    wrong, note = race(
        filled,
        {
            "send": (visit(filled.head), {"move": "send", "seen": "pending"}),
            "return": (visit(other), {"move": "return", "seen": "pending", "reason": "Ghi rõ tên mô hình."}),
        },
        prepare=lambda: move(filled, "submit", filled.reporter),
        undo={"send": lambda: move(filled, "withdraw", filled.head), "return": lambda: None},
        tried=tried,
    )
    figure("a send against a return", tried=tried, lost=len(wrong), note=note)
    assert wrong == []


def test_an_accept_against_a_withdrawal(filled, visit, figure):
    tried = rounds(3, 40)

    def reopen():
        move(filled, "unlock", filled.reviewer, reason="Đính chính số mô hình.")

    wrong, note = race(
        filled,
        {
            "accept": (visit(filled.reviewer), {"move": "accept"}),
            "withdraw": (visit(filled.head), {"move": "withdraw", "seen": "sent"}),
        },
        prepare=lambda: move(filled, "send", filled.head),
        undo={"accept": reopen, "withdraw": lambda: None},
        tried=tried,
    )
    figure("an accept against a withdrawal", tried=tried, lost=len(wrong), note=note)
    assert wrong == []


def test_of_two_editors_the_later_sees_both_texts(filled, visit, figure):
    tried = rounds(4, 30)
    people = [visit(filled.reporter), visit(filled.head)]
    silent = []
    for number in range(tried):
        revision = again(filled).revision
        texts = [f"Cán bộ viết lần {number}: hai mô hình.", f"Lãnh đạo viết lần {number}: ba mô hình."]
        posts = [(one, whole(revision, results=text)) for one, text in zip(people, texts)]
        answers = at_once(*[lambda one=one, fields=fields: one.post(filled.form, fields) for one, fields in posts])
        kept = again(filled).results
        by_status = {answer.status: (answer, text) for answer, text in zip(answers, texts)}
        page, lost = by_status.get(REFUSED, (None, None))
        is_told = page is not None and f'<p class="q-diff">{kept}</p>' in page.text and f"{lost}</textarea>" in page.text
        if set(by_status) != {302, REFUSED} or by_status[302][1] != kept or not is_told:
            silent.append((number, [answer.status for answer in answers], kept))
    figure("two editors of one draft", tried=tried, lost=len(silent))
    assert silent == []
