"""A unit's report, its form, its versions and files, in every state: whose it is decides who gets what.

A cell is the status; ``+`` after it: rows changed, and else not one; then the secrets (``world.SECRETS``) that the
answer holds, and no others. 404 to another unit whatever the state; the leader reads what was accepted, the
administrator nothing but the state.
"""

TABLE = """
# The report's page. P1 and the Economics Office read the draft as well as what came of it.
who                                                | out none rep    head   other rev    office lead   admin both
GET  /bao-cao/{none}/                              | 302 404  200    200    404   200    200    200    200   200
GET  /bao-cao/{draft}/                             | 302 404  200d   200d   404   200d   200d   200    200   200d
GET  /bao-cao/{pending}/                           | 302 404  200d   200d   404   200d   200d   200    200   200d
GET  /bao-cao/{sent}/                              | 302 404  200d   200d   404   200d   200d   200    200   200d
GET  /bao-cao/{taken}/                             | 302 404  200d   200d   404   200d   200d   200    200   200d
GET  /bao-cao/{returned}/                          | 302 404  200d   200d   404   200d   200d   200    200   200d
GET  /bao-cao/{accepted}/                          | 302 404  200do  200do  404   200do  200do  200o   200   200do
GET  /bao-cao/{reopened}/                          | 302 404  200do  200do  404   200do  200do  200o   200   200do
GET  /bao-cao/{excluded}/                          | 302 404  200d   200d   404   200d   200d   200    200   200d
GET  /bao-cao/{locked}/                            | 302 404  200d   200d   404   200d   200d   200    200   200d
# Not begun, before the plan, no such unit.
GET  /bao-cao/2019/3/P1/                           | 302 404  404    404    404   404    404    404    404   404
GET  /bao-cao/2016/4/P1/                           | 302 404  404    404    404   404    404    404    404   404
GET  /bao-cao/2019/2/P99/                          | 302 404  404    404    404   404    404    404    404   404

# The form: the unit's own people, while it is open; to those who may read the report it is refused.
GET  /bao-cao/{none}/soan/                         | 302 404  200o   200o   404   403    403    403    403   200o
GET  /bao-cao/{draft}/soan/                        | 302 404  200do  200do  404   403    403    403    403   200do
GET  /bao-cao/{pending}/soan/                      | 302 404  302    302    404   403    403    403    403   302
GET  /bao-cao/{sent}/soan/                         | 302 404  302    302    404   403    403    403    403   302
GET  /bao-cao/{taken}/soan/                        | 302 404  302    302    404   403    403    403    403   302
GET  /bao-cao/{returned}/soan/                     | 302 404  200d   200d   404   403    403    403    403   200d
GET  /bao-cao/{accepted}/soan/                     | 302 404  302    302    404   403    403    403    403   302
GET  /bao-cao/{reopened}/soan/                     | 302 404  200do  200do  404   403    403    403    403   200do
GET  /bao-cao/{excluded}/soan/                     | 302 404  200d   200d   404   403    403    403    403   200d
GET  /bao-cao/{locked}/soan/                       | 302 404  200do  200do  404   403    403    403    403   200do
GET  /bao-cao/2019/3/P1/soan/                      | 302 404  404    404    404   404    404    404    404   404

# Each sending. The second of {accepted} and {reopened} was accepted.
GET  /bao-cao/{draft}/lan/1/                       | 302 404  404    404    404   404    404    404    404   404
GET  /bao-cao/{sent}/lan/1/                        | 302 404  200d   200d   404   200d   200d   403    403   200d
GET  /bao-cao/{taken}/lan/1/                       | 302 404  200d   200d   404   200d   200d   403    403   200d
GET  /bao-cao/{returned}/lan/1/                    | 302 404  200d   200d   404   200d   200d   403    403   200d
GET  /bao-cao/{accepted}/lan/1/                    | 302 404  200d   200d   404   200d   200d   403    403   200d
GET  /bao-cao/{accepted}/lan/2/                    | 302 404  200o   200o   404   200o   200o   200o   403   200o
GET  /bao-cao/{reopened}/lan/1/                    | 302 404  200do  200do  404   200do  200do  403    403   200do
GET  /bao-cao/{reopened}/lan/2/                    | 302 404  200o   200o   404   200o   200o   200o   403   200o
GET  /bao-cao/{accepted}/lan/3/                    | 302 404  404    404    404   404    404    404    404   404
# Two of them compared: whoever may read both.
GET  /bao-cao/{accepted}/lan/2/?so=1               | 302 404  200do  200do  404   200do  200do  403    403   200do
GET  /bao-cao/{accepted}/lan/1/?so=2               | 302 404  200do  200do  404   200do  200do  403    403   200do
GET  /bao-cao/{accepted}/lan/2/?so=3               | 302 404  404    404    404   404    404    404    403   404
GET  /bao-cao/{sent}/?xem=tat-ca                   | 302 404  200d   200d   404   200d   200d   200    200   200d

# The same on paper: whoever may read that sending, and nobody else. Words of a PDF are not to be searched for here.
GET  /bao-cao/{draft}/lan/1/pdf/                   | 302 404  404    404    404   404    404    404    404   404
GET  /bao-cao/{sent}/lan/1/pdf/                    | 302 404  200    200    404   200    200    403    403   200
GET  /bao-cao/{taken}/lan/1/pdf/                   | 302 404  200    200    404   200    200    403    403   200
GET  /bao-cao/{returned}/lan/1/pdf/                | 302 404  200    200    404   200    200    403    403   200
GET  /bao-cao/{accepted}/lan/1/pdf/                | 302 404  200    200    404   200    200    403    403   200
GET  /bao-cao/{accepted}/lan/2/pdf/                | 302 404  200    200    404   200    200    200    403   200
GET  /bao-cao/{reopened}/lan/1/pdf/                | 302 404  200    200    404   200    200    403    403   200
GET  /bao-cao/{reopened}/lan/2/pdf/                | 302 404  200    200    404   200    200    200    403   200
GET  /bao-cao/{accepted}/lan/3/pdf/                | 302 404  404    404    404   404    404    404    404   404
GET  /bao-cao/2017/2/P2/lan/2/pdf/                 | 302 404  404    404    200   200    200    200    403   200
POST /bao-cao/{accepted}/lan/2/pdf/                | 302 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{accepted}/lan/2/pdf/                | 302 405  405    405    405   405    405    405    405   405
# The draft on paper: whoever writes it, from its first word until it is sent.
GET  /bao-cao/{none}/soan/ban-in/                  | 302 404  302    302    404   403    403    403    403   302
GET  /bao-cao/{draft}/soan/ban-in/                 | 302 404  200    200    404   403    403    403    403   200
GET  /bao-cao/{pending}/soan/ban-in/               | 302 404  200    200    404   403    403    403    403   200
GET  /bao-cao/{sent}/soan/ban-in/                  | 302 404  302    302    404   403    403    403    403   302
GET  /bao-cao/{taken}/soan/ban-in/                 | 302 404  302    302    404   403    403    403    403   302
GET  /bao-cao/{returned}/soan/ban-in/              | 302 404  200    200    404   403    403    403    403   200
GET  /bao-cao/{accepted}/soan/ban-in/              | 302 404  302    302    404   403    403    403    403   302
GET  /bao-cao/{reopened}/soan/ban-in/              | 302 404  200    200    404   403    403    403    403   200
GET  /bao-cao/{excluded}/soan/ban-in/              | 302 404  200    200    404   403    403    403    403   200
GET  /bao-cao/{locked}/soan/ban-in/                | 302 404  200    200    404   403    403    403    403   200
GET  /bao-cao/{paper}/soan/ban-in/                 | 302 404  404    404    302   302    302    403    403   302
GET  /bao-cao/2019/3/P1/soan/ban-in/               | 302 404  404    404    404   404    404    404    404   404
POST /bao-cao/{draft}/soan/ban-in/                 | 302 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{draft}/soan/ban-in/                 | 302 405  405    405    405   405    405    405    405   405

# Without a connection: the workbook of the draft, handed in, looked at and put in, by whoever may fill in the form.
GET  /bao-cao/{none}/soan/excel/                   | 302    404    200    200    404    403    403    403    403    200
GET  /bao-cao/{draft}/soan/excel/                  | 302    404    200    200    404    403    403    403    403    200
GET  /bao-cao/{pending}/soan/excel/                | 302    404    302    302    404    403    403    403    403    302
GET  /bao-cao/{sent}/soan/excel/                   | 302    404    302    302    404    403    403    403    403    302
GET  /bao-cao/{taken}/soan/excel/                  | 302    404    302    302    404    403    403    403    403    302
GET  /bao-cao/{returned}/soan/excel/               | 302    404    200    200    404    403    403    403    403    200
GET  /bao-cao/{accepted}/soan/excel/               | 302    404    302    302    404    403    403    403    403    302
GET  /bao-cao/{reopened}/soan/excel/               | 302    404    200    200    404    403    403    403    403    200
GET  /bao-cao/{excluded}/soan/excel/               | 302    404    200    200    404    403    403    403    403    200
GET  /bao-cao/{locked}/soan/excel/                 | 302    404    200    200    404    403    403    403    403    200
GET  /bao-cao/{paper}/soan/excel/                  | 302    404    404    404    302    200    200    403    403    200
GET  /bao-cao/2019/3/P1/soan/excel/                | 302    404    404    404    404    404    404    404    404    404
POST /bao-cao/{draft}/soan/excel/                  | 302    405    405    405    405    405    405    405    405    405
PUT  /bao-cao/{draft}/soan/excel/                  | 302    405    405    405    405    405    405    405    405    405
GET  /bao-cao/{none}/soan/nhap-excel/              | 302    404    200    200    404    403    403    403    403    200
GET  /bao-cao/{draft}/soan/nhap-excel/             | 302    404    200d   200d   404    403    403    403    403    200d
GET  /bao-cao/{pending}/soan/nhap-excel/           | 302    404    302    302    404    403    403    403    403    302
GET  /bao-cao/{accepted}/soan/nhap-excel/          | 302    404    302    302    404    403    403    403    403    302
GET  /bao-cao/{reopened}/soan/nhap-excel/          | 302    404    200    200    404    403    403    403    403    200
GET  /bao-cao/{paper}/soan/nhap-excel/             | 302    404    404    404    302    200    200    403    403    200
POST /bao-cao/{none}/soan/nhap-excel/              | 302    404    422    422    404    403    403    403    403    422
POST /bao-cao/{draft}/soan/nhap-excel/             | 302    404    422d   422d   404    403    403    403    403    422d
POST /bao-cao/{pending}/soan/nhap-excel/           | 302    404    409    409    404    403    403    403    403    409
POST /bao-cao/{sent}/soan/nhap-excel/              | 302    404    409    409    404    403    403    403    403    409
POST /bao-cao/{returned}/soan/nhap-excel/          | 302    404    422    422    404    403    403    403    403    422
POST /bao-cao/{accepted}/soan/nhap-excel/          | 302    404    409    409    404    403    403    403    403    409
POST /bao-cao/{paper}/soan/nhap-excel/             | 302    404    404    404    409    422    422    403    403    422
PUT  /bao-cao/{draft}/soan/nhap-excel/             | 302    405    405    405    405    405    405    405    405    405
GET  /bao-cao/{draft}/soan/nhap-excel/{offline_file}/ | 302    404    200d   200d   404    403    403    403    403    200d
POST /bao-cao/{draft}/soan/nhap-excel/{offline_file}/ revision={draft_revision} | 302    404    302+   302+   404    403    403    403    403    302+
POST /bao-cao/{draft}/soan/nhap-excel/{offline_file}/ revision=0 | 302    404    409d   409d   404    403    403    403    403    409d
GET  /bao-cao/{none}/soan/nhap-excel/{offline_file}/ | 302    404    404    404    404    403    403    403    403    404
POST /bao-cao/2019/2/P2/soan/nhap-excel/{offline_file}/ revision={draft_revision} | 302    404    404    404    404    403    403    403    403    404
PUT  /bao-cao/{draft}/soan/nhap-excel/{offline_file}/ | 302    405    405    405    405    405    405    405    405    405
GET  /bao-cao/{draft}/soan/nhap-excel/{offline_file}/danh-dau/ | 302    404    200    200    404    403    403    403    403    200
GET  /bao-cao/{none}/soan/nhap-excel/{offline_file}/danh-dau/ | 302    404    404    404    404    403    403    403    403    404
POST /bao-cao/{draft}/soan/nhap-excel/{offline_file}/danh-dau/ | 302    405    405    405    405    405    405    405    405    405
PUT  /bao-cao/{draft}/soan/nhap-excel/{offline_file}/danh-dau/ | 302    405    405    405    405    405    405    405    405    405

# Files: by the report that holds them, never by hash alone.
GET  /bao-cao/{draft}/tep/{draft_file}/            | 302 404  200d   200d   404   200d   200d   403    403   200d
GET  /bao-cao/{sent}/tep/{draft_file}/             | 302 404  200d   200d   404   200d   200d   403    403   200d
GET  /bao-cao/{returned}/tep/{draft_file}/         | 302 404  200d   200d   404   200d   200d   403    403   200d
GET  /bao-cao/{accepted}/tep/{draft_file}/         | 302 404  200d   200d   404   200d   200d   404    403   200d
GET  /bao-cao/{accepted}/tep/{official_file}/      | 302 404  200o   200o   404   200o   200o   200o   403   200o
GET  /bao-cao/{reopened}/tep/{draft_file}/         | 302 404  200d   200d   404   200d   200d   404    403   200d
GET  /bao-cao/{reopened}/tep/{official_file}/      | 302 404  200o   200o   404   200o   200o   200o   403   200o
GET  /bao-cao/{draft}/tep/{other_file}/            | 302 404  404    404    404   404    404    403    403   404
GET  /bao-cao/{accepted}/tep/{other_file}/         | 302 404  404    404    404   404    404    404    403   404
GET  /bao-cao/{draft}/tep/khong-co/                | 302 404  404    404    404   404    404    403    403   404

# Moves. {none} lacks every line; P1 has the head's step, so its reporter does not send.
POST /bao-cao/{none}/ move=submit                  | 302 404  422    403    404   403    403    403    403   422
POST /bao-cao/{none}/ move=send                    | 302 404  403    422    404   403    403    403    403   403
POST /bao-cao/{none}/ move=withdraw                | 302 404  403    409    404   403    403    403    403   403
POST /bao-cao/{none}/ move=take                    | 302 404  403    403    404   409    409    403    403   409
POST /bao-cao/{none}/ move=return&reason=Sai       | 302 404  403    403    404   409    409    403    403   409
POST /bao-cao/{none}/ move=accept                  | 302 404  403    403    404   409    409    403    403   409
POST /bao-cao/{none}/ move=unlock&reason=Sai       | 302 404  403    403    404   409    409    403    403   409

POST /bao-cao/{draft}/ move=submit                 | 302 404  302+   403    404   403    403    403    403   302+
POST /bao-cao/{draft}/ move=send                   | 302 404  403    302+   404   403    403    403    403   403
POST /bao-cao/{draft}/ move=withdraw               | 302 404  403    409d   404   403    403    403    403   403
POST /bao-cao/{draft}/ move=take                   | 302 404  403    403    404   409d   409d   403    403   409d
POST /bao-cao/{draft}/ move=return&reason=Sai      | 302 404  403    403    404   409d   409d   403    403   409d
POST /bao-cao/{draft}/ move=accept                 | 302 404  403    403    404   409d   409d   403    403   403
POST /bao-cao/{draft}/ move=unlock&reason=Sai      | 302 404  403    403    404   409d   409d   403    403   409d

POST /bao-cao/{pending}/ move=submit               | 302 404  409d   403    404   403    403    403    403   409d
POST /bao-cao/{pending}/ move=send                 | 302 404  403    302+   404   403    403    403    403   403
POST /bao-cao/{pending}/ move=withdraw             | 302 404  302+   302+   404   403    403    403    403   302+
POST /bao-cao/{pending}/ move=take                 | 302 404  403    403    404   409d   409d   403    403   409d
POST /bao-cao/{pending}/ move=return&reason=Sai    | 302 404  403    302+   404   403    403    403    403   403
POST /bao-cao/{pending}/ move=return               | 302 404  403    422d   404   403    403    403    403   403
POST /bao-cao/{pending}/ move=accept               | 302 404  403    403    404   409d   409d   403    403   403
POST /bao-cao/{pending}/ move=unlock&reason=Sai    | 302 404  403    403    404   409d   409d   403    403   409d

POST /bao-cao/{sent}/ move=submit                  | 302 404  409d   403    404   403    403    403    403   409d
POST /bao-cao/{sent}/ move=send                    | 302 404  403    409d   404   403    403    403    403   403
POST /bao-cao/{sent}/ move=withdraw                | 302 404  403    302+   404   403    403    403    403   403
POST /bao-cao/{sent}/ move=take                    | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{sent}/ move=return&reason=Sai       | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{sent}/ move=return                  | 302 404  403    403    404   422d   422d   403    403   422d
POST /bao-cao/{sent}/ move=accept                  | 302 404  403    403    404   302+   302+   403    403   403
POST /bao-cao/{sent}/ move=return&line-CT03=return&reason-CT03=Sai | 302 404 403 403 404 302+ 302+ 403 403   302+
POST /bao-cao/{sent}/ move=return&line-CT03=return | 302 404  403    403    404   422d   422d   403    403   422d
POST /bao-cao/{sent}/ move=accept&line-CT03=return | 302 404  403    403    404   422d   422d   403    403   403
POST /bao-cao/{sent}/ move=accept&version=7        | 302 404  403    403    404   409d   409d   403    403   403
POST /bao-cao/{sent}/ move=unlock&reason=Sai       | 302 404  403    403    404   409d   409d   403    403   409d

POST /bao-cao/{taken}/ move=submit                 | 302 404  409d   403    404   403    403    403    403   409d
POST /bao-cao/{taken}/ move=send                   | 302 404  403    409d   404   403    403    403    403   403
POST /bao-cao/{taken}/ move=withdraw               | 302 404  403    409d   404   403    403    403    403   403
POST /bao-cao/{taken}/ move=take                   | 302 404  403    403    404   409d   409d   403    403   409d
POST /bao-cao/{taken}/ move=return&reason=Sai      | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{taken}/ move=accept                 | 302 404  403    403    404   302+   302+   403    403   403
POST /bao-cao/{taken}/ move=unlock&reason=Sai      | 302 404  403    403    404   409d   409d   403    403   409d

POST /bao-cao/{returned}/ move=submit              | 302 404  302+   403    404   403    403    403    403   302+
POST /bao-cao/{returned}/ move=send                | 302 404  403    302+   404   403    403    403    403   403
POST /bao-cao/{returned}/ move=withdraw            | 302 404  403    409d   404   403    403    403    403   403
POST /bao-cao/{returned}/ move=take                | 302 404  403    403    404   409d   409d   403    403   409d
POST /bao-cao/{returned}/ move=return&reason=Sai   | 302 404  403    403    404   409d   409d   403    403   409d
POST /bao-cao/{returned}/ move=accept              | 302 404  403    403    404   409d   409d   403    403   403
POST /bao-cao/{returned}/ move=unlock&reason=Sai   | 302 404  403    403    404   409d   409d   403    403   409d

POST /bao-cao/{accepted}/ move=submit              | 302 404  409do  403    404   403    403    403    403   409do
POST /bao-cao/{accepted}/ move=send                | 302 404  403    409do  404   403    403    403    403   403
POST /bao-cao/{accepted}/ move=withdraw            | 302 404  403    409do  404   403    403    403    403   403
POST /bao-cao/{accepted}/ move=take                | 302 404  403    403    404   409do  409do  403    403   409do
POST /bao-cao/{accepted}/ move=return&reason=Sai   | 302 404  403    403    404   409do  409do  403    403   409do
POST /bao-cao/{accepted}/ move=accept              | 302 404  403    403    404   409do  409do  403    403   403
POST /bao-cao/{accepted}/ move=unlock&reason=Sai   | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{accepted}/ move=unlock              | 302 404  403    403    404   422do  422do  403    403   422do

POST /bao-cao/{reopened}/ move=submit              | 302 404  302+   403    404   403    403    403    403   302+
POST /bao-cao/{reopened}/ move=send                | 302 404  403    302+   404   403    403    403    403   403
POST /bao-cao/{reopened}/ move=withdraw            | 302 404  403    409do  404   403    403    403    403   403
POST /bao-cao/{reopened}/ move=take                | 302 404  403    403    404   409do  409do  403    403   409do
POST /bao-cao/{reopened}/ move=return&reason=Sai   | 302 404  403    403    404   409do  409do  403    403   409do
POST /bao-cao/{reopened}/ move=accept              | 302 404  403    403    404   409do  409do  403    403   403
POST /bao-cao/{reopened}/ move=unlock&reason=Sai   | 302 404  403    403    404   409do  409do  403    403   409do

POST /bao-cao/{excluded}/ move=submit              | 302 404  422d   403    404   403    403    403    403   422d
POST /bao-cao/{excluded}/ move=send                | 302 404  403    422d   404   403    403    403    403   403
POST /bao-cao/{excluded}/ move=accept              | 302 404  403    403    404   409d   409d   403    403   403
POST /bao-cao/{excluded}/ move=unlock&reason=Sai   | 302 404  403    403    404   409d   409d   403    403   409d
POST /bao-cao/{locked}/ move=submit                | 302 404  422d   403    404   403    403    403    403   422d
POST /bao-cao/{locked}/ move=send                  | 302 404  403    422d   404   403    403    403    403   403

POST /bao-cao/2019/3/P1/ move=send                 | 302 404  404    404    404   404    404    404    404   404
POST /bao-cao/{draft}/ move=delete                 | 302 404  400    400    404   400    400    400    400   400
POST /bao-cao/{draft}/                             | 302 404  400    400    404   400    400    400    400   400

# Saving, and sending from the form. Without a session the page keeps what was typed (403). What is stored is frozen
# once it has been handed on, and of two savings the older revision is told.
POST /bao-cao/{none}/soan/ @form                   | 403 404  302+   302+   404   403    403    403    403   302+
POST /bao-cao/{draft}/soan/ @form                  | 403 404  302+   302+   404   403    403    403    403   302+
POST /bao-cao/{pending}/soan/ @form                | 403 404  409d   409d   404   403    403    403    403   409d
POST /bao-cao/{sent}/soan/ @form                   | 403 404  409d   409d   404   403    403    403    403   409d
POST /bao-cao/{taken}/soan/ @form                  | 403 404  409d   409d   404   403    403    403    403   409d
POST /bao-cao/{returned}/soan/ @form               | 403 404  302+   302+   404   403    403    403    403   302+
POST /bao-cao/{accepted}/soan/ @form               | 403 404  409o   409o   404   403    403    403    403   409o
POST /bao-cao/{reopened}/soan/ @form               | 403 404  302+   302+   404   403    403    403    403   302+
POST /bao-cao/{excluded}/soan/ @form               | 403 404  302+   302+   404   403    403    403    403   302+
POST /bao-cao/{locked}/soan/ @form                 | 403 404  302+   302+   404   403    403    403    403   302+
POST /bao-cao/2019/3/P1/soan/ @form                | 403 404  404    404    404   404    404    404    404   404
POST /bao-cao/{draft}/soan/ @form&revision=0       | 403 404  409d   409d   404   403    403    403    403   409d
POST /bao-cao/{draft}/soan/ @form&situation=       | 403 404  302+   302+   404   403    403    403    403   302+
POST /bao-cao/{draft}/soan/ @form&figure-CT03-value=abc | 403 404 422do 422do  404   403    403    403    403   422do
POST /bao-cao/{draft}/soan/ @form&move=accept      | 403 404  400    400    404   403    403    403    403   400

POST /bao-cao/{none}/soan/ @form&move=submit       | 403 404  302+   403o   404   403    403    403    403   302+
POST /bao-cao/{draft}/soan/ @form&move=submit      | 403 404  302+   403do  404   403    403    403    403   302+
POST /bao-cao/{pending}/soan/ @form&move=submit    | 403 404  409d   409d   404   403    403    403    403   409d
POST /bao-cao/{sent}/soan/ @form&move=submit       | 403 404  409d   409d   404   403    403    403    403   409d
POST /bao-cao/{returned}/soan/ @form&move=submit   | 403 404  302+   403d   404   403    403    403    403   302+
POST /bao-cao/{accepted}/soan/ @form&move=submit   | 403 404  409o   409o   404   403    403    403    403   409o
POST /bao-cao/{reopened}/soan/ @form&move=submit   | 403 404  302+   403do  404   403    403    403    403   302+
POST /bao-cao/{none}/soan/ @form&move=send         | 403 404  403o   302+   404   403    403    403    403   403o
POST /bao-cao/{draft}/soan/ @form&move=send        | 403 404  403do  302+   404   403    403    403    403   403do
POST /bao-cao/{pending}/soan/ @form&move=send      | 403 404  409d   409d   404   403    403    403    403   409d
POST /bao-cao/{sent}/soan/ @form&move=send         | 403 404  409d   409d   404   403    403    403    403   409d
POST /bao-cao/{returned}/soan/ @form&move=send     | 403 404  403d   302+   404   403    403    403    403   403d
POST /bao-cao/{accepted}/soan/ @form&move=send     | 403 404  409o   409o   404   403    403    403    403   409o
POST /bao-cao/{reopened}/soan/ @form&move=send     | 403 404  403do  302+   404   403    403    403    403   403do

# What the form says to the server behind the page, in JSON: where the draft stands, and its small saves.
GET  /bao-cao/{draft}/soan/ @json                  | 403 404  200    200    404   403    403    403    403   200
GET  /bao-cao/{sent}/soan/ @json                   | 403 404  200    200    404   403    403    403    403   200
GET  /bao-cao/{accepted}/soan/ @json               | 403 404  200    200    404   403    403    403    403   200
POST /bao-cao/{none}/soan/ @json&@form             | 403 404  200+   200+   404   403    403    403    403   200+
POST /bao-cao/{draft}/soan/ @json&@form            | 403 404  200+   200+   404   403    403    403    403   200+
POST /bao-cao/{draft}/soan/ @json&@form&revision=0 | 403 404  409    409    404   403    403    403    403   409
POST /bao-cao/{pending}/soan/ @json&@form          | 403 404  409    409    404   403    403    403    403   409
POST /bao-cao/{sent}/soan/ @json&@form             | 403 404  409    409    404   403    403    403    403   409
POST /bao-cao/{taken}/soan/ @json&@form            | 403 404  409    409    404   403    403    403    403   409
POST /bao-cao/{returned}/soan/ @json&@form         | 403 404  200+   200+   404   403    403    403    403   200+
POST /bao-cao/{accepted}/soan/ @json&@form         | 403 404  409    409    404   403    403    403    403   409
POST /bao-cao/{reopened}/soan/ @json&@form         | 403 404  200+   200+   404   403    403    403    403   200+
POST /bao-cao/2019/2/P2/soan/ @json&@form          | 403 404  404    404    200+  403    403    403    403   200+

# A file by itself, sent as soon as it is chosen; here none was. Without a session an answer in JSON, not the login.
POST /bao-cao/{none}/soan/tep/                     | 403 404  422    422    404   403    403    403    403   422
POST /bao-cao/{draft}/soan/tep/                    | 403 404  422    422    404   403    403    403    403   422
POST /bao-cao/{pending}/soan/tep/                  | 403 404  409    409    404   403    403    403    403   409
POST /bao-cao/{sent}/soan/tep/                     | 403 404  409    409    404   403    403    403    403   409
POST /bao-cao/{returned}/soan/tep/                 | 403 404  422    422    404   403    403    403    403   422
POST /bao-cao/{accepted}/soan/tep/                 | 403 404  409    409    404   403    403    403    403   409
POST /bao-cao/{reopened}/soan/tep/                 | 403 404  422    422    404   403    403    403    403   422
POST /bao-cao/2019/2/P2/soan/tep/                  | 403 404  404    404    422   403    403    403    403   422
GET  /bao-cao/{draft}/soan/tep/                    | 405 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{draft}/soan/tep/                    | 405 405  405    405    405   405    405    405    405   405

# Excusing a unit, and lifting it: the Economics Office, before anything was sent.
POST /bao-cao/{none}/mien/ exclusion-reason=Sửa    | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{draft}/mien/ exclusion-reason=Sửa   | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{draft}/mien/ exclusion-reason=      | 302 404  403    403    404   422d   422d   403    403   422d
POST /bao-cao/{pending}/mien/ exclusion-reason=Sửa | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{sent}/mien/ exclusion-reason=Sửa    | 302 404  403    403    404   422d   422d   403    403   422d
POST /bao-cao/{taken}/mien/ exclusion-reason=Sửa   | 302 404  403    403    404   422d   422d   403    403   422d
POST /bao-cao/{returned}/mien/ exclusion-reason=Sửa | 302 404 403    403    404   302+   302+   403    403   302+
POST /bao-cao/{accepted}/mien/ exclusion-reason=Sửa | 302 404 403    403    404   422do  422do  403    403   422do
POST /bao-cao/{reopened}/mien/ exclusion-reason=Sửa | 302 404 403    403    404   422do  422do  403    403   422do
POST /bao-cao/{excluded}/mien/ exclusion-reason=Sửa | 302 404 403    403    404   302    302    403    403   302
POST /bao-cao/{excluded}/mien/ act=lift            | 302 404  403    403    404   302+   302+   403    403   302+
POST /bao-cao/{draft}/mien/ act=lift               | 302 404  403    403    404   302    302    403    403   302
POST /bao-cao/2019/3/P1/mien/ act=lift             | 302 404  404    404    404   404    404    404    404   404

# P2 has no head's step: its reporter sends by authority, and nobody submits. "both" is its head.
GET  /bao-cao/2019/2/P2/                           | 302 404  404    404    200D  200D   200D   200    200   200D
GET  /bao-cao/2019/2/P2/soan/                      | 302 404  404    404    200D  403    403    403    403   200D
GET  /bao-cao/2018/2/P2/                           | 302 404  404    404    200D  200D   200D   200    200   200D
GET  /bao-cao/2017/2/P2/lan/2/                     | 302 404  404    404    200O  200O   200O   200O   403   200O
GET  /bao-cao/2017/2/P2/tep/{draft_file}/          | 302 404  404    404    404   404    404    404    403   404
POST /bao-cao/2019/2/P2/ move=submit               | 302 404  404    404    403   403    403    403    403   403
POST /bao-cao/2019/2/P2/ move=send                 | 302 404  404    404    302+  403    403    403    403   302+
POST /bao-cao/2018/2/P2/ move=withdraw             | 302 404  404    404    302+  403    403    403    403   302+
POST /bao-cao/2018/2/P2/ move=accept               | 302 404  404    404    403   302+   302+   403    403   302+
POST /bao-cao/2019/2/P2/soan/ @form                | 403 404  404    404    302+  403    403    403    403   302+
POST /bao-cao/2019/2/P2/soan/ @form&move=send      | 403 404  404    404    302+  403    403    403    403   302+
POST /bao-cao/2019/2/P2/mien/ exclusion-reason=Sửa | 302 404  404    404    403   302+   302+   403    403   302+

# Nil returns together. None of these is one.
GET  /bao-cao/chap-nhan/                           | 302 405  405    405    405   405    405    405    405   405
POST /bao-cao/chap-nhan/ report=P1-2018-1          | 302 403  403    403    403   302    302    403    403   302
POST /bao-cao/chap-nhan/                           | 302 403  403    403    403   302    302    403    403   302
PUT  /bao-cao/chap-nhan/                           | 302 405  405    405    405   405    405    405    405   405

# Addresses that only show, or only act; other methods.
POST /bao-cao/{accepted}/lan/2/                    | 302 405  405    405    405   405    405    405    405   405
POST /bao-cao/{accepted}/tep/{official_file}/      | 302 405  405    405    405   405    405    405    405   405
GET  /bao-cao/{draft}/mien/                        | 302 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{draft}/                             | 302 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{draft}/soan/                        | 405 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{accepted}/lan/2/                    | 302 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{accepted}/tep/{official_file}/      | 302 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/{draft}/mien/                        | 302 405  405    405    405   405    405    405    405   405
"""
