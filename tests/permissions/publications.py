"""The district's report: gathered by the Economics Office, published by its head, read by leadership.

Cells as in ``reports``. Quý I/2017: published, its file failed; II: a draft; III: published; IV: published and being
corrected; Quý I/2018: nothing yet. Beside a draft stand the explanations of units whose reports it rests on.
"""

TABLE = """
who                                                | out none rep    head   other rev    office lead   admin both
GET  /tong-hop/                                    | 302 403  403    403    403   200    200    200    403   200
GET  /tong-hop/2018/1/                             | 302 403  403    403    403   200    200    404    403   200
GET  /tong-hop/2017/2/                             | 302 403  403    403    403   200oOt   200oOt   404    403   200oOt
GET  /tong-hop/2017/3/                             | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/                             | 302 403  403    403    403   200Ot   200Ot   200p   403   200Ot
GET  /tong-hop/2017/4/?ban=1                       | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/?ban=2                       | 302 403  403    403    403   200Ot   200Ot   404    403   200Ot
GET  /tong-hop/2017/4/?ban=3                       | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/1/                             | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2016/4/                             | 302 403  403    403    403   404    404    404    403   404

GET  /tong-hop/2017/2/ban/1/pdf/                   | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/3/ban/1/pdf/                   | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/ban/1/pdf/                   | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/ban/2/pdf/                   | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/1/ban/1/pdf/                   | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/2/ban/1/viec/                  | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/3/ban/1/viec/                  | 302 403  403    403    403   200    200    200    403   200
GET  /tong-hop/2017/4/ban/2/viec/                  | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/1/ban/1/viec/                  | 302 403  403    403    403   200    200    200    403   200

POST /tong-hop/2018/1/ act=start                   | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/2/ act=start                   | 302 403  403    403    403   302    302    403    403   302
POST /tong-hop/2017/3/ act=start                   | 302 403  403    403    403   302    302    403    403   302
POST /tong-hop/2016/4/ act=start                   | 302 403  403    403    403   404    404    404    403   404

POST /tong-hop/2018/1/ act=gather&@revision        | 302 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=gather&@revision        | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/3/ act=gather&@revision        | 302 403  403    403    403   409p   409p   403    403   409p
POST /tong-hop/2017/4/ act=gather&@revision        | 302 403  403    403    403   302+   302+   403    403   302+

POST /tong-hop/2018/1/ act=save&results=X          | 302 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=save&results=X&@revision | 302 403 403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/2/ act=save&results=X&revision=0 | 302 403 403   403    403   409oOt   409oOt   403    403   409oOt
POST /tong-hop/2017/2/ act=save&document_number=A&@revision | 302 403 403 403 403 422oOt   422oOt   403    403   422oOt
POST /tong-hop/2017/3/ act=save&results=X&@revision | 302 403 403    403    403   409p   409p   403    403   409p
POST /tong-hop/2017/4/ act=save&results=X&@revision | 302 403 403    403    403   302+   302+   403    403   302+

POST /tong-hop/2018/1/ act=publish&read=1          | 302 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=publish&read=1&@revision | 302 403 403    403    403   403    302+   403    403   403
POST /tong-hop/2017/2/ act=publish&read=1&revision=0 | 302 403 403   403    403   403    409oOt   403    403   403
POST /tong-hop/2017/2/ act=publish&@revision       | 302 403  403    403    403   422oOt   422oOt   403    403   422oOt
POST /tong-hop/2017/3/ act=publish&read=1&@revision | 302 403 403    403    403   403    409p   403    403   403
POST /tong-hop/2017/4/ act=publish&read=1&@revision | 302 403 403    403    403   403    302+   403    403   403

POST /tong-hop/2018/1/ act=correct&reason=Sai      | 302 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=correct&reason=Sai      | 302 403  403    403    403   409oOt   409oOt   403    403   409oOt
POST /tong-hop/2017/3/ act=correct&reason=Sai      | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/3/ act=correct                 | 302 403  403    403    403   422p   422p   403    403   422p
POST /tong-hop/2017/4/ act=correct&reason=Sai      | 302 403  403    403    403   409Ot   409Ot   403    403   409Ot

POST /tong-hop/2018/1/ act=retry                   | 302 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=retry                   | 302 403  403    403    403   302    302    403    403   302
POST /tong-hop/2017/3/ act=retry                   | 302 403  403    403    403   302    302    403    403   302
POST /tong-hop/2017/1/ act=retry                   | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/2/ act=delete                  | 302 403  403    403    403   422oOt   422oOt   403    403   422oOt

POST /tong-hop/                                    | 302 405  405    405    405   405    405    405    405   405
POST /tong-hop/2017/3/ban/1/pdf/                   | 302 405  405    405    405   405    405    405    405   405
POST /tong-hop/2017/3/ban/1/viec/                  | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/                                    | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/2017/3/                             | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/2017/3/ban/1/pdf/                   | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/2017/3/ban/1/viec/                  | 302 405  405    405    405   405    405    405    405   405

# Anyone may check a printed copy, by its code alone.
who                                                | out none rep    head   other rev    office lead   admin both
GET  /kiem-tra/                                    | 200 200  200    200    200   200    200    200    200   200
GET  /kiem-tra/?ma=7k4m29qx                        | 302 302  302    302    302   302    302    302    302   302
GET  /kiem-tra/{code}/                             | 200 200  200    200    200   200    200    200    200   200
GET  /kiem-tra/AAAA-AAAA/                          | 404 404  404    404    404   404    404    404    404   404
POST /kiem-tra/                                    | 405 405  405    405    405   405    405    405    405   405
POST /kiem-tra/{code}/                             | 405 405  405    405    405   405    405    405    405   405
PUT  /kiem-tra/                                    | 405 405  405    405    405   405    405    405    405   405
PUT  /kiem-tra/{code}/                             | 405 405  405    405    405   405    405    405    405   405
"""
