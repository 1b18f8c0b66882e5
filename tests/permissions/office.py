"""Acts of the office beside the review: ending an unlock, entering a paper report, extending a period; and what a unit
asks it for. Cells as in ``reports``. ``{paper}``: P2's report while a reviewer types in its paper.
"""

TABLE = """
# Unlocking, with the day until when. A locked report that was never sent is unlocked to be filed late.
who                                                | out none rep    head   other rev    office lead   admin both
POST /bao-cao/{accepted}/ move=unlock&reason=Sai&until=20/06/2019 | 302 404 403 403 404 302+ 302+ 403 403 302+
POST /bao-cao/{accepted}/ move=unlock&reason=Sai&until=x | 302 404 403 403 404 422do 422do 403 403 422do
POST /bao-cao/{locked}/ move=unlock&reason=Sai     | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{locked}/ move=unlock                | 302 404  403    403    404   422d   422d   403    403   422d
POST /bao-cao/{reopened}/mo-khoa/ act=close        | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{reopened}/mo-khoa/ act=extend&until=01/07/2019 | 302 404 403 403 404 302+ 302+ 403 403 302+
POST /bao-cao/{reopened}/mo-khoa/ act=extend&until= | 302 404 403   403    404   422do  422do  403    403   422do
POST /bao-cao/{reopened}/mo-khoa/ act=khac         | 302 404  403    403    404   400    400    403    403   400
POST /bao-cao/{draft}/mo-khoa/ act=close           | 302 404  403    403    404   409d   409d   403    403   409d
POST /bao-cao/2019/3/P1/mo-khoa/ act=close         | 302 404  404    404    404   404    404    404    404   404
GET  /bao-cao/{reopened}/mo-khoa/                  | 302 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{reopened}/mo-khoa/                  | 302 405  405    405    405   405    405    405    405   405

# Paper: the unit's own draft stands in the way, and is shown to the office that reads it anyhow.
GET  /bao-cao/{none}/nhap-thay/                    | 302 404  403    403    404   200    200    403    403   200
GET  /bao-cao/{draft}/nhap-thay/                   | 302 404  403    403    404   200d   200d   403    403   200d
GET  /bao-cao/{accepted}/nhap-thay/                | 302 404  403    403    404   200    200    403    403   200
GET  /bao-cao/{paper}/nhap-thay/                   | 302 404  404    404    403   200    200    403    403   200
POST /bao-cao/{none}/nhap-thay/ received_on=08/06/2019 | 302 404 403 403    404   422    422    403    403   422
POST /bao-cao/{draft}/nhap-thay/ received_on=08/06/2019 | 302 404 403 403   404   422d   422d   403    403   422d
POST /bao-cao/{none}/nhap-thay/ act=cancel         | 302 404  403    403    404   409    409    403    403   409
POST /bao-cao/{paper}/nhap-thay/ received_on=07/06/2019 | 302 404 404 404   403   302+   302+   403    403   302+
POST /bao-cao/{paper}/nhap-thay/ act=cancel        | 302 404  404    404    403   302+   302+   403    403   302+
POST /bao-cao/2019/3/P1/nhap-thay/ act=cancel      | 302 404  404    404    404   404    404    404    404   404
PUT  /bao-cao/{paper}/nhap-thay/                   | 302 405  405    405    405   405    405    405    405   405
# While it is entered the form is the office's: the unit's own people wait, and what they post is kept on the page.
GET  /bao-cao/{paper}/                             | 302 404  404    404    200   200    200    200    200   200
GET  /bao-cao/{paper}/soan/                        | 302 404  404    404    302   200D   200D   403    403   200D
POST /bao-cao/{paper}/soan/ @form                  | 403 404  404    404    409   302+   302+   403    403   302+
POST /bao-cao/{paper}/soan/ @form&move=send        | 403 404  404    404    409   302+   302+   403    403   302+
POST /bao-cao/{paper}/ move=send                   | 302 404  404    404    403   422    422    403    403   422
POST /bao-cao/{paper}/ move=submit                 | 302 404  404    404    403   403    403    403    403   403

# A unit asks for what it can no longer change itself.
POST /bao-cao/{accepted}/de-nghi-sua/ request=Sai  | 302 404  302+   302+   404   403    403    403    403   302+
POST /bao-cao/{accepted}/de-nghi-sua/ request=     | 302 404  422do  422do  404   403    403    403    403   422do
POST /bao-cao/{draft}/de-nghi-sua/ request=Sai     | 302 404  409d   409d   404   403    403    403    403   409d
POST /bao-cao/2019/3/P1/de-nghi-sua/ request=Sai   | 302 404  404    404    404   404    404    404    404   404
GET  /bao-cao/{accepted}/de-nghi-sua/              | 302 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{accepted}/de-nghi-sua/              | 302 405  405    405    405   405    405    405    405   405

# A period: its dates for everybody with a role, extending it for the head of the office.
GET  /ky/2019/2/                                   | 302 403  200    200    200   200    200    200    200   200
GET  /ky/2017/1/                                   | 302 403  200    200    200   200    200    200    200   200
GET  /ky/2016/4/                                   | 302 403  404    404    404   404    404    404    404   404
POST /ky/2019/2/ due_on=20/06/2019&extension-reason=Bão | 302 403 403 403   403   403    302+   403    403   403
POST /ky/2019/2/ due_on=&extension-reason=         | 302 403  403    403    403   403    422    403    403   403
POST /ky/2017/3/ due_on=20/06/2019&extension-reason=Bão | 302 403 403 403   403   403    409    403    403   403
PUT  /ky/2019/2/                                   | 302 405  405    405    405   405    405    405    405   405
"""
