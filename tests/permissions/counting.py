"""How figures are counted: read by who sets it and by the Economics Office, changed by the administrator alone."""

import datetime as dt

from targets.models import Assignment
from tests import factories as make

TABLE = """
who                                                    | out none rep    head   other rev    office lead   admin both
GET  /so-theo-doi/cach-dem/                            | 302 403  403    403    403   200    200    403    200   200
POST /so-theo-doi/cach-dem/                            | 302 405  405    405    405   405    405    405    405   405
PUT  /so-theo-doi/cach-dem/                            | 302 405  405    405    405   405    405    405    405   405
GET  /so-theo-doi/cach-dem/CT04/                       | 302 403  403    403    403   200dD  200dD  403    200   200dD
GET  /so-theo-doi/cach-dem/CT04/?nam=2018              | 302 403  403    403    403   200o   200o   403    200   200o
# Typed by units: nothing to count.
GET  /so-theo-doi/cach-dem/CT03/                       | 302 403  403    403    403   404    404    403    404   404
GET  /so-theo-doi/cach-dem/CT99/                       | 302 403  403    403    403   404    404    403    404   404
POST /so-theo-doi/cach-dem/CT04/ act=save&counts=organisations&kinds=support&date_rule=start | 302 403 403 403 403 403 403 403 409 403
POST /so-theo-doi/cach-dem/CT04/ act=preview&counts=organisations&kinds=support&date_rule=start | 302 403 403 403 403 403 403 403 200 403
POST /so-theo-doi/cach-dem/CT04/ act=save              | 302 403  403    403    403   403    403    403    422   403
POST /so-theo-doi/cach-dem/CT99/ act=save              | 302 403  403    403    403   404    404    403    404   404
PUT  /so-theo-doi/cach-dem/CT04/                       | 302 405  405    405    405   405    405    405    405   405

# The records behind a figure: one's own, all to the Economics Office; what is not accepted is not leadership's.
GET  /chi-tieu/CT04/?nam=2019                          | 302 403  200d   200d   200D  200dD  200dD  200    200   200dD
POST /bao-cao/{draft}/soan/ @json&revision=0&strike-CT04-999=x | 403 404 409 409 404 403 403 403 403 409
"""


def build(units, plan, period) -> None:
    """A target that both wards report from Quý II/2019 on, and that the registry counts from then; of each ward a record
    that stands in its draft alone."""
    target = make.make_target(plan, "CT04", source="registry", over_units="distinct", unit_label="doanh nghiệp")
    make.make_counting(target, since=period, counts="organisations", kinds=["support"])
    for unit, secret in ((units.p1, "NHAP-P1"), (units.p2, "NHAP-P2")):
        Assignment.objects.create(target=target, unit=unit, valid_from=dt.date(2019, 6, 1))
        helped = make.make_business(f"{secret} cơ sở")
        make.make_record(unit, "support", "2019-05-20", confirmed=False, title=f"{secret} đếm", organisations=[helped])
