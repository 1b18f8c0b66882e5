"""The registry: records, whom they helped, schools, people in charge. Cells as in ``reports``.

P1 has a record that waits, one that is confirmed, an article, a class; P2 has one of each that matters, and publishes
articles. ``{reg_open}``: P1's, recorded; ``{reg_done}``: P1's, confirmed; ``{reg_article}``: proposed by P1;
``{reg_other}``: P2's, recorded.
"""

from django.core.files.uploadedfile import SimpleUploadedFile

from initiatives.models import Evidence
from tests import factories as make
from units import clock, uploads
from units.models import Unit

TABLE = """
who                                                | out none rep    head   other rev    office lead   admin both
GET  /so-theo-doi/                                 | 302 403  200do  200do  200dDO 200dD 200dD  200oO  403   200dD
GET  /so-theo-doi/?dang=csv                        | 302 403  200do  200do  200dDO 200dD 200dD  200oO  403   200dD
GET  /so-theo-doi/?tinh-trang=                     | 302 403  200do  200do  200dDO 200doDO 200doDO 200oO 403 200doDO
GET  /so-theo-doi/?tinh-trang=&don-vi=P1           | 302 403  200do  200do  200d  200do  200do  200o   403   200do
POST /so-theo-doi/                                 | 302 405  405    405    405   405    405    405    405   405
PUT  /so-theo-doi/                                 | 302 405  405    405    405   405    405    405    405   405
GET  /so-theo-doi/xac-nhan/                        | 302 405  405    405    405   405    405    405    405   405
POST /so-theo-doi/xac-nhan/ record={reg_open}-0    | 302 403  403    403    403   302+   302+   403    403   302+
POST /so-theo-doi/xac-nhan/ record={reg_open}-9    | 302 403  403    403    403   302    302    403    403   302
PUT  /so-theo-doi/xac-nhan/                        | 302 405  405    405    405   405    405    405    405   405

# Recording: for the units one acts for. A reviewer who is also an officer records for that office.
GET  /so-theo-doi/ghi/                             | 302 403  200    200    200   200    200    403    403   200
POST /so-theo-doi/ghi/                             | 302 405  405    405    405   405    405    405    405   405
PUT  /so-theo-doi/ghi/                             | 302 405  405    405    405   405    405    405    405   405
GET  /so-theo-doi/ghi/model/                       | 302 403  200    200    200   200    200    403    403   200
GET  /so-theo-doi/ghi/support/                     | 302    403    200do  200do  200oD  200doD 200doD 403    403    200doD
GET  /so-theo-doi/ghi/khac/                        | 302 404  404    404    404   404    404    404    404   404
POST /so-theo-doi/ghi/model/ title=Moi&starts_on=08/06/2019 | 403 403 302+ 302+ 302+ 302+ 302+ 403   403   302+
POST /so-theo-doi/ghi/model/ title=Moi&starts_on=09/06/2019 | 403 403 422  422  422  422  422  403   403   422
POST /so-theo-doi/ghi/model/ title=Moi&add=evidence | 403 403 200    200    200   200    200    403    403   200
POST /so-theo-doi/ghi/khac/ title=Moi              | 403 404  404    404    404   404    404    404    404   404
PUT  /so-theo-doi/ghi/model/                       | 302 405  405    405    405   405    405    405    405   405

# One record.
GET  /so-theo-doi/{reg_open}/                      | 302 403  200d   200d   404   200d   200d   404    403   200d
GET  /so-theo-doi/{reg_done}/                      | 302 403  200o   200o   404   200o   200o   200o   403   200o
GET  /so-theo-doi/{reg_article}/                   | 302 403  200d   200d   200d  200d   200d   404    403   200d
GET  /so-theo-doi/{reg_other}/                     | 302 403  404    404    200D  200D   200D   404    403   200D
GET  /so-theo-doi/999999/                          | 302 403  404    404    404   404    404    404    403   404
POST /so-theo-doi/{reg_open}/ act=confirm&revision=0 | 302 403 403   403    404   302+   302+   404    403   302+
POST /so-theo-doi/{reg_open}/ act=confirm&revision=9 | 302 403 403   403    404   409d   409d   404    403   409d
POST /so-theo-doi/{reg_open}/ act=return&revision=0&reason=Thieu | 302 403 403 403 404 302+ 302+ 404   403   302+
POST /so-theo-doi/{reg_open}/ act=return&revision=0 | 302 403 403    403    404   422d   422d   404    403   422d
POST /so-theo-doi/{reg_open}/ act=withdraw&revision=0 | 302 403 302+ 302+   404   403    403    404    403   302+
POST /so-theo-doi/{reg_open}/ act=remove&revision=0&evidence={reg_file} | 302 403 302+ 302+ 404 403 403 404 403 302+
POST /so-theo-doi/{reg_open}/ act=show&revision=0  | 302 403  403    403    404   409d   409d   404    403   409d
POST /so-theo-doi/{reg_open}/ act=khac             | 302 403  400    400    404   400    400    404    403   400
POST /so-theo-doi/{reg_done}/ act=show&revision=0  | 302 403  403    403    404   302+   302+   403    403   302+
POST /so-theo-doi/{reg_done}/ act=hide&revision=0  | 302 403  403    403    404   409o   409o   403    403   409o
POST /so-theo-doi/{reg_done}/ act=withdraw&revision=0 | 302 403 422o 422o   404   403    403    403    403   422o
POST /so-theo-doi/{reg_done}/ act=confirm&revision=0 | 302 403 403   403    404   409o   409o   403    403   409o
POST /so-theo-doi/{reg_article}/ act=publish&revision=0&published_on=08/06/2019&in_print=on | 302 403 403 403 302+ 403 403 404 403 302+
POST /so-theo-doi/{reg_article}/ act=publish&revision=0&published_on=x | 302 403 403 403 422d 403 403 404 403 422d
POST /so-theo-doi/{reg_article}/ act=return&revision=0&reason=Thieu | 302 403 403 403 302+ 302+ 302+ 404 403 302+
POST /so-theo-doi/{reg_other}/ act=withdraw&revision=0 | 302 403 404 404    302+  403    403    404    403   302+
PUT  /so-theo-doi/{reg_open}/                      | 302 405  405    405    405   405    405    405    405   405
GET  /so-theo-doi/{reg_open}/sua/                  | 302 403  200d   200d   404   403    403    404    403   200d
GET  /so-theo-doi/{reg_done}/sua/                  | 302    403    200do  200do  404    403    403    403    403    200doD
GET  /so-theo-doi/{reg_article}/sua/               | 302 403  200d   200d   200d  403    403    404    403   200d
GET  /so-theo-doi/{reg_other}/sua/                 | 302 403  404    404    200D  403    403    404    403   200D
POST /so-theo-doi/{reg_open}/sua/ title=Moi&starts_on=08/06/2019&revision=0 | 403 403 302+ 302+ 404 403 403 404 403 302+
POST /so-theo-doi/{reg_open}/sua/ title=Moi&starts_on=08/06/2019&revision=9 | 403 403 409d 409d 404 403 403 404 403 409d
POST /so-theo-doi/{reg_open}/sua/ title=Moi&starts_on=x&revision=0 | 403 403 422d 422d 404 403 403 404 403 422d
POST /so-theo-doi/{reg_article}/sua/ title=Moi&article_type=news&revision=0 | 403 403 422d 422d 302+ 403 403 404 403 422d
PUT  /so-theo-doi/{reg_open}/sua/                  | 302 405  405    405    405   405    405    405    405   405
GET  /so-theo-doi/{reg_open}/tep/{reg_file}/       | 302 403  200d   200d   404   200d   200d   404    403   200d
GET  /so-theo-doi/{reg_done}/tep/{reg_file}/       | 302 403  404    404    404   404    404    404    403   404
POST /so-theo-doi/{reg_open}/tep/{reg_file}/       | 302 405  405    405    405   405    405    405    405   405
PUT  /so-theo-doi/{reg_open}/tep/{reg_file}/       | 302 405  405    405    405   405    405    405    405   405

# Whom the district helps: what P1 has only just noted is P1's own affair.
GET  /so-theo-doi/to-chuc/                         | 302    403    200do  200do  200oD  200doD 200doD 200o   403    200doD
GET  /so-theo-doi/to-chuc/?dang=csv                | 302    403    200do  200do  200oD  200doD 200doD 200o   403    200doD
POST /so-theo-doi/to-chuc/                         | 302 405  405    405    405   405    405    405    405   405
PUT  /so-theo-doi/to-chuc/                         | 302 405  405    405    405   405    405    405    405   405
GET  /so-theo-doi/to-chuc/{reg_noted}/             | 302 403  200d   200d   404   200d   200d   404    403   200d
GET  /so-theo-doi/to-chuc/{reg_helped}/            | 302 403  200o   200o   200o  200o   200o   200o   403   200o
GET  /so-theo-doi/to-chuc/999999/                  | 302 403  404    404    404   404    404    404    403   404
POST /so-theo-doi/to-chuc/{reg_helped}/ act=edit&name=Moi&sector=food&revision={reg_helped_history} | 302 403 302+ 302+ 403 302+ 302+ 403 403 302+
POST /so-theo-doi/to-chuc/{reg_helped}/ act=edit&name=Moi&sector=food&revision=0 | 302 403 409o 409o 403 409o 409o 403 403 409o
POST /so-theo-doi/to-chuc/{reg_helped}/ act=edit&name=&sector=food&revision={reg_helped_history} | 302 403 422o 422o 403 422o 422o 403 403 422o
POST /so-theo-doi/to-chuc/{reg_noted}/ act=merge&into={reg_helped} | 302 403 403 403 404 302+ 302+ 404   403   302+
POST /so-theo-doi/to-chuc/{reg_helped}/ act=merge&into= | 302 403 403 403 403 422o   422o   403    403   422o
POST /so-theo-doi/to-chuc/{reg_helped}/ act=khac   | 302 403  400    400    400   400    400    400    403   400
PUT  /so-theo-doi/to-chuc/{reg_helped}/            | 302 405  405    405    405   405    405    405    405   405

# Schools: their list is kept by the office and administrators here; in P1's club the administrator reads nothing.
GET  /so-theo-doi/truong/?nam=2019                 | 302 403  200d   200d   200   200d   200d   200    200   200d
POST /so-theo-doi/truong/ name=THCS+Moi&level=thcs&managed_by=city&valid_from=01/08/2016 | 302 403 403 403 403 302+ 302+ 403 302+ 302+
POST /so-theo-doi/truong/ name=&level=thcs         | 302 403  403    403    403   422d   422d   403    422   422d
PUT  /so-theo-doi/truong/                          | 302 405  405    405    405   405    405    405    405   405
GET  /so-theo-doi/truong/{reg_school}/             | 302 403  200d   200d   200   200d   200d   200    200   200d
GET  /so-theo-doi/truong/P1/                       | 302 403  404    404    404   404    404    404    404   404
POST /so-theo-doi/truong/{reg_school}/ name=THCS+Moi&level=thcs&managed_by=city&valid_from=01/08/2016&revision={reg_school_history} | 302 403 403 403 403 302+ 302+ 403 302+ 302+
POST /so-theo-doi/truong/{reg_school}/ name=THCS+Moi&level=thcs&managed_by=city&valid_from=01/08/2016&revision=0 | 302 403 403 403 403 409d 409d 403 409 409d
POST /so-theo-doi/truong/{reg_school}/ name=       | 302 403  403    403    403   422d   422d   403    422   422d
PUT  /so-theo-doi/truong/{reg_school}/             | 302 405  405    405    405   405    405    405    405   405

# People in charge: a unit's own, with the classes they attended; leadership reads of confirmed ones.
GET  /so-theo-doi/can-bo/                          | 302 403  200d   200d   200   200d   200d   200    403   200d
POST /so-theo-doi/can-bo/                          | 302 405  405    405    405   405    405    405    405   405
PUT  /so-theo-doi/can-bo/                          | 302 405  405    405    405   405    405    405    405   405
"""


def build_registry(people, units, plan) -> dict:
    """P2 publishes articles; the keys of what stands in the registry."""
    Unit.objects.filter(pk=units.p2.pk).update(publishes_articles=True)
    reporter, other = people["reporter"], people["other_reporter"]
    noted, helped = make.make_organisation("NHAP-P1 cơ sở"), make.make_organisation("BAN-P1 cơ sở")
    school = make.make_school()
    open_ = make.make_activity(units.p1, "model", "NHAP-P1 mô hình", by=reporter, organisations=[noted])
    done = make.make_activity(
        units.p1, "support", "BAN-P1 hỗ trợ", state="confirmed", by=reporter, organisations=[helped]
    )
    article = make.make_activity(units.p1, "article", "NHAP-P1 bài viết", by=reporter)
    make.make_activity(units.p1, "training", "NHAP-P1 lớp", by=reporter, trainees=[reporter])
    make.make_activity(units.p1, "club", "NHAP-P1 câu lạc bộ", by=reporter, schools=[school])
    other_open = make.make_activity(units.p2, "model", "NHAP-P2 mô hình", by=other)
    make.make_activity(units.p2, "model", "BAN-P2 mô hình", state="confirmed", by=other)
    stored = uploads.store(SimpleUploadedFile("NHAP-P1.pdf", b"%PDF-1.4 NHAP-P1"))
    file = Evidence.objects.create(
        activity=open_,
        name="Biên bản.pdf",
        sha256=stored.sha256,
        size=stored.size,
        content_type=stored.content_type,
        added_at=clock.now(),
        added_by_name=str(reporter),
    )
    return {
        "reg_open": open_.pk,
        "reg_done": done.pk,
        "reg_article": article.pk,
        "reg_other": other_open.pk,
        "reg_file": file.pk,
        "reg_noted": noted.pk,
        "reg_helped": helped.pk,
        "reg_helped_history": helped.history.latest().history_id,
        "reg_school": school.code,
        "reg_school_history": school.history.latest().history_id,
    }
