"""Emulation: P1 drafts the scales. Of wards 2017 is published, 2018 being scored (P1's sheet waits, P2's is sent), 2019
a draft; of offices 2018 is sent to be appraised, 2017 waits for approval; of public units 2018 is in force.

What P1 typed and is not published is "NHAP-P1"; what it explained of what is published, "BAN-P1", is for itself, the
office and leadership, not for another unit. Cells as in ``reports``; every form bears the revision 0.
"""

from django.core.files.uploadedfile import SimpleUploadedFile

from reports.emulation import publishing
from reports.models import ScoreProof
from tests import factories as make
from units import clock, uploads


def build_emulation(people, units) -> dict:
    """Words of the addresses: ``em_line`` the entered line of P1's and P2's open sheets, ``em_proof`` a file of P1's,
    ``em_criterion`` a line of the draft."""
    units.p1.drafts_emulation = True
    units.p1.save()
    published = make.make_scheme(2017)
    for unit, secret in ((units.p1, "BAN-P1"), (units.p2, "BAN-P2")):
        sheet = make.make_score_sheet(published, unit, "appraised", scores=[90], explanation=secret)
        sheet.scores.update(grounds="Có kế hoạch")
    publishing.publish(published, by=people["office_head"], at=clock.now(), revision=0)
    open_ = make.make_scheme(2018)
    waiting = make.make_score_sheet(open_, units.p1, scores=[70])
    sent = make.make_score_sheet(open_, units.p2, "scored", scores=[80])
    waiting.scores.update(grounds="NHAP-P1")
    sent.scores.update(grounds="NHAP-P2")
    waiting.hands.add(people["both"])
    file = uploads.store(SimpleUploadedFile("NHAP-P1.pdf", b"%PDF-1.4 NHAP-P1 thi dua"))
    proof = ScoreProof.objects.create(
        score=waiting.scores.get(), name=file.name, sha256=file.sha256, size=file.size,
        content_type=file.content_type, added_at=clock.now(), added_by_name="P1",
    )  # fmt: skip
    draft = make.make_scheme(2019, state="draft", criteria=[("NHAP-P1 tiêu chí", 100, "criterion")])
    make.make_scheme(2018, "2-office", "sent")
    make.make_scheme(2017, "2-office", "appraised", opinion="Phù hợp")
    make.make_scheme(2018, "4-public", "in_force")
    return {
        "em_line": waiting.scores.get().criterion_id,
        "em_proof": proof.pk,
        "em_criterion": draft.criteria.get().pk,
    }


_LINE = "order=1&title=Moi&maximum=100&kind=criterion&source=entered&revision=0"

TABLE = """
# The year: published tables for every reader, progress for the office and leadership.
who                                                | out none rep    head   other rev    office lead   admin both
GET  /thi-dua/                                     | 302 403  200    200    200   200    200    200    403   200
GET  /thi-dua/2017/                                | 302 403  200    200    200   200    200    200    403   200
GET  /thi-dua/2018/                                | 302 403  200    200    200   200    200    200    403   200
GET  /thi-dua/2016/                                | 302 403  404    404    404   404    404    404    403   404
POST /thi-dua/                                     | 302 405  405    405    405   405    405    405    405   405
POST /thi-dua/2019/ act=start&group=su-nghiep      | 302 403  302+   302+   403   403    403    403    403   302+
POST /thi-dua/2019/ act=start&group=phuong         | 302 403  302    302    403   403    403    403    403   302
POST /thi-dua/2019/ act=start&group=khong-co       | 302 403  404    404    404   404    404    404    403   404
POST /thi-dua/2018/ act=ask&unit=P1                | 302 403  403    302    403   403    403    403    403   403
POST /thi-dua/2018/ act=khac                       | 302 403  400    400    400   400    400    400    403   400
PUT  /thi-dua/                                     | 302 405  405    405    405   405    405    405    405   405
PUT  /thi-dua/2018/                                | 302 405  405    405    405   405    405    405    405   405

# The scale: in force it is for everybody with a role; before, for who drafts and who appraises.
GET  /thi-dua/2017/thang-diem/phuong/              | 302 403  200    200    200   200    200    200    200   200
GET  /thi-dua/2018/thang-diem/su-nghiep/           | 302 403  200    200    200   200    200    200    200   200
GET  /thi-dua/2019/thang-diem/phuong/              | 302 403  200d   200d   404   200d   200d   404    404   200d
GET  /thi-dua/2019/thang-diem/phuong/?sua={em_criterion} | 302 403 200d 200d 404 200d 200d 404 404 200d
GET  /thi-dua/2019/thang-diem/phuong/?sua=0        | 302 403  404    404    404   200d   200d   404    404   404
GET  /thi-dua/2018/thang-diem/phong-van-phong/     | 302 403  200    200    404   200    200    404    404   200
GET  /thi-dua/2019/thang-diem/khong-co/            | 302 403  404    404    404   404    404    404    404   404
POST /thi-dua/2019/thang-diem/phuong/ act=criterion&LINE | 302 403 302+ 302+ 404  403    403    404    404   302+
POST /thi-dua/2019/thang-diem/phuong/ act=criterion&title= | 302 403 422d 422d 404 403   403    404    404   422d
POST /thi-dua/2019/thang-diem/phuong/ act=criterion&LINE&revision=9 | 302 403 409d 409d 404 403 403 404 404 409d
POST /thi-dua/2019/thang-diem/phuong/ act=settings&scale=100&tie_rule=same&revision=0 | 302 403 302+ 302+ 404 403 403 404 404 302+
POST /thi-dua/2019/thang-diem/phuong/ act=remove&criterion={em_criterion}&revision=0 | 302 403 302+ 302+ 404 403 403 404 404 302+
POST /thi-dua/2017/thang-diem/phuong/ act=settings&scale=100&tie_rule=same&revision=1 | 302 403 409 409 403 403 403 403 403 409
POST /thi-dua/2019/thang-diem/phuong/ move=send&revision=0 | 302 403 403 302+ 404 403    403    404    404   403
POST /thi-dua/2018/thang-diem/phong-van-phong/ move=appraise&opinion=Duoc&revision=0 | 302 403 403 403 404 302+ 302+ 404 404 302+
POST /thi-dua/2018/thang-diem/phong-van-phong/ move=return&reason=Thieu&revision=0 | 302 403 403 403 404 302+ 302+ 404 404 302+
POST /thi-dua/2018/thang-diem/phong-van-phong/ move=return&revision=0 | 302 403 403 403 404 422 422 404 404 422
POST /thi-dua/2017/thang-diem/phong-van-phong/ move=approve&revision=0 | 302 403 403 403 404 403 302+ 404 404 403
POST /thi-dua/2018/thang-diem/su-nghiep/ move=open&self_score_until=09/06/2019&explain_until=10/06/2019&revision=0 | 302 403 403 403 403 302+ 302+ 403 403 302+
POST /thi-dua/2018/thang-diem/su-nghiep/ move=return&reason=Sai&revision=0 | 302 403 403 403 403 403 302+ 403 403 403
POST /thi-dua/2018/thang-diem/su-nghiep/ move=khac | 302 403 400    400    400   400    400    400    400   400
PUT  /thi-dua/2019/thang-diem/phuong/              | 302 405  405    405    405   405    405    405    405   405

# One group's table: while it is scored the office's; states to leadership; published, everybody's.
GET  /thi-dua/2017/bang/phuong/                    | 302 403  200    200    200   200    200    200    403   200
GET  /thi-dua/2018/bang/phuong/                    | 302 403  404    404    404   200    200    200    403   200
GET  /thi-dua/2017/bang/phuong/?ban=2              | 302 403  404    404    404   404    404    404    403   404
GET  /thi-dua/2018/bang/phong-van-phong/           | 302 403  404    404    404   404    404    404    403   404
GET  /thi-dua/2017/bang/phuong/pdf/                | 302 403  200    200    200   200    200    200    403   200
GET  /thi-dua/2018/bang/phuong/pdf/                | 302 403  404    404    404   404    404    404    403   404
GET  /thi-dua/2017/bang/phuong/xlsx/               | 302 403  200    200    200   200    200    200    403   200
GET  /thi-dua/2018/bang/phuong/xlsx/               | 302 403  404    404    404   404    404    404    403   404
POST /thi-dua/2018/bang/phuong/ act=publish&revision=0 | 302 403 403  403    403   403    422    403    403   403
POST /thi-dua/2018/bang/phuong/ act=publish&revision=9 | 302 403 403  403    403   403    409    403    403   403
POST /thi-dua/2017/bang/phuong/ act=correct&reason=Sai&revision=1 | 302 403 403 403 403 302+ 302+ 403 403 302+
POST /thi-dua/2017/bang/phuong/ act=correct&revision=1 | 302 403 403  403    403   422    422    403    403   422
POST /thi-dua/2017/bang/phuong/ act=khac           | 302 403  400    400    400   400    400    400    403   400
POST /thi-dua/2017/bang/phuong/pdf/                | 302 405  405    405    405   405    405    405    405   405
POST /thi-dua/2017/bang/phuong/xlsx/               | 302 405  405    405    405   405    405    405    405   405
PUT  /thi-dua/2017/bang/phuong/                    | 302 405  405    405    405   405    405    405    405   405
PUT  /thi-dua/2017/bang/phuong/pdf/                | 302 405  405    405    405   405    405    405    405   405
PUT  /thi-dua/2017/bang/phuong/xlsx/               | 302 405  405    405    405   405    405    405    405   405

# One sheet: one's own and the office's while it is open; everybody's points when published, not what was explained.
GET  /thi-dua/2018/P1/                             | 302 403  200d   200d   404   200d   200d   404    403   200d
GET  /thi-dua/2018/P2/                             | 302 403  404    404    200D  200D   200D   404    403   200D
GET  /thi-dua/2017/P1/                             | 302 403  200o   200o   200   200o   200o   200o   403   200o
GET  /thi-dua/2017/P2/                             | 302 403  200    200    200O  200O   200O   200O   403   200O
GET  /thi-dua/2017/P1/?ban=2                       | 302 403  404    404    404   404    404    404    403   404
GET  /thi-dua/2017/P99/                            | 302 403  404    404    404   404    404    404    403   404
GET  /thi-dua/2018/P1/tep/{em_proof}/              | 302 403  200d   200d   404   200d   200d   404    403   200d
GET  /thi-dua/2018/P2/tep/{em_proof}/              | 302 403  404    404    404   404    404    404    403   404
POST /thi-dua/2018/P1/ line-{em_line}-points=75&line-{em_line}-grounds=Moi&revision=0 | 302 403 302+ 302+ 404 403 403 404 403 302+
POST /thi-dua/2018/P1/ line-{em_line}-points=x&revision=0 | 302 403 422d 422d 404 403 403 404 403 422d
POST /thi-dua/2018/P1/ line-{em_line}-points=75&revision=9 | 302 403 409d 409d 404 403 403 404 403 409d
POST /thi-dua/2018/P1/ move=send&line-{em_line}-points=75&line-{em_line}-grounds=Moi&revision=0 | 302 403 403 302+ 404 403 403 404 403 403
POST /thi-dua/2018/P1/ move=appraise&line-{em_line}-given=60&line-{em_line}-reason=Thieu&revision=0 | 302 403 403 403 404 302+ 302+ 404 403 403
POST /thi-dua/2018/P2/ move=appraise&line-{em_line}-given=60&line-{em_line}-reason=Thieu&revision=0 | 302 403 404 404 403 302+ 302+ 404 403 302+
POST /thi-dua/2018/P2/ move=appraise&line-{em_line}-given=60&revision=0 | 302 403 404 404 403 422D 422D 404 403 422D
POST /thi-dua/2018/P2/ move=withdraw&revision=0    | 302 403  404    404    302+  403    403    404    403   302+
POST /thi-dua/2018/P1/ move=withdraw&revision=0    | 302 403  409d   409d   404   403    403    404    403   409d
POST /thi-dua/2018/P1/ move=explain&explanation=Loi&revision=0 | 302 403 403 409d 404 403 403  404    403   403
POST /thi-dua/2017/P1/ move=explain&explanation=Loi&revision=0 | 302 403 403 409o 404 403 403  404    403   403
POST /thi-dua/2018/P1/ move=khac                   | 302 403  400    400    404   400    400    404    403   400
POST /thi-dua/2018/P1/tep/{em_proof}/              | 302 405  405    405    405   405    405    405    405   405
PUT  /thi-dua/2018/P1/                             | 302 405  405    405    405   405    405    405    405   405
PUT  /thi-dua/2018/P1/tep/{em_proof}/              | 302 405  405    405    405   405    405    405    405   405
""".replace("LINE", _LINE)
