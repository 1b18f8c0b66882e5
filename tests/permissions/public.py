"""What needs no login: the public page, its feed and what crawlers read. Everybody gets the same."""

import datetime as dt

from tests import factories as make

TABLE = """
who                                                | out none rep    head   other rev    office lead   admin both
GET  /chuyen-trang/                                | 200 200  200    200    200   200    200    200    200   200
GET  /chuyen-trang/?q=nhap                         | 200 200  200    200    200   200    200    200    200   200
GET  /chuyen-trang/bai-viet/{article}-cong-khai/   | 200 200  200    200    200   200    200    200    200   200
GET  /chuyen-trang/bai-viet/{article}-ten-cu/      | 301 301  301    301    301   301    301    301    301   301
GET  /chuyen-trang/sang-kien/{initiative}-cong-khai/ | 200 200 200   200    200   200    200    200    200   200
GET  /chuyen-trang/rss.xml                         | 200 200  200    200    200   200    200    200    200   200
GET  /sitemap.xml                                  | 200 200  200    200    200   200    200    200    200   200
GET  /robots.txt                                   | 200 200  200    200    200   200    200    200    200   200

# Open data: of reports what a published one has frozen, of the registry what the public page shows.
GET  /du-lieu-mo/                                  | 200 200  200    200    200   200    200    200    200   200
GET  /du-lieu-mo/chi-tieu.csv                      | 200 200  200    200    200   200    200    200    200   200
GET  /du-lieu-mo/so-lieu.csv                       | 200oO 200oO 200oO 200oO 200oO 200oO 200oO 200oO 200oO 200oO
GET  /du-lieu-mo/ho-so.csv                         | 200 200  200    200    200   200    200    200    200   200
GET  /du-lieu-mo/sang-kien.csv                     | 200 200  200    200    200   200    200    200    200   200
GET  /du-lieu-mo/chi-tieu.json                     | 200 200  200    200    200   200    200    200    200   200
GET  /du-lieu-mo/so-lieu.json                      | 200oO 200oO 200oO 200oO 200oO 200oO 200oO 200oO 200oO 200oO
GET  /du-lieu-mo/ho-so.json                        | 200 200  200    200    200   200    200    200    200   200
GET  /du-lieu-mo/sang-kien.json                    | 200 200  200    200    200   200    200    200    200   200
GET  /du-lieu-mo/so-lieu.csv?nam=2019              | 200 200  200    200    200   200    200    200    200   200
GET  /du-lieu-mo/so-lieu.csv?nam=x                 | 400 400  400    400    400   400    400    400    400   400
GET  /du-lieu-mo/bao-cao.json                      | 404 404  404    404    404   404    404    404    404   404
POST /du-lieu-mo/                                  | 405 405  405    405    405   405    405    405    405   405
POST /du-lieu-mo/so-lieu.csv                       | 405 405  405    405    405   405    405    405    405   405
POST /du-lieu-mo/so-lieu.json                      | 405 405  405    405    405   405    405    405    405   405
PUT  /du-lieu-mo/                                  | 405 405  405    405    405   405    405    405    405   405
PUT  /du-lieu-mo/so-lieu.csv                       | 405 405  405    405    405   405    405    405    405   405
PUT  /du-lieu-mo/so-lieu.json                      | 405 405  405    405    405   405    405    405    405   405

# What is not out is there for nobody, also not for those who wrote it.
GET  /chuyen-trang/bai-viet/{hidden_article}-nhap/ | 404 404  404    404    404   404    404    404    404   404
GET  /chuyen-trang/bai-viet/{later_article}-nhap/  | 404 404  404    404    404   404    404    404    404   404
GET  /chuyen-trang/sang-kien/{hidden_initiative}-nhap/ | 404 404 404 404    404   404    404    404    404   404
GET  /chuyen-trang/tin-tuc/{article}-cong-khai/    | 404 404  404    404    404   404    404    404    404   404

POST /chuyen-trang/                                | 405 405  405    405    405   405    405    405    405   405
POST /chuyen-trang/bai-viet/{article}-cong-khai/   | 405 405  405    405    405   405    405    405    405   405
POST /chuyen-trang/rss.xml                         | 405 405  405    405    405   405    405    405    405   405
POST /sitemap.xml                                  | 405 405  405    405    405   405    405    405    405   405
POST /robots.txt                                   | 405 405  405    405    405   405    405    405    405   405
PUT  /chuyen-trang/                                | 405 405  405    405    405   405    405    405    405   405
PUT  /chuyen-trang/bai-viet/{article}-cong-khai/   | 405 405  405    405    405   405    405    405    405   405
PUT  /chuyen-trang/rss.xml                         | 405 405  405    405    405   405    405    405    405   405
PUT  /sitemap.xml                                  | 405 405  405    405    405   405    405    405    405   405
PUT  /robots.txt                                   | 405 405  405    405    405   405    405    405    405   405
"""


def build_public(people, units, plan) -> dict[str, int]:
    """Of P1 an article and an initiative that are out; and such as are not, though somebody marked them public."""
    day = dt.date(2019, 5, 2)
    out = {"title": "Công khai", "summary": "Lời cho mọi người.", "is_public": True}
    kept = {"title": "NHAP-P1", "summary": "NHAP-P1 chưa đưa lên"}
    waiting = {"state": "recorded", "decided_at": None, "starts_on": day}
    article = make.make_record(units.p1, "article", starts_on=day, published_on=day, **out)
    hidden = make.make_record(units.p1, "article", published_on=day, **waiting, **kept)
    later = make.make_record(units.p1, "article", published_on=dt.date(2019, 6, 9), is_public=True, **waiting, **kept)
    initiative = make.make_recognised(units.p1, decided_on=day, **out)
    draft = make.make_recognised(units.p1, state="draft", is_public=True, **kept)
    return {
        "article": article.pk,
        "hidden_article": hidden.pk,
        "later_article": later.pk,
        "initiative": initiative.pk,
        "hidden_initiative": draft.pk,
    }
