"""The year's work and what was reported of it; who is in charge of a unit, and handing over. Cells as in ``reports``.

``{naming}``: P1's reporter; ``{head_naming}``: P1's head, whom only the administrator replaces.
"""

from units.models import Membership

TABLE = """
# The year's work: what the accepted reports say of it. Drafts show a state to their own people, and no words.
who                                                | out none rep    head   other rev    office lead   admin both
GET  /nhiem-vu/                                    | 302 403  200    200    200   200    200    200    403   200
GET  /nhiem-vu/?nam=2017                           | 302 403  200o   200o   200O  200oO  200oO  200oO  403   200oO
GET  /nhiem-vu/?nam=2017&don-vi=P2                 | 302 403  200    200    200O  200O   200O   200O   403   200O
GET  /nhiem-vu/2017/P1/IV.11/                      | 302 403  200o   200o   404   200o   200o   200o   403   200o
GET  /nhiem-vu/2019/P1/IV.11/                      | 302 403  200o   200o   404   200o   200o   200o   403   200o
GET  /nhiem-vu/2017/P2/IV.11/                      | 302 403  404    404    200O  200O   200O   200O   403   200O
GET  /nhiem-vu/2017/P1/khong-co/                   | 302 403  404    404    404   404    404    404    403   404
POST /nhiem-vu/                                    | 302 405  405    405    405   405    405    405    405   405
POST /nhiem-vu/2017/P1/IV.11/                      | 302 405  405    405    405   405    405    405    405   405
PUT  /nhiem-vu/                                    | 302 405  405    405    405   405    405    405    405   405
PUT  /nhiem-vu/2017/P1/IV.11/                      | 302 405  405    405    405   405    405    405    405   405

# Who is in charge: of all units to who sees states, of the own unit to its people.
GET  /phan-cong/                                   | 302 403  200    200    200   200    200    200    200   200
GET  /phan-cong/P1/                                | 302 404  200    200    404   200    200    200    200   200
GET  /phan-cong/P2/                                | 302 404  404    404    200   200    200    200    200   200
GET  /phan-cong/P99/                               | 302 404  404    404    404   404    404    404    404   404
POST /phan-cong/                                   | 302 405  405    405    405   405    405    405    405   405
POST /phan-cong/P1/                                | 302 405  405    405    405   405    405    405    405   405
PUT  /phan-cong/                                   | 302 405  405    405    405   405    405    405    405   405
PUT  /phan-cong/P1/                                | 302 405  405    405    405   405    405    405    405   405

# Naming: by the administrator, and of reporters by the unit's own head.
GET  /phan-cong/P1/moi/                            | 302 404  403    200    404   403    403    403    200   403
GET  /phan-cong/P1/moi/?vai-tro=head               | 302 404  403    403    404   403    403    403    200   403
GET  /phan-cong/P1/moi/?vai-tro=reviewer           | 302 404  404    404    404   404    404    404    404   404
POST /phan-cong/P1/moi/ {named}                    | 302 404  403    302+   404   403    403    403    302+  403
POST /phan-cong/P1/moi/?vai-tro=head {named}       | 302 404  403    403    404   403    403    403    302+  403
POST /phan-cong/P1/moi/ {new}                      | 302 404  403    302+   404   403    403    403    302+  403
POST /phan-cong/P1/moi/ on=&decision=              | 302 404  403    422    404   403    403    403    422   403
POST /phan-cong/P99/moi/ {named}                   | 302 404  404    404    404   404    404    404    404   404
PUT  /phan-cong/P1/moi/                            | 302 405  405    405    405   405    405    405    405   405

# Handing over and ending.
GET  /phan-cong/P1/{naming}/                       | 302 404  403    200    404   403    403    403    200   403
GET  /phan-cong/P1/{head_naming}/                  | 302 404  403    403    404   403    403    403    200   403
GET  /phan-cong/P2/{naming}/                       | 302 404  404    404    404   404    404    404    404   404
POST /phan-cong/P1/{naming}/ {named}               | 302 404  403    302+   404   403    403    403    302+  403
POST /phan-cong/P1/{head_naming}/ {named}          | 302 404  403    403    404   403    403    403    302+  403
POST /phan-cong/P1/{naming}/ on=x                  | 302 404  403    422    404   403    403    403    422   403
POST /phan-cong/P1/{naming}/ act=end&end_on=08/06/2019&reason=Nghỉ | 302 404 403 302+ 404 403 403 403  302+  403
POST /phan-cong/P1/{head_naming}/ act=end&end_on=08/06/2019&reason=Nghỉ | 302 404 403 403 404 403 403 403 302+ 403
POST /phan-cong/P2/{naming}/ {named}               | 302 404  404    404    404   404    404    404    404   404
PUT  /phan-cong/P1/{naming}/                       | 302 405  405    405    405   405    405    405    405   405
"""


def build_people(people, units) -> dict[str, object]:
    """Words of the addresses and forms above."""
    of_p1 = Membership.objects.filter(unit=units.p1)
    day = "on=09/06/2019&decision=Quyết định"
    return {
        "naming": of_p1.get(user=people["reporter"]).pk,
        "head_naming": of_p1.get(user=people["head"]).pk,
        "named": f"who=known&person=nobody&{day}",
        "new": f"who=new&full_name=Người Mới&email=moi@example.vn&new_username=p1.canbo9&{day}",
    }
