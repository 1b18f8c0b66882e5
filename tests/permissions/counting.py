"""How figures are counted: read by who sets it and by the Economics Office, changed by the administrator alone."""

from tests import factories as make

TABLE = """
who                                                    | out none rep    head   other rev    office lead   admin both
GET  /so-theo-doi/cach-dem/                            | 302 403  403    403    403   200    200    403    200   200
POST /so-theo-doi/cach-dem/                            | 302 405  405    405    405   405    405    405    405   405
PUT  /so-theo-doi/cach-dem/                            | 302 405  405    405    405   405    405    405    405   405
GET  /so-theo-doi/cach-dem/CT04/                       | 302 403  403    403    403   200    200    403    200   200
GET  /so-theo-doi/cach-dem/CT04/?nam=2018              | 302 403  403    403    403   200o   200o   403    200   200o
# Typed by units: nothing to count.
GET  /so-theo-doi/cach-dem/CT03/                       | 302 403  403    403    403   404    404    403    404   404
GET  /so-theo-doi/cach-dem/CT99/                       | 302 403  403    403    403   404    404    403    404   404
POST /so-theo-doi/cach-dem/CT04/ act=save&counts=organisations&kinds=support&date_rule=start | 302 403 403 403 403 403 403 403 409 403
POST /so-theo-doi/cach-dem/CT04/ act=preview&counts=organisations&kinds=support&date_rule=start | 302 403 403 403 403 403 403 403 200 403
POST /so-theo-doi/cach-dem/CT04/ act=save              | 302 403  403    403    403   403    403    403    422   403
POST /so-theo-doi/cach-dem/CT99/ act=save              | 302 403  403    403    403   404    404    403    404   404
PUT  /so-theo-doi/cach-dem/CT04/                       | 302 405  405    405    405   405    405    405    405   405
"""


def build(plan) -> None:
    """A target that the registry may count, assigned to nobody."""
    target = make.make_target(plan, "CT04", source="registry", over_units="distinct", unit_label="doanh nghiệp")
    make.make_counting(target, counts="organisations", kinds=["support"])
