"""Annual plans. Cells as in ``reports``.

P1's plans: of 2019 accepted and being changed (``{plan_changing}``), of 2018 sent (``{plan_sent}``), of 2017 accepted
(``{plan_done}``), of 2020 not begun. P2's: of 2019 pending is not its way (no head's step): a draft (``{plan_other}``),
of 2018 returned (``{plan_back}``).
"""

from reports import annual_form, annual_plans
from tests import factories as make
from tests.factories import at

TABLE = """
who                                             | out none rep    head   other  rev    office lead   admin both
GET  /ke-hoach-nam/                             | 302 403  200    200    200    200    200    200    403   200
GET  /ke-hoach-nam/?nam=2018                    | 302 403  200    200    200    200    200    200    403   200
POST /ke-hoach-nam/                             | 302 405  405    405    405    405    405    405    405   405
PUT  /ke-hoach-nam/                             | 302 405  405    405    405    405    405    405    405   405
GET  /ke-hoach-nam/nhac/                        | 302 405  405    405    405    405    405    405    405   405
POST /ke-hoach-nam/nhac/ year=2019&unit=P2      | 302 403  403    403    403    302+   302+   403    403   302+
POST /ke-hoach-nam/nhac/ year=2019&unit=P1      | 302 403  403    403    403    302    302    403    403   302
POST /ke-hoach-nam/nhac/ year=2019&unit=all     | 302 403  403    403    403    302+   302+   403    403   302+
POST /ke-hoach-nam/nhac/ year=2018&unit=P2      | 302 403  403    403    403    404    404    403    403   404
PUT  /ke-hoach-nam/nhac/                        | 302 405  405    405    405    405    405    405    405   405

# The district's plan holds what was accepted, of every unit: the office and leadership.
GET  /ke-hoach-nam/2019/toan-quan/              | 302 403  403    403    403    200o   200o   200o   403   200o
GET  /ke-hoach-nam/2016/toan-quan/              | 302 403  403    403    403    404    404    404    403   404
POST /ke-hoach-nam/2019/toan-quan/              | 302 405  405    405    405    405    405    405    405   405
PUT  /ke-hoach-nam/2019/toan-quan/              | 302 405  405    405    405    405    405    405    405   405
GET  /ke-hoach-nam/2019/toan-quan/pdf/          | 302 403  403    403    403    200    200    200    403   200
POST /ke-hoach-nam/2019/toan-quan/pdf/          | 302 405  405    405    405    405    405    405    405   405
PUT  /ke-hoach-nam/2019/toan-quan/pdf/          | 302 405  405    405    405    405    405    405    405   405

# One plan: what is not accepted is the unit's and the office's.
GET  /ke-hoach-nam/{plan_changing}/             | 302 404  200d   200d   404    200d   200d   200o   404   200d
GET  /ke-hoach-nam/{plan_sent}/                 | 302 404  200d   200d   404    200d   200d   200    404   200d
GET  /ke-hoach-nam/{plan_done}/                 | 302 404  200do  200do  404    200do  200do  200o   404   200do
GET  /ke-hoach-nam/{plan_done}/?dang=csv        | 302 404  200o  200o  404    200o  200o  200o   404   200o
GET  /ke-hoach-nam/{plan_other}/                | 302 404  404    404    200D   200D   200D   200    404   200D
GET  /ke-hoach-nam/{plan_back}/                 | 302 404  404    404    200D   200D   200D   200    404   200D
GET  /ke-hoach-nam/2017/P2/                     | 302 404  404    404    200    200    200    200    404   200
GET  /ke-hoach-nam/2016/P1/                     | 302 404  404    404    404    404    404    404    404   404
POST /ke-hoach-nam/2019/PKT/ move=begin         | 302 404  404    404    404    302+   302+   403    404   403
POST /ke-hoach-nam/{plan_changing}/ move=begin  | 302 404  302    302    404    403    403    403    404   302
POST /ke-hoach-nam/{plan_changing}/ move=submit&version=2 | 302 404 302+ 403 404 403   403    403    404   302+
POST /ke-hoach-nam/{plan_changing}/ move=send&version=2 | 302 404 403 302+ 404  403    403    403    404   403
POST /ke-hoach-nam/{plan_changing}/ move=cancel&version=2 | 302 404 302+ 302+ 404 403  403    403    404   302+
POST /ke-hoach-nam/{plan_changing}/ move=amend&version=2&reason=Lai | 302 404 409d 409d 404 403 403 403 404 409d
POST /ke-hoach-nam/{plan_sent}/ move=accept&version=1 | 302 404 403 403 404     302+   302+   403    404   403
POST /ke-hoach-nam/{plan_sent}/ move=accept&version=9 | 302 404 403 403 404     409d   409d   403    404   403
POST /ke-hoach-nam/{plan_sent}/ move=return&version=1&reason=Thieu | 302 404 403 403 404 302+ 302+ 403 404 302+
POST /ke-hoach-nam/{plan_sent}/ move=return&version=1 | 302 404 403 403 404     422d   422d   403    404   422d
POST /ke-hoach-nam/{plan_sent}/ move=withdraw&version=1 | 302 404 403 302+ 404  403    403    403    404   403
POST /ke-hoach-nam/{plan_sent}/ move=khac       | 302 404  400    400    404    400    400    400    404   400
POST /ke-hoach-nam/{plan_done}/ move=amend&version=2&reason=Doi | 302 404 422do 422do 404 403 403 403 404 422do
POST /ke-hoach-nam/{plan_other}/ move=send&version=0 | 302 404 404 404 302+     403    403    403    404   302+
PUT  /ke-hoach-nam/{plan_sent}/                 | 302 405  405    405    405    405    405    405    405   405

# The form: the unit's own people.
GET  /ke-hoach-nam/{plan_changing}/soan/        | 302 404  200d   200d   404    403    403    403    404   200d
GET  /ke-hoach-nam/{plan_sent}/soan/            | 302 404  302    302    404    403    403    403    404   302
GET  /ke-hoach-nam/{plan_other}/soan/           | 302 404  404    404    200D   403    403    403    404   200D
POST /ke-hoach-nam/{plan_changing}/soan/ aims=Moi&revision={plan_revision} | 403 404 302+ 302+ 404 403 403 403 404 302+
POST /ke-hoach-nam/{plan_changing}/soan/ aims=Moi&revision=0 | 403 404 409d 409d 404 403 403 403 404 409d
POST /ke-hoach-nam/{plan_changing}/soan/ task-IV.11-due_on=x&revision={plan_revision} | 403 404 422d 422d 404 403 403 403 404 422d
POST /ke-hoach-nam/{plan_sent}/soan/ aims=Moi&revision=1 | 403 404 409 409 404  403    403    403    404   409
POST /ke-hoach-nam/{plan_changing}/soan/ move=khac | 403 404 400 400 404        403    403    403    404   400
PUT  /ke-hoach-nam/{plan_sent}/soan/            | 405 405  405    405    405    405    405    405    405   405

# Sendings as they were.
GET  /ke-hoach-nam/{plan_done}/lan/1/           | 302 404  200d   200d   404    200d   200d   403    404   200d
GET  /ke-hoach-nam/{plan_done}/lan/2/           | 302 404  200o   200o   404    200o   200o   200o   404   200o
GET  /ke-hoach-nam/{plan_done}/lan/3/           | 302 404  404    404    404    404    404    404    404   404
GET  /ke-hoach-nam/{plan_back}/lan/1/           | 302 404  404    404    200D   200D   200D   403    404   200D
POST /ke-hoach-nam/{plan_done}/lan/1/           | 302 405  405    405    405    405    405    405    405   405
PUT  /ke-hoach-nam/{plan_done}/lan/1/           | 302 405  405    405    405    405    405    405    405   405
"""


def build_annual(people, units) -> dict:
    """By the acts of plans, each at an instant of its year. ``both`` has a hand in P1's."""
    reporter, head, reviewer = people["reporter"], people["head"], people["reviewer"]

    def write(row, by, secret, when):
        row.refresh_from_db()
        draft = annual_form.load(row)
        post = {f"task-IV.11-{name}": text for name, text in make.PLAN_LINE.items()}
        post |= {"aims": f"{secret} mục tiêu", "task-IV.11-due_on": f"30/09/{row.year}"}
        assert annual_form.read(draft, post | {"task-IV.11-expected_result": f"{secret} kết quả"})
        annual_plans.save(draft, by=by, at=when, revision=row.revision)

    def act(name, row, by, when, reason=""):
        annual_plans.move(name, row, by=by, at=when, said={"reason": reason})

    rows = {}
    for year in (2017, 2018, 2019):
        when = at(f"{year}-02-01T09:00:00")
        rows[year] = row = annual_plans.begin(units.p1, year, by=reporter, at=when, copy=False)
        write(row, reporter, "NHAP-P1", when)
        row.hands.add(people["both"])
        act("send", row, head, when)
        if year == 2018:
            continue
        act("return", row, reviewer, when, "NHAP-P1 ghi lại")
        write(row, reporter, "BAN-P1", when)
        act("send", row, head, when)
        act("accept", row, reviewer, when)
    later = at("2019-05-06T09:00:00")
    act("amend", rows[2019], reporter, later, "Lùi thời hạn")
    write(rows[2019], reporter, "NHAP-P1", later)
    for year in (2018, 2019):
        when = at(f"{year}-02-01T09:00:00")
        row = annual_plans.begin(units.p2, year, by=people["other_reporter"], at=when, copy=False)
        write(row, people["other_reporter"], "NHAP-P2", when)
        if year == 2018:
            act("send", row, people["other_head"], when)
            act("return", row, reviewer, when, "NHAP-P2 ghi lại")
    rows[2019].refresh_from_db()
    return {
        "plan_changing": "2019/P1",
        "plan_sent": "2018/P1",
        "plan_done": "2017/P1",
        "plan_other": "2019/P2",
        "plan_back": "2018/P2",
        "plan_revision": rows[2019].revision,
    }
