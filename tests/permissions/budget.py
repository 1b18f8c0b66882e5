"""Budgets: a line of each ward, one's own to read and enter; the Economics Office and leadership read, and enter nothing.

What a line is for is "BAN-P1", "BAN-P2". Of whoever allocates, tests/targets/test_budgets.py tells: nobody here does.
"""

from tests import factories as make


def build_budgets(units) -> dict:
    """Words of the addresses: ``kp_line`` P1's of 2018, whose revision is 0."""
    own = make.make_budget_line(units.p1, 2018, "BAN-P1 mua máy", planned=1_000_000)
    make.make_budget_line(units.p2, 2018, "BAN-P2 tập huấn", planned=2_000_000)
    return {"kp_line": own.pk}


_LINE = "line-1-key={kp_line}&line-1-revision=0&line-1-title=Moi&line-1-source=district"

TABLE = """
who                                                | out none rep    head   other rev    office lead   admin both
GET  /kinh-phi/                                    | 302 403  200    200    200   200    200    200    403   200
GET  /kinh-phi/?nam=2018&nguon=district&don-vi=P1  | 302 403  200    200    200   200    200    200    403   200
GET  /kinh-phi/?nam=2018&dang=csv                  | 302 403  200o   200o   200O  200oO  200oO  200oO  403   200oO
POST /kinh-phi/                                    | 302 405  405    405    405   405    405    405    405   405
PUT  /kinh-phi/                                    | 302 405  405    405    405   405    405    405    405   405
GET  /kinh-phi/2018/P1/                            | 302 403  200o   200o   404   200o   200o   200o   403   200o
GET  /kinh-phi/2018/P2/                            | 302 403  404    404    200O  200O   200O   200O   403   200O
GET  /kinh-phi/2015/P1/                            | 302 403  404    404    404   404    404    404    403   404
GET  /kinh-phi/2018/P9/                            | 302 403  404    404    404   404    404    404    403   404
POST /kinh-phi/2018/P1/ LINE&line-1-planned=2+tri%E1%BB%87u | 302 403 302+ 302+ 404 403 403 403 403 302+
POST /kinh-phi/2018/P1/ LINE&line-1-planned=1.5    | 302 403  422    422    404   403    403    403    403   422
POST /kinh-phi/2018/P1/ LINE&line-1-revision=9     | 302 403  409o   409o   404   403    403    403    403   409o
POST /kinh-phi/2018/P1/ act=add                    | 302 403  200    200    404   403    403    403    403   200
POST /kinh-phi/2018/P1/ act=take                   | 302 403  302    302    404   403    403    403    403   302
POST /kinh-phi/2018/P1/ act=khac                   | 302 403  400    400    404   403    403    403    403   400
POST /kinh-phi/2018/P2/ act=take                   | 302 403  404    404    302   403    403    403    403   302
PUT  /kinh-phi/2018/P1/                            | 302 405  405    405    405   405    405    405    405   405
""".replace("LINE", _LINE)
