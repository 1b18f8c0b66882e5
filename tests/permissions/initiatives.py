"""Initiatives: P1's, filed to the Economics Office, one in each state that matters; P2's, which it decides itself.

What P1 wrote is "NHAP-P1" but for the title of what is recognised, "BAN-P1", which leadership reads; of that one birth
and education, secrets and files go on being "NHAP-P1": nobody but P1, the office and the body reads them. Cells as in
``reports``. Every form bears the revision 0 of a row that nobody has moved since it was made.
"""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from initiatives.models import InitiativeFile
from tests import factories as make
from units import clock, uploads


def build_initiatives(people, units, plan) -> dict:
    """Words of the addresses: ``sk_…`` the rows by state, ``sk_file`` of the recognised one, ``council``."""
    made = {}
    for state in ("draft", "filed", "received", "supplement", "accepted", "recognised"):
        made[f"sk_{state}"] = _initiative(people["reporter"], units.p1, plan.coordinator, state, "P1")
    made["sk_other"] = _initiative(people["other_reporter"], units.p2, units.p2, "recognised", "P2")
    file = uploads.store(SimpleUploadedFile("NHAP-P1.pdf", b"%PDF-1.4 NHAP-P1 sk"))
    held = InitiativeFile.objects.create(
        initiative=made["sk_recognised"], name=file.name, sha256=file.sha256, size=file.size,
        content_type=file.content_type, added_at=clock.now(), added_by_name="P1",
    )  # fmt: skip
    # Of another unit, so that it advises on none of these: then a decision needs no opinion.
    council = make.make_council(units.p2)
    return {
        **{name: row.pk for name, row in made.items()},
        "sk_file": held.pk,
        "council": council.pk,
        "council_history": council.history.latest().pk,
    }


def _initiative(writer, unit, body, state, code):
    draft, official = f"NHAP-{code}", f"BAN-{code}"
    is_official = state == "recognised"
    row = make.make_initiative(
        unit, body, state, recorded_by=writer, title=official if is_official else draft, secrets=draft,
        first_applied_on=dt.date(2019, 3, 5) if state in ("draft", "supplement") else dt.date(2018, 3, 5),
        supplement_by=dt.date(2019, 7, 8) if state == "supplement" else None,
    )  # fmt: skip
    row.contributors.update(education=draft)
    return row


_FORM = "title=Moi&body=PKT&revision=0"

TABLE = """
# The register: one's own rows, what is filed to one's body, what is recognised to leadership; nobody else a word.
who                                                | out none rep    head   other rev    office lead   admin both
GET  /sang-kien/                                   | 302 403  200do  200do  200O  200doO 200doO 200oO  403   200doO
GET  /sang-kien/?tinh-trang=recognised             | 302 403  200o   200o   200O  200oO  200oO  200oO  403   200oO
GET  /sang-kien/?dang=csv                          | 302 403  200do  200do  200O  200doO 200doO 200oO  403   200doO
GET  /sang-kien/?don-vi=P2&q=p2                    | 302 403  200    200    200O  200O   200O   200O   403   200O
GET  /sang-kien/?dang=xlsx&ca-nhan=1               | 302 403  200    200    200   200    200    403    403   200
POST /sang-kien/                                   | 302 405  405    405    405   405    405    405    405   405
PUT  /sang-kien/                                   | 302 405  405    405    405   405    405    405    405   405

# Writing: for one's own unit, and while it is a draft or asked back.
GET  /sang-kien/moi/                               | 302 403  200    200    200   200    200    403    403   200
POST /sang-kien/moi/ title=Moi&body=P1&unit=P1     | 403 403  302+   302+   422   422    422    403    403   302+
POST /sang-kien/moi/ title=&body=P1                | 403 403  422    422    422   422    422    403    403   422
POST /sang-kien/moi/ title=Moi&body=P9             | 403 403  422    422    422   422    422    403    403   422
POST /sang-kien/moi/ title=Moi&body=P1&move=khac   | 403 403  400    400    400   400    400    403    403   400
PUT  /sang-kien/moi/                               | 405 405  405    405    405   405    405    405    405   405
GET  /sang-kien/{sk_draft}/sua/                    | 302 403  200d   200d   404   403    403    404    403   200d
GET  /sang-kien/{sk_filed}/sua/                    | 302 403  302    302    404   403    403    404    403   302
GET  /sang-kien/{sk_supplement}/sua/               | 302 403  200d   200d   404   403    403    404    403   200d
GET  /sang-kien/{sk_other}/sua/                    | 302 403  404    404    302   403    403    403    403   302
POST /sang-kien/{sk_draft}/sua/ FORM               | 403 403  302+   302+   404   403    403    404    403   302+
POST /sang-kien/{sk_draft}/sua/ title=Moi&body=PKT | 403 403  409d   409d   404   403    403    404    403   409d
POST /sang-kien/{sk_draft}/sua/ FORM&move=file     | 403 403  422+   422+   404   403    403    404    403   422+
POST /sang-kien/{sk_filed}/sua/ FORM               | 403 403  409d   409d   404   403    403    404    403   409d
POST /sang-kien/{sk_supplement}/sua/ FORM          | 403 403  302+   302+   404   403    403    404    403   302+
POST /sang-kien/{sk_recognised}/sua/ FORM          | 403 403  409o   409o   404   403    403    403    403   409o
POST /sang-kien/{sk_other}/sua/ FORM               | 403 403  404    404    409O  403    403    403    403   409O
PUT  /sang-kien/{sk_draft}/sua/                    | 405 405  405    405    405   405    405    405    405   405

# Reading one: of what is recognised leadership reads the words that the decision made official.
GET  /sang-kien/{sk_draft}/                        | 302 403  200d   200d   404   200d   200d   404    403   200d
GET  /sang-kien/{sk_filed}/                        | 302 403  200d   200d   404   200d   200d   404    403   200d
GET  /sang-kien/{sk_accepted}/                     | 302 403  200d   200d   404   200d   200d   404    403   200d
GET  /sang-kien/{sk_recognised}/                   | 302 403  200do  200do  404   200do  200do  200o   403   200do
GET  /sang-kien/{sk_other}/                        | 302 403  404    404    200DO 200DO  200DO  200O   403   200DO
PUT  /sang-kien/{sk_draft}/                        | 302 405  405    405    405   405    405    405    405   405
GET  /sang-kien/{sk_recognised}/tep/{sk_file}/     | 302 403  200d   200d   404   200d   200d   403    403   200d
GET  /sang-kien/{sk_draft}/tep/{sk_file}/          | 302 403  404    404    404   404    404    404    403   404
POST /sang-kien/{sk_recognised}/tep/{sk_file}/     | 302 405  405    405    405   405    405    405    405   405
PUT  /sang-kien/{sk_recognised}/tep/{sk_file}/     | 302 405  405    405    405   405    405    405    405   405
GET  /sang-kien/{sk_received}/phieu-tiep-nhan/     | 302 403  200    200    404   200    200    404    403   200
GET  /sang-kien/{sk_recognised}/phieu-tiep-nhan/   | 302 403  200    200    404   200    200    403    403   200
GET  /sang-kien/{sk_filed}/phieu-tiep-nhan/        | 302 403  404    404    404   404    404    404    403   404
POST /sang-kien/{sk_received}/phieu-tiep-nhan/     | 302 405  405    405    405   405    405    405    405   405
PUT  /sang-kien/{sk_received}/phieu-tiep-nhan/     | 302 405  405    405    405   405    405    405    405   405
GET  /sang-kien/{sk_recognised}/giay-chung-nhan/   | 302 403  200    200    404   200    200    200    403   200
GET  /sang-kien/{sk_accepted}/giay-chung-nhan/     | 302 403  404    404    404   404    404    404    403   404
POST /sang-kien/{sk_recognised}/giay-chung-nhan/   | 302 405  405    405    405   405    405    405    405   405
PUT  /sang-kien/{sk_recognised}/giay-chung-nhan/   | 302 405  405    405    405   405    405    405    405   405

# The unit's acts.
POST /sang-kien/{sk_draft}/ move=file&revision=0   | 302 403  302+   302+   404   403    403    404    403   302+
POST /sang-kien/{sk_filed}/ move=file&revision=0   | 302 403  409d   409d   404   403    403    404    403   409d
POST /sang-kien/{sk_supplement}/ move=refile&revision=0 | 302 403 302+ 302+ 404   403    403    404    403   302+
POST /sang-kien/{sk_filed}/ move=withdraw&revision=0 | 302 403 302+  302+   404   403    403    404    403   302+
POST /sang-kien/{sk_received}/ move=withdraw&revision=0 | 302 403 409d 409d 404   403    403    404    403   409d
POST /sang-kien/{sk_filed}/ move=withdraw          | 302 403  409d   409d   404   403    403    404    403   409d
POST /sang-kien/{sk_filed}/ move=khac&revision=0   | 302 403  400    400    404   400    400    404    403   400

# The body's: its people, and the reviewers where it is the Economics Office.
POST /sang-kien/{sk_filed}/ move=receive&revision=0 | 302 403 403    403    404   302+   302+   404    403   302+
POST /sang-kien/{sk_filed}/ move=receive&revision=0&received_on=x | 302 403 403 403 404 422d 422d 404  403   422d
POST /sang-kien/{sk_received}/ move=receive&revision=0 | 302 403 403 403    404   409d   409d   404    403   409d
POST /sang-kien/{sk_received}/ move=supplement&revision=0&reason=Thieu | 302 403 403 403 404 302+ 302+ 404 403 302+
POST /sang-kien/{sk_received}/ move=supplement&revision=0 | 302 403 403 403 404   422d   422d   404    403   422d
POST /sang-kien/{sk_received}/ move=reject&revision=0&reason=Thieu | 302 403 403 403 404 302+ 302+ 404 403   302+
POST /sang-kien/{sk_received}/ move=accept&revision=0 | 302 403 403  403    404   302+   302+   404    403   302+
POST /sang-kien/{sk_accepted}/ move=council&revision=0 | 302 403 403 403    404   422d   422d   404    403   422d
# The decision is the head's of the body alone: neither the reviewer's nor the applying unit's.
POST /sang-kien/{sk_accepted}/ move=refuse&revision=0&reason=Khong | 302 403 403 403 404 403 302+ 404 403   403
POST /sang-kien/{sk_accepted}/ move=recognise&revision=0 | 302 403 403 403  404   403    422d   404    403   403
POST /sang-kien/{sk_accepted}/ move=recognise&revision=0&decision_number=1&certified_summary=A&certified_benefits=B&signed_as=C | 302 403 403 403 404 403 302+ 404 403 403
# Afterwards: how far it reaches, and whether the public sees it.
POST /sang-kien/{sk_recognised}/ move=scope&revision=0&scope=1-body&scope_number=1&scope_decided_on=08/06/2019&scope_decided_by=A | 302 403 403 403 404 302+ 302+ 403 403 302+
POST /sang-kien/{sk_recognised}/ move=scope&revision=0 | 302 403 403 403    404   422do  422do  403    403   422do
POST /sang-kien/{sk_recognised}/ move=show&revision=0&summary=Ngan | 302 403 403 403 404 302+ 302+ 403 403   302+
POST /sang-kien/{sk_recognised}/ move=hide&revision=0 | 302 403 403  403    404   302+   302+   403    403   302+
POST /sang-kien/{sk_other}/ move=scope&revision=0  | 302 403  404    404    422DO 422DO  422DO  403    403   422DO

# Councils: registered by the administrator, told in the log.
who                                                | out few  admin
GET  /quan-tri/initiatives/council/                | 302 403  200
GET  /quan-tri/initiatives/council/add/            | 302 403  200
GET  /quan-tri/initiatives/council/{council}/history/ | 302 403 200
GET  /quan-tri/initiatives/council/{council}/delete/ | 302 403 200
GET  /quan-tri/initiatives/council/{council}/change/ | 302 403 200
GET  /quan-tri/initiatives/council/{council}/      | 302 403  302
GET  /quan-tri/initiatives/council/{council}/history/{council_history}/ | 302 403 200
POST /quan-tri/initiatives/council/                | 302 403  200
POST /quan-tri/initiatives/council/add/            | 302 403  200
POST /quan-tri/initiatives/council/{council}/history/ | 302 403 200
POST /quan-tri/initiatives/council/{council}/delete/ post=yes | 302 403 302+
POST /quan-tri/initiatives/council/{council}/change/ | 302 403 200
POST /quan-tri/initiatives/council/{council}/      | 302 403  302
POST /quan-tri/initiatives/council/{council}/history/{council_history}/ | 302 403 200
PUT  /quan-tri/initiatives/council/                | 302 403  200
PUT  /quan-tri/initiatives/council/add/            | 302 403  200
PUT  /quan-tri/initiatives/council/{council}/history/ | 302 403 200
PUT  /quan-tri/initiatives/council/{council}/delete/ | 302 403 200
PUT  /quan-tri/initiatives/council/{council}/change/ | 302 403 200
PUT  /quan-tri/initiatives/council/{council}/      | 302 403  302
PUT  /quan-tri/initiatives/council/{council}/history/{council_history}/ | 302 403 200
""".replace("FORM", _FORM)
