"""Councils: P1's, with a meeting and a member who was there; P2's (``{council}``); the district's advisory one.

What was said at P1's meeting is "BAN-P1": its unit, the Economics Office and leadership read it, nobody else. Cells as
in ``reports``; every form bears the revision 0 of a row that nobody has changed.
"""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from initiatives.models import Council
from tests import factories as make
from units import uploads


def build_councils(units) -> dict:
    """Words of the addresses: ``co_own`` P1's, ``co_meeting`` of it, ``co_blank`` without a file; ``co_advisory``."""
    own = make.make_council(units.p1, seats=2)
    file = uploads.store(SimpleUploadedFile("BAN-P1.pdf", b"%PDF-1.4 BAN-P1 bien ban"))
    meeting = make.make_meeting(
        own, dt.date(2019, 6, 3), agenda="BAN-P1 nội dung", minutes="BAN-P1 kết luận", file_name=file.name,
        file_sha256=file.sha256, file_size=file.size, file_type=file.content_type,
    )  # fmt: skip
    blank = make.make_meeting(own, dt.date(2019, 6, 4))
    first, second = own.members.all()
    advisory = make.make_council(units.pkt, kind=Council.Kind.ADVISORY, seats=2)
    return {
        "co_own": own.pk,
        "co_meeting": meeting.pk,
        "co_blank": blank.pk,
        "co_advisory": advisory.pk,
        "co_first": first.pk,
        "co_second": second.pk,
        "co_unit": units.p1.pk,
        "co_member": advisory.members.first().pk,
    }


_PAPERS = "name=Moi&decision_number=1&decided_on=09/01/2017&valid_from=09/01/2017&revision=0"
_NEXT = "name=Moi&decision_number=1&decided_on=09/01/2017&valid_from=01/07/2019&revision=0"
_MEETING = "held_on=05/06/2019&place=A&agenda=B&chaired_by={co_first}&attendee={co_second}&revision=0"

TABLE = """
who                                                | out none rep    head   other rev    office lead   admin both
GET  /hoi-dong/                                    | 302 403  200    200    200   200    200    200    403   200
GET  /hoi-dong/?q=phuong+1                         | 302 403  200    200    200   200    200    200    403   200
POST /hoi-dong/                                    | 302 405  405    405    405   405    405    405    405   405
PUT  /hoi-dong/                                    | 302 405  405    405    405   405    405    405    405   405

# Setting up: one's own unit's for initiatives; the advisory one is the office's.
GET  /hoi-dong/moi/                                | 302 403  200    200    200   200    200    403    403   200
POST /hoi-dong/moi/ kind=initiatives&unit=P1&NEXT  | 403 403  422    422    422   422    422    403    403   422
POST /hoi-dong/moi/ kind=initiatives&unit=PKT&PAPERS | 403 403 422   422    422   302+   302+   403    403   302+
POST /hoi-dong/moi/ kind=advisory&unit=P1&PAPERS   | 403 403  403    403    403   422    422    403    403   422
POST /hoi-dong/moi/ kind=khac&unit=P1              | 403 403  422    422    422   422    422    403    403   422
PUT  /hoi-dong/moi/                                | 302 405  405    405    405   405    405    405    405   405

# Reading, and the end of a term.
GET  /hoi-dong/{co_own}/                           | 302 403  200o   200o   404   200o   200o   200o   403   200o
GET  /hoi-dong/{council}/                          | 302 403  404    404    200   200    200    200    403   200
GET  /hoi-dong/{co_advisory}/                      | 302 403  404    404    404   200    200    200    403   200
GET  /hoi-dong/999999/                             | 302 403  404    404    404   404    404    404    403   404
POST /hoi-dong/{co_own}/ act=end&revision=0&ended_on=08/06/2019&end_reason=Het | 302 403 302+ 302+ 404 302+ 302+ 403 403 302+
POST /hoi-dong/{co_own}/ act=end&revision=0        | 302 403  422o   422o   404   422o   422o   403    403   422o
POST /hoi-dong/{co_own}/ act=end&revision=9        | 302 403  409o   409o   404   409o   409o   403    403   409o
POST /hoi-dong/{co_own}/ act=khac                  | 302 403  400    400    404   400    400    400    403   400
POST /hoi-dong/{co_advisory}/ act=end&revision=0&ended_on=08/06/2019&end_reason=Het | 302 403 404 404 404 302+ 302+ 403 403 302+
PUT  /hoi-dong/{co_own}/                           | 302 405  405    405    405   405    405    405    405   405

# Papers, the next term.
GET  /hoi-dong/{co_own}/sua/                       | 302 403  200    200    404   200    200    403    403   200
GET  /hoi-dong/{co_advisory}/sua/                  | 302 403  404    404    404   200    200    403    403   200
POST /hoi-dong/{co_own}/sua/ PAPERS                | 403 403  302+   302+   404   302+   302+   403    403   302+
POST /hoi-dong/{co_own}/sua/ PAPERS&revision=9     | 403 403  409    409    404   409    409    403    403   409
POST /hoi-dong/{co_own}/sua/ revision=0            | 403 403  422    422    404   422    422    403    403   422
PUT  /hoi-dong/{co_own}/sua/                       | 302 405  405    405    405   405    405    405    405   405
GET  /hoi-dong/{co_own}/nhiem-ky-moi/              | 302 403  200    200    404   200    200    403    403   200
POST /hoi-dong/{co_own}/nhiem-ky-moi/ NEXT         | 302 403  302+   302+   404   302+   302+   403    403   302+
POST /hoi-dong/{co_own}/nhiem-ky-moi/ PAPERS       | 302 403  422    422    404   422    422    403    403   422
POST /hoi-dong/{co_advisory}/nhiem-ky-moi/ NEXT    | 302 403  404    404    404   302+   302+   403    403   302+
PUT  /hoi-dong/{co_own}/nhiem-ky-moi/              | 302 405  405    405    405   405    405    405    405   405

# Members, and whom they look after.
GET  /hoi-dong/{co_own}/thanh-vien/                | 302 403  200    200    404   200    200    403    403   200
POST /hoi-dong/{co_own}/thanh-vien/ member-1-name=A&member-1-role=4-member&revision=0 | 403 403 302+ 302+ 404 302+ 302+ 403 403 302+
POST /hoi-dong/{co_own}/thanh-vien/ member-1-name=A&member-1-role=khac&revision=0 | 403 403 422 422 404 422 422 403 403 422
POST /hoi-dong/{co_own}/thanh-vien/ member-1-name=A&member-1-role=4-member&revision=9 | 403 403 409 409 404 409 409 403 403 409
POST /hoi-dong/{co_own}/thanh-vien/ add=1          | 403 403  200    200    404   200    200    403    403   200
PUT  /hoi-dong/{co_own}/thanh-vien/                | 302 405  405    405    405   405    405    405    405   405
GET  /hoi-dong/{co_advisory}/phan-cong/            | 302 403  404    404    404   200    200    403    403   200
POST /hoi-dong/{co_advisory}/phan-cong/ unit-{co_unit}={co_member}&revision=0 | 302 403 404 404 404 302+ 302+ 403 403 302+
POST /hoi-dong/{co_advisory}/phan-cong/ unit-{co_unit}=0&revision=0 | 302 403 404 404 404 422 422 403 403 422
POST /hoi-dong/{co_advisory}/phan-cong/ unit-{co_unit}=&revision=9 | 302 403 404 404 404 409 409 403 403 409
PUT  /hoi-dong/{co_advisory}/phan-cong/            | 302 405  405    405    405   405    405    405    405   405

# Meetings: what was said is read by who sees the council.
GET  /hoi-dong/{co_own}/hop/moi/                   | 302 403  200    200    404   200    200    403    403   200
POST /hoi-dong/{co_own}/hop/moi/ MEETING           | 403 403  302+   302+   404   302+   302+   403    403   302+
POST /hoi-dong/{co_own}/hop/moi/ place=A           | 403 403  422    422    404   422    422    403    403   422
PUT  /hoi-dong/{co_own}/hop/moi/                   | 302 405  405    405    405   405    405    405    405   405
GET  /hoi-dong/{co_own}/hop/{co_meeting}/          | 302 403  200o   200o   404   200o   200o   200o   403   200o
GET  /hoi-dong/{council}/hop/{co_meeting}/         | 302 403  404    404    404   404    404    404    403   404
POST /hoi-dong/{co_own}/hop/{co_meeting}/          | 302 403  422o   422o   404   403    403    403    403   422o
PUT  /hoi-dong/{co_own}/hop/{co_meeting}/          | 302 405  405    405    405   405    405    405    405   405
GET  /hoi-dong/{co_own}/hop/{co_meeting}/sua/      | 302 403  200o   200o   404   200o   200o   403    403   200o
POST /hoi-dong/{co_own}/hop/{co_meeting}/sua/ MEETING | 403 403 302+ 302+   404   302+   302+   403    403   302+
POST /hoi-dong/{co_own}/hop/{co_meeting}/sua/ MEETING&revision=9 | 403 403 409o 409o 404 409o 409o 403 403 409o
PUT  /hoi-dong/{co_own}/hop/{co_meeting}/sua/      | 302 405  405    405    405   405    405    405    405   405
GET  /hoi-dong/{co_own}/hop/{co_meeting}/bien-ban/ | 302 403  200o   200o   404   200o   200o   200o   403   200o
GET  /hoi-dong/{co_own}/hop/{co_blank}/bien-ban/   | 302 403  404    404    404   404    404    404    403   404
POST /hoi-dong/{co_own}/hop/{co_meeting}/bien-ban/ | 302 405  405    405    405   405    405    405    405   405
PUT  /hoi-dong/{co_own}/hop/{co_meeting}/bien-ban/ | 302 405  405    405    405   405    405    405    405   405
""".replace("PAPERS", _PAPERS).replace("NEXT", _NEXT).replace("MEETING", _MEETING)
