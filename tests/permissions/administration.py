"""/quan-tri/: administrators alone. What each may do with which rows; everybody else gets one answer everywhere.

A line a model, a column a page of it; "-" where Django's administration has no such page. "object": the address
without its page. "earlier": one of the row's earlier versions.
"""

GET = """
model       list add history delete change object earlier
user        200  200 200     403    200    302    -
unit        200  200 200     403    200    302    200
membership  200  200 200     200    200    302    200
succession  200  200 200     200    200    302    -
auditevent  200  403 200     403    200    302    -
plan        200  403 200     403    200    302    200
heading     200  403 200     403    200    302    -
passage     200  403 200     403    200    302    -
period      200  403 200     403    200    302    200
target      200  200 200     200    200    302    200
assignment  200  200 200     200    200    302    200
task        200  200 200     200    200    302    200
"""
# Forms are posted empty, and the question before a deletion is answered. Rows that a report stands on stay.
POST = """
model       list add history delete change object earlier
user        200  200 200     403    200    302    -
unit        200  200 200     403    200    302    200
membership  200  200 200     302+   200    302    200
succession  200  200 200     302+   200    302    -
auditevent  200  403 200     403    403    302    -
plan        200  403 200     403    200    302    200
heading     200  403 200     403    200    302    -
passage     200  403 200     403    200    302    -
period      200  403 200     403    200    302    200
target      200  200 200     200    200    302    200
assignment  200  200 200     302+   200    302    200
task        200  200 200     200    200    302    200
"""
PUT = """
model       list add history delete change object earlier
user        200  200 200     403    200    302    -
unit        200  200 200     403    200    302    200
membership  200  200 200     200    200    302    200
succession  200  200 200     200    200    302    -
auditevent  200  403 200     403    200    302    -
plan        200  403 200     403    200    302    200
heading     200  403 200     403    200    302    -
passage     200  403 200     403    200    302    -
period      200  403 200     403    200    302    200
target      200  200 200     200    200    302    200
assignment  200  200 200     200    200    302    200
task        200  200 200     200    200    302    200
"""
_APPS = {"user": "units", "unit": "units", "membership": "units", "succession": "units", "auditevent": "units"}
_PAGES = {
    "list": "",
    "add": "add/",
    "history": "{{{0}}}/history/",
    "delete": "{{{0}}}/delete/",
    "change": "{{{0}}}/change/",
    "object": "{{{0}}}/",
    "earlier": "{{{0}}}/history/{{{0}_history}}/",
}


def _lines(method, matrix):
    header, *lines = matrix.strip().splitlines()
    for line in lines:
        model, *cells = line.split()
        for page, cell in zip(header.split()[1:], cells, strict=True):
            if cell != "-":
                address = f"/quan-tri/{_APPS.get(model, 'targets')}/{model}/{_PAGES[page].format(model)}"
                form = " post=yes" if method == "POST" and page == "delete" else ""
                yield f"{method} {address}{form} | 302 403 {cell}"


TABLE = """
who                                                | out inside admin
GET  /quan-tri/                                    | 302 403    200
GET  /quan-tri/units/                              | 302 403    200
GET  /quan-tri/targets/                            | 302 403    200
GET  /quan-tri/reports/                            | 302 403    404
GET  /quan-tri/jsi18n/                             | 302 403    200
GET  /quan-tri/autocomplete/?app_label=units&model_name=membership&field_name=unit | 302 403 200
GET  /quan-tri/r/{user_type}/{user}/               | 302 403    404
GET  /quan-tri/units/user/{user}/password/         | 302 403    200
GET  /quan-tri/password_change/                    | 302 403    302
GET  /quan-tri/password_change/done/               | 302 403    200
GET  /quan-tri/logout/                             | 302 403    405
# One door for everybody: it leads to the portal's own login page.
GET  /quan-tri/login/                              | 302 302    302

POST /quan-tri/                                    | 302 403    200
POST /quan-tri/units/                              | 302 403    200
POST /quan-tri/khong-co/                           | 302 403    404
POST /quan-tri/jsi18n/                             | 302 403    405
POST /quan-tri/autocomplete/                       | 302 403    405
POST /quan-tri/r/{user_type}/{user}/               | 302 403    404
POST /quan-tri/units/user/{user}/password/ usable_password=true&password1=Thuyen-tren-song-4&password2=Thuyen-tren-song-4 | 302 403 302+
POST /quan-tri/password_change/                    | 302 403    302
POST /quan-tri/password_change/done/               | 302 403    405
POST /quan-tri/logout/                             | 302 403    302+
POST /quan-tri/login/                              | 302 302    302

PUT  /quan-tri/                                    | 302 403    200
PUT  /quan-tri/units/                              | 302 403    200
PUT  /quan-tri/khong-co/                           | 302 403    404
PUT  /quan-tri/jsi18n/                             | 302 403    405
PUT  /quan-tri/autocomplete/                       | 302 403    405
PUT  /quan-tri/r/{user_type}/{user}/               | 302 403    404
PUT  /quan-tri/units/user/{user}/password/         | 302 403    200
PUT  /quan-tri/password_change/                    | 302 403    302
PUT  /quan-tri/password_change/done/               | 302 403    405
PUT  /quan-tri/logout/                             | 302 403    405
PUT  /quan-tri/login/                              | 302 302    302

who | out few admin
""" + "\n".join(line for method, matrix in {"GET": GET, "POST": POST, "PUT": PUT}.items() for line in _lines(method, matrix))
