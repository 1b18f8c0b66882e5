"""Sheets taken in: the administrator brings units and people, the Economics Office what is done and paid.

``import_open``: organisations, handed in by a reviewer; ``import_units``: a unit, taken in by the administrator, who
may take back what others took in and reads none of it.
"""

from initiatives.organisation_resource import OrganisationResource
from tests.taking import applied, upload, xlsx
from units import clock
from units.importing import taking
from units.resources import UnitResource


def build_imports(people) -> dict:
    units = applied(UnitResource, xlsx(
        ["Mã", "Tên đầy đủ", "Loại", "Phải gửi báo cáo", "Từ ngày"],
        ["NHAP", "Đơn vị nhập từ bảng", "phòng chuyên môn", "không", "01/01/2030"],
    ), people["administrator"])  # fmt: skip
    open_ = taking.hand_in(
        OrganisationResource(), upload(xlsx(["Tên", "MST"], ["Cơ sở Nhập Thử", None])), by=people["reviewer"],
        at=clock.now(), on=clock.today(),
    )  # fmt: skip
    return {"import_open": open_.pk, "import_units": units.pk}


TABLE = """
who                                                | out none rep  head other rev  office lead admin both
GET  /nhap-lieu/                                   | 302 403  403  403  403   200  200    403  200   200
POST /nhap-lieu/                                   | 302 405  405  405  405   405  405    405  405   405
PUT  /nhap-lieu/                                   | 302 405  405  405  405   405  405    405  405   405
GET  /nhap-lieu/don-vi/                            | 302 403  403  403  403   403  403    403  200   403
GET  /nhap-lieu/so-theo-doi/                       | 302 403  403  403  403   200  200    403  403   200
GET  /nhap-lieu/khong-co/                          | 302 404  404  404  404   404  404    404  404   404
POST /nhap-lieu/nhan-su/                           | 302 403  403  403  403   403  403    403  422   403
POST /nhap-lieu/kinh-phi/                          | 302 403  403  403  403   422  422    403  403   422
PUT  /nhap-lieu/kinh-phi/                          | 302 405  405  405  405   405  405    405  405   405
GET  /nhap-lieu/chi-tieu/mau.xlsx                  | 302 403  403  403  403   403  403    403  200   403
POST /nhap-lieu/chi-tieu/mau.xlsx                  | 302 405  405  405  405   405  405    405  405   405
PUT  /nhap-lieu/chi-tieu/mau.xlsx                  | 302 405  405  405  405   405  405    405  405   405
GET  /nhap-lieu/so-theo-doi/hien-co.xlsx           | 302 403  403  403  403   200  200    403  403   200
POST /nhap-lieu/so-theo-doi/hien-co.xlsx           | 302 405  405  405  405   405  405    405  405   405
PUT  /nhap-lieu/so-theo-doi/hien-co.xlsx           | 302 405  405  405  405   405  405    405  405   405
GET  /nhap-lieu/lan/{import_open}/                 | 302 404  404  404  404   200  200    404  200   200
GET  /nhap-lieu/lan/{import_units}/                | 302 404  404  404  404   404  404    404  200   404
POST /nhap-lieu/lan/{import_open}/ act=drop        | 302 404  404  404  404   302+ 302+   404  403   302+
POST /nhap-lieu/lan/{import_open}/ act=apply&stamp=cu | 302 404 404 404 404   409  403    404  403   403
POST /nhap-lieu/lan/{import_open}/ act=undo        | 302 404  404  404  404   409  409    404  409   409
POST /nhap-lieu/lan/{import_open}/ act=khac        | 302 404  404  404  404   400  400    404  400   400
POST /nhap-lieu/lan/{import_units}/ act=undo       | 302 404  404  404  404   404  404    404  302+  404
PUT  /nhap-lieu/lan/{import_open}/                 | 302 405  405  405  405   405  405    405  405   405
GET  /nhap-lieu/lan/{import_open}/cho-can-sua.xlsx | 302 404  404  404  404   200  200    404  403   200
POST /nhap-lieu/lan/{import_open}/cho-can-sua.xlsx | 302 405  405  405  405   405  405    405  405   405
PUT  /nhap-lieu/lan/{import_open}/cho-can-sua.xlsx | 302 405  405  405  405   405  405    405  405   405
GET  /nhap-lieu/lan/{import_open}/tep/             | 302 404  404  404  404   200  200    404  403   200
POST /nhap-lieu/lan/{import_open}/tep/             | 302 405  405  405  405   405  405    405  405   405
PUT  /nhap-lieu/lan/{import_open}/tep/             | 302 405  405  405  405   405  405    405  405   405
"""
