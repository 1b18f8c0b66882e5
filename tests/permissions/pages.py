"""Every other page: home, lists, targets, the account's own pages, what needs no login. Cells as in ``reports``."""

TABLE = """
who                                                | out none rep    head   other rev    office lead   admin both
GET  /                                             | 302 200  200    200    200   200    200    200oOp 200   200
GET  /bao-cao/                                     | 302 403  200    200    200   200    200    200    200   200
GET  /bao-cao/?don-vi=P1                           | 302 403  200    200    200   200    200    200    200   200
GET  /tien-do/                                     | 302 403  403    403    403   200    200    200    200   200
GET  /tien-do/?dang=csv                            | 302 403  403    403    403   200    200    200    200   200
GET  /tien-do/?nam=2017                            | 302 403  403    403    403   200    200    200    200   200
GET  /don-vi/                                      | 302 403  403    403    403   200    200    200    200   200
GET  /nhat-ky/                                     | 302 403  403    403    403   403    403    403    200   403
GET  /nhat-ky/?dang=csv                            | 302 403  403    403    403   403    403    403    200   403
GET  /thu-di/                                      | 302 403  403    403    403   403    403    403    200   403
GET  /huong-dan/                                   | 302 302  302    302    302   302    302    302    302   302
GET  /huong-dan/can-bo/                            | 302 200  200    200    200   200    200    200    200   200
GET  /huong-dan/quan-tri/                          | 302 200  200    200    200   200    200    200    200   200
GET  /huong-dan/khong-co/                          | 302 404  404    404    404   404    404    404    404   404
GET  /ke-hoach/                                    | 302 200  200    200    200   200    200    200    200   200

# Targets: totals for everybody with a role, a unit's own figures for itself. In 2017 both units' are accepted; in
# 2018 they wait, and leadership sees that they do.
GET  /chi-tieu/                                    | 302 403  200    200    200   200    200    200    200   200
GET  /chi-tieu/?nam=2017                           | 302 403  200    200    200   200    200    200    200   200
GET  /chi-tieu/CT03/?nam=2017                      | 302 403  200o   200o   200O  200oO  200oO  200oO  200   200oO
GET  /chi-tieu/CT03/?nam=2018                      | 302 403  200d   200d   200D  200dD  200dD  200    200   200dD
GET  /chi-tieu/CT99/                               | 302 403  404    404    404   404    404    404    404   404

# Reminding: by the Economics Office, whom they owe a report in Quý II/2019.
GET  /tien-do/nhac/                                | 302 405  405    405    405   405    405    405    405   405
POST /tien-do/nhac/ unit=P1                        | 302 403  403    403    403   302+   302+   403    403   302+
POST /tien-do/nhac/ unit=P1&period=2018-1          | 302 403  403    403    403   302    302    403    403   302
POST /tien-do/nhac/ unit=all                       | 302 403  403    403    403   302+   302+   403    403   302+
POST /tien-do/nhac/ unit=P99                       | 302 403  403    403    403   404    404    403    403   404
POST /tien-do/nhac/ unit=P1&period=2019-3          | 302 403  403    403    403   404    404    403    403   404
POST /tien-do/nhac/ unit=P1&period=x               | 302 403  403    403    403   404    404    403    403   404
PUT  /tien-do/nhac/                                | 302 405  405    405    405   405    405    405    405   405

POST /                                             | 302 405  405    405    405   405    405    405    405   405
POST /bao-cao/                                     | 302 405  405    405    405   405    405    405    405   405
POST /tien-do/                                     | 302 405  405    405    405   405    405    405    405   405
POST /don-vi/                                      | 302 405  405    405    405   405    405    405    405   405
POST /nhat-ky/                                     | 302 405  405    405    405   405    405    405    405   405
POST /huong-dan/                                   | 302 405  405    405    405   405    405    405    405   405
POST /huong-dan/can-bo/                            | 302 405  405    405    405   405    405    405    405   405
POST /thu-di/                                      | 405 405  405    405    405   405    405    405    405   405
POST /ke-hoach/                                    | 302 405  405    405    405   405    405    405    405   405
POST /chi-tieu/                                    | 302 405  405    405    405   405    405    405    405   405
POST /chi-tieu/CT03/                               | 302 405  405    405    405   405    405    405    405   405
PUT  /                                             | 302 405  405    405    405   405    405    405    405   405
PUT  /bao-cao/                                     | 302 405  405    405    405   405    405    405    405   405
PUT  /tien-do/                                     | 302 405  405    405    405   405    405    405    405   405
PUT  /don-vi/                                      | 302 405  405    405    405   405    405    405    405   405
PUT  /nhat-ky/                                     | 302 405  405    405    405   405    405    405    405   405
PUT  /huong-dan/                                   | 302 405  405    405    405   405    405    405    405   405
PUT  /huong-dan/can-bo/                            | 302 405  405    405    405   405    405    405    405   405
PUT  /thu-di/                                      | 405 405  405    405    405   405    405    405    405   405
PUT  /ke-hoach/                                    | 302 405  405    405    405   405    405    405    405   405
PUT  /chi-tieu/                                    | 302 405  405    405    405   405    405    405    405   405
PUT  /chi-tieu/CT03/                               | 302 405  405    405    405   405    405    405    405   405

# The account's own pages. Nobody logs in with a wrong password, without an account that is open, or twice.
GET  /dang-nhap/                                   | 200 302  302    302    302   302    302    302    302   302
POST /dang-nhap/ username=reporter&password=mat-khau-thu | 302+ 302 302 302 302   302    302    302    302   302
POST /dang-nhap/ username=reporter&password=sai    | 200 302  302    302    302   302    302    302    302   302
POST /dang-nhap/ username=inactive&password=mat-khau-thu | 200 302 302 302  302   302    302    302    302   302
PUT  /dang-nhap/                                   | 405 302  302    302    302   302    302    302    302   302
GET  /dang-xuat/                                   | 405 405  405    405    405   405    405    405    405   405
POST /dang-xuat/                                   | 302 302+ 302+   302+   302+  302+   302+   302+   302+  302+
PUT  /dang-xuat/                                   | 405 405  405    405    405   405    405    405    405   405
GET  /doi-mat-khau/                                | 302 200  200    200    200   200    200    200    200   200
POST /doi-mat-khau/ old_password=mat-khau-thu&new_password1=Thuyen-tren-song-4&new_password2=Thuyen-tren-song-4 | 302 302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+
POST /doi-mat-khau/ old_password=sai&new_password1=Thuyen-tren-song-4&new_password2=Thuyen-tren-song-4 | 302 200 200 200 200 200 200 200 200 200
PUT  /doi-mat-khau/                                | 302 405  405    405    405   405    405    405    405   405
GET  /quen-mat-khau/                               | 200 200  200    200    200   200    200    200    200   200
POST /quen-mat-khau/ email=reporter@example.vn     | 302+ 302+ 302+   302+   302+  302+   302+   302+   302+  302+
POST /quen-mat-khau/ email=x                       | 200 200  200    200    200   200    200    200    200   200
PUT  /quen-mat-khau/                               | 405 405  405    405    405   405    405    405    405   405
GET  /quen-mat-khau/da-gui/                        | 200 200  200    200    200   200    200    200    200   200
POST /quen-mat-khau/da-gui/                        | 405 405  405    405    405   405    405    405    405   405
PUT  /quen-mat-khau/da-gui/                        | 405 405  405    405    405   405    405    405    405   405
# A link from a mail: its token is put into the session and taken out of the address.
GET  /dat-lai-mat-khau/{uid}/{token}/              | 302 302  302    302    302   302    302    302    302   302
GET  /dat-lai-mat-khau/{uid}/dat-lai-x/            | 200 200  200    200    200   200    200    200    200   200
POST /dat-lai-mat-khau/{uid}/set-password/ new_password1=Thuyen-tren-song-4&new_password2=Thuyen-tren-song-4 | 200 200 200 200 200 200 200 200 200 200
PUT  /dat-lai-mat-khau/{uid}/set-password/         | 200 200  200    200    200   200    200    200    200   200

# Messages: each person's own. Who was told nothing marks nothing as read. What was returned is told with its reason.
GET  /tin-nhan/                                    | 302 200  200d   200d   200D  200    200    200    200   200dD
POST /tin-nhan/ notice=all                         | 302 302  302+   302+   302+  302    302    302+   302   302+
POST /tin-nhan/ notice=x                           | 302 404  404    404    404   404    404    404    404   404
PUT  /tin-nhan/                                    | 302 405  405    405    405   405    405    405    405   405
GET  /thu-nhac/                                    | 302 403  403    403    403   200    200    403    200   200
GET  /thu-nhac/?ky=2018-1                          | 302 403  403    403    403   200    200    403    200   200
POST /thu-nhac/                                    | 302 405  405    405    405   405    405    405    405   405
PUT  /thu-nhac/                                    | 302 405  405    405    405   405    405    405    405   405
GET  /thu-di/gui-lai/                              | 302 405  405    405    405   405    405    405    405   405
POST /thu-di/gui-lai/                              | 302 403  403    403    403   403    403    403    302   403
PUT  /thu-di/gui-lai/                              | 302 405  405    405    405   405    405    405    405   405

# The calendar: whoever has its private address; it tells days and units, and no word of a report.
GET  /lich/{calendar}.ics                          | 200 200  200    200    200   200    200    200    200   200
GET  /lich/khong-co.ics                            | 404 404  404    404    404   404    404    404    404   404
POST /lich/{calendar}.ics                          | 405 405  405    405    405   405    405    405    405   405
PUT  /lich/{calendar}.ics                          | 405 405  405    405    405   405    405    405    405   405

# What each chooses for themselves.
GET  /cai-dat/                                     | 302 200  200    200    200   200    200    200    200   200
POST /cai-dat/ act=mails&mails_results=on          | 302 302+ 302+   302+   302+  302+   302+   302+   302+  302+
POST /cai-dat/ act=calendar                        | 302 302+ 302+   302+   302+  302+   302+   302+   302+  302+
POST /cai-dat/ act=email&email=moi@example.vn&password=mat-khau-thu | 302 302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+
POST /cai-dat/ act=email&email=moi@example.vn&password=sai | 302 200 200 200 200 200 200 200 200 200
POST /cai-dat/ act=khac                            | 302 404  404    404    404   404    404    404    404   404
PUT  /cai-dat/                                     | 302 405  405    405    405   405    405    405    405   405
GET  /goi-y/                                       | 302 405  405    405    405   405    405    405    405   405
POST /goi-y/?next=/bao-cao/ hint=form              | 302 302+ 302+   302+   302+  302+   302+   302+   302+  302+
POST /goi-y/ hint=khac                             | 302 404  404    404    404   404    404    404    404   404
PUT  /goi-y/                                       | 302 405  405    405    405   405    405    405    405   405

# Without the queue: 503, to anybody.
GET  /healthz                                      | 503 503  503    503    503   503    503    503    503   503
POST /healthz                                      | 405 405  405    405    405   405    405    405    405   405
PUT  /healthz                                      | 405 405  405    405    405   405    405    405    405   405
"""
