"""Units that change: the wizard, for administrators alone; a unit's page, for who sees all and for its own people.

P0 ended on 31/12/2018 and P1 followed it whole: P1's people read what it left, and change nothing. Cells as in ``reports``.
"""

import datetime as dt

from reports import restructuring
from reports.models import Report
from tests import factories as make
from units import clock
from units.models import Succession


def build_structure(units, periods) -> dict:
    """``fingerprint``: of what the page would show before P2 is dissolved on 01/07/2019."""
    old = make.make_unit("P0", valid_to=dt.date(2018, 12, 31))
    Succession.objects.create(
        from_unit=old, to_unit=units.p1, effective_on=dt.date(2019, 1, 1), decision="Quyết định 1"
    )
    make.make_report(old, periods[2017, 1], Report.State.ACCEPTED)
    change = make.make_change(
        "dissolve", ["P2"], on="2019-07-01", decision="QD-1", decided_on=dt.date(2019, 6, 1)
    )
    return {"fingerprint": restructuring.prepare(change, clock.today()).fingerprint}


_FORM = "units=P2&effective_on=01/07/2019&decision=QD-1&decided_on=01/06/2019"

TABLE = """
who                                                | out none rep    head   other rev    office lead   admin both
GET  /don-vi/thay-doi/                             | 302 403  403    403    403   403    403    403    200   403
POST /don-vi/thay-doi/                             | 302 405  405    405    405   405    405    405    405   405
PUT  /don-vi/thay-doi/                             | 302 405  405    405    405   405    405    405    405   405
GET  /don-vi/thay-doi/hop-nhat/                    | 302 403  403    403    403   403    403    403    200   403
GET  /don-vi/thay-doi/chia-tach/?don-vi=P2         | 302 403  403    403    403   403    403    403    200   403
GET  /don-vi/thay-doi/khac/                        | 302 403  403    403    403   403    403    403    404   403
# Seeing beforehand stores nothing, nor does a confirmation of what was not shown.
POST /don-vi/thay-doi/giai-the/ FORM&act=preview   | 302 403  403    403    403   403    403    403    200   403
POST /don-vi/thay-doi/giai-the/ FORM&act=confirm   | 302 403  403    403    403   403    403    403    409   403
POST /don-vi/thay-doi/giai-the/ FORM&act=confirm&fingerprint={fingerprint} | 302 403 403 403 403 403 403 403 302+ 403
POST /don-vi/thay-doi/giai-the/ units=P99          | 302 403  403    403    403   403    403    403    422   403
POST /don-vi/thay-doi/giai-the/ act=edit           | 302 403  403    403    403   403    403    403    200   403
POST /don-vi/thay-doi/giai-the/ act=khac           | 302 403  403    403    403   403    403    403    400   403
PUT  /don-vi/thay-doi/giai-the/                    | 302 405  405    405    405   405    405    405    405   405

GET  /don-vi/P1/                                   | 302 403  200    200    404   200    200    200    200   200
GET  /don-vi/P2/                                   | 302 403  404    404    200   200    200    200    200   200
GET  /don-vi/P0/                                   | 302 403  200    200    404   200    200    200    200   200
GET  /don-vi/P99/                                  | 302 403  404    404    404   404    404    404    404   404
POST /don-vi/P1/                                   | 302 405  405    405    405   405    405    405    405   405
PUT  /don-vi/P1/                                   | 302 405  405    405    405   405    405    405    405   405

# What a unit left: to be read by the people of the one that followed it.
GET  /bao-cao/2017/1/P0/                           | 302 404  200    200    404   200    200    200    200   200
GET  /bao-cao/2017/1/P0/lan/1/                     | 302 404  200    200    404   200    200    200    403   200
GET  /bao-cao/2017/1/P0/soan/                      | 302 404  403    403    404   403    403    403    403   403
POST /bao-cao/2017/1/P0/ move=withdraw             | 302 404  403    403    404   403    403    403    403   403
POST /bao-cao/2017/1/P0/soan/ @form                | 403 404  403    403    404   403    403    403    403   403
POST /bao-cao/2017/1/P0/de-nghi-sua/ request=Sua   | 302 404  403    403    404   403    403    403    403   403

# By the structure of now.
GET  /tien-do/?co-cau=nay                          | 302 403  403    403    403   200    200    200    200   200
GET  /chi-tieu/?co-cau=nay                         | 302 403  200    200    200   200    200    200    200   200
GET  /chi-tieu/CT03/?nam=2017&co-cau=nay           | 302 403  200o   200o   200O  200oO  200oO  200oO  200   200oO
GET  /chi-tieu/CT03/?nam=2018&co-cau=nay           | 302 403  200d   200d   200D  200    200    200    200   200
""".replace("FORM", _FORM)
