"""The district's report: gathered by the Economics Office, published by its head, read by leadership.

Cells as in ``reports``. Quý I/2017: published, its file failed; II: a draft; III: published; IV: published and being
corrected; Quý I/2018: nothing yet. Of several quarters in 2017: 6 months a draft, the year published, 9 months and the
term so far nothing. What the units said stands beside a draft, and in its first version.
"""

_TEMPLATE = (
    "name=A&agency=PHÒNG+KINH+TẾ&agency_name=Phòng+Kinh+tế&symbol=BC-KT&place=Quận+4&addressee=UBND&voice=gathers"
    "&recipients=Lưu:+VT&revision=0"
)
_SIGNATORY = "post_lines=TRƯỞNG+PHÒNG&name=&valid_from=01/01/2018&revision=0"

TABLE = """
who                                                | out none rep    head   other rev    office lead   admin both
GET  /tong-hop/                                    | 302 403  403    403    403   200    200    200    403   200
GET  /tong-hop/2018/1/                             | 302 403  403    403    403   200    200    404    403   200
GET  /tong-hop/2017/2/                             | 302 403  403    403    403   200t   200t   404    403   200t
GET  /tong-hop/2017/2/?xem=gom&dau=all             | 302 403  403    403    403   200oO  200oO  404    403   200oO
GET  /tong-hop/2017/2/?xem=in                      | 302 403  403    403    403   200t   200t   404    403   200t
GET  /tong-hop/2017/2/?xem=lan                     | 302 403  403    403    403   200oOt 200oOt 404    403   200oOt
GET  /tong-hop/2017/3/                             | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/                             | 302 403  403    403    403   200t   200t   200p   403   200t
GET  /tong-hop/2017/4/?ban=1                       | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/?ban=2                       | 302 403  403    403    403   200t   200t   404    403   200t
GET  /tong-hop/2017/4/?ban=3                       | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/1/                             | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2016/4/                             | 302 403  403    403    403   404    404    404    403   404

GET  /tong-hop/2017/2/ban/1/pdf/                   | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/2/ban/1/docx/                  | 302 403  403    403    403   200    200    404    403   200
GET  /tong-hop/2017/2/ban/1/xlsx/                  | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/3/ban/1/pdf/                   | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/3/ban/1/docx/                  | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/3/ban/1/xlsx/                  | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/ban/1/pdf/                   | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/ban/1/docx/                  | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/ban/1/xlsx/                  | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/ban/2/pdf/                   | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/4/ban/2/docx/                  | 302 403  403    403    403   200    200    404    403   200
GET  /tong-hop/2017/4/ban/2/xlsx/                  | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/1/ban/1/pdf/                   | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/1/ban/1/docx/                  | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/1/ban/1/xlsx/                  | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/3/ban/1/pdf-chua-ky/           | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/4/ban/2/pdf-chua-ky/           | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/3/ban/1/json/                  | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/2/ban/1/viec/                  | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/3/ban/1/viec/                  | 302 403  403    403    403   200    200    200    403   200
GET  /tong-hop/2017/4/ban/2/viec/                  | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/1/ban/1/viec/                  | 302 403  403    403    403   200    200    200    403   200

GET  /tong-hop/2017/6-thang/                       | 302 403  403    403    403   200oOt 200oOt 404    403   200oOt
GET  /tong-hop/2017/6-thang/?xem=gom&dau=all       | 302 403  403    403    403   200oO  200oO  404    403   200oO
GET  /tong-hop/2017/6-thang/?xem=in                | 302 403  403    403    403   200t   200t   404    403   200t
GET  /tong-hop/2017/9-thang/                       | 302 403  403    403    403   200    200    404    403   200
GET  /tong-hop/2017/nam/                           | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/giai-doan/                     | 302 403  403    403    403   200    200    404    403   200
GET  /tong-hop/2016/nam/                           | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/quy/                           | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/6-thang/ban/1/pdf/             | 302 403  403    403    403   404    404    404    403   404
GET  /tong-hop/2017/nam/ban/1/pdf/                 | 302 403  403    403    403   200p   200p   200p   403   200p
GET  /tong-hop/2017/nam/ban/1/viec/                | 302 403  403    403    403   200    200    200    403   200
GET  /tong-hop/2017/quy/ban/1/viec/                | 302 403  403    403    403   404    404    404    403   404
POST /tong-hop/2017/9-thang/ act=start             | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/giai-doan/ act=start           | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2020/nam/ act=start                 | 302 403  403    403    403   422    422    403    403   422
POST /tong-hop/2017/6-thang/ act=gather&@revision  | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/6-thang/ act=save&results=X&@revision | 403 403 403 403 403 302+ 302+ 403 403 302+
POST /tong-hop/2017/6-thang/ act=skip&version={version}&key=text:results | 302 403 403 403 403 302+ 302+ 403 403 302+
POST /tong-hop/2017/6-thang/ act=publish&read=1&@revision | 302 403 403 403 403 403 302+ 403 403 403
POST /tong-hop/2017/nam/ act=publish&read=1&@revision | 302 403 403 403 403 403 409p 403 403 403
POST /tong-hop/2017/nam/ act=correct&reason=Sai    | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/quy/ act=start                 | 302 403  403    403    403   404    404    404    403   404
PUT  /tong-hop/2017/nam/                           | 302 405  405    405    405   405    405    405    405   405

POST /tong-hop/2018/1/ act=start                   | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/2/ act=start                   | 302 403  403    403    403   302    302    403    403   302
POST /tong-hop/2017/3/ act=start                   | 302 403  403    403    403   302    302    403    403   302
POST /tong-hop/2016/4/ act=start                   | 302 403  403    403    403   404    404    404    403   404

POST /tong-hop/2018/1/ act=gather&@revision        | 302 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=gather&@revision        | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/3/ act=gather&@revision        | 302 403  403    403    403   409p   409p   403    403   409p
POST /tong-hop/2017/4/ act=gather&@revision        | 302 403  403    403    403   302+   302+   403    403   302+

# An ended session answers 403 with what was typed.
POST /tong-hop/2018/1/ act=save&results=X          | 403 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=save&results=X&@revision | 403 403 403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/2/ act=save&results=X&revision=0 | 403 403 403 403 403 409t 409t 403 403 409t
POST /tong-hop/2017/2/ act=save&document_number=A&@revision | 302 403 403 403 403 422t 422t 403 403 422t
POST /tong-hop/2017/3/ act=save&results=X&@revision | 403 403 403    403    403   409p   409p   403    403   409p
POST /tong-hop/2017/4/ act=save&results=X&@revision | 403 403 403    403    403   302+   302+   403    403   302+

# Marking what a unit wrote: of the version that was accepted, in a draft alone.
POST /tong-hop/2017/2/ act=quote&version={version}&key=text:results&section=results | 302 403 403 403 403 302+ 302+ 403 403 302+
POST /tong-hop/2017/2/ act=skip&version={version}&key=text:results | 302 403 403 403 403 302+ 302+ 403 403 302+
POST /tong-hop/2017/2/ act=unmark&version={version}&key=text:results | 302 403 403 403 403 302+ 302+ 403 403 302+
POST /tong-hop/2017/2/ act=skip&version={version}&key=item:9 | 302 403 403 403 403 422t 422t 403 403 422t
POST /tong-hop/2017/3/ act=skip&version={version}&key=text:results | 302 403 403 403 403 409p 409p 403 403 409p
POST /tong-hop/2018/1/ act=skip&version={version}&key=text:results | 302 403 403 403 403 404 404 403 403 404
POST /tong-hop/2017/2/ act=restore&to=0&@revision  | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/2/ act=restore&to=9&@revision  | 302 403  403    403    403   422t   422t   403    403   422t
POST /tong-hop/2017/2/ act=restore&to=0&revision=0 | 302 403  403    403    403   409t   409t   403    403   409t
POST /tong-hop/2017/3/ act=restore&to=0&@revision  | 302 403  403    403    403   409p   409p   403    403   409p

POST /tong-hop/2018/1/ act=publish&read=1          | 302 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=publish&read=1&@revision | 302 403 403    403    403   403    302+   403    403   403
POST /tong-hop/2017/2/ act=publish&read=1&revision=0 | 302 403 403 403 403 403 409t 403 403 403
POST /tong-hop/2017/2/ act=publish&@revision       | 302 403  403    403    403   422t   422t   403    403   422t
POST /tong-hop/2017/3/ act=publish&read=1&@revision | 302 403 403    403    403   403    409p   403    403   403
POST /tong-hop/2017/4/ act=publish&read=1&@revision | 302 403 403    403    403   403    302+   403    403   403

POST /tong-hop/2018/1/ act=correct&reason=Sai      | 302 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=correct&reason=Sai      | 302 403  403    403    403   409t   409t   403    403   409t
POST /tong-hop/2017/3/ act=correct&reason=Sai      | 302 403  403    403    403   302+   302+   403    403   302+
POST /tong-hop/2017/3/ act=correct                 | 302 403  403    403    403   422p   422p   403    403   422p
POST /tong-hop/2017/4/ act=correct&reason=Sai      | 302 403  403    403    403   409t   409t   403    403   409t

# The clerk's number, once, then the signature of the office head: of a version that is out.
POST /tong-hop/2017/3/ act=number&ban=1&document_number=5&document_date=08/06/2019 | 302 403 403 403 403 302+ 302+ 403 403 302+
POST /tong-hop/2017/3/ act=number&ban=1            | 302 403  403    403    403   422p   422p   403    403   422p
POST /tong-hop/2017/4/ act=number&ban=2&document_number=5 | 302 403 403 403   403   404    404    403    403   404
POST /tong-hop/2017/3/ act=sign&ban=1              | 302 403  403    403    403   403    422p   403    403   403
POST /tong-hop/2017/2/ act=sign&ban=1              | 302 403  403    403    403   404    404    403    403   404

POST /tong-hop/2018/1/ act=retry                   | 302 403  403    403    403   404    404    403    403   404
POST /tong-hop/2017/2/ act=retry                   | 302 403  403    403    403   302    302    403    403   302
POST /tong-hop/2017/3/ act=retry                   | 302 403  403    403    403   302    302    403    403   302
POST /tong-hop/2017/1/ act=retry                   | 302 403  403    403    403   302+   302+   403    403   302+
# The same figures under the other letterhead: of what is published, while no draft is open.
POST /tong-hop/2017/3/ act=reissue&template={template_2} | 302 403 403 403 403 302+ 302+ 403 403 302+
POST /tong-hop/2017/3/ act=reissue&template={template_1} | 302 403 403 403 403 409p 409p 403 403 409p
POST /tong-hop/2017/3/ act=reissue                 | 302 403  403    403    403   422p   422p   403    403   422p
POST /tong-hop/2017/4/?ban=1 act=reissue&template={template_2} | 302 403 403 403 403 409t 409t 403 403 409t
POST /tong-hop/2017/2/ act=discard&@revision       | 302 403  403    403    403   409t   409t   403    403   409t
POST /tong-hop/2017/2/ act=save&signatory={signatory_2}&results=X&@revision | 403 403 403 403 403 302+ 302+ 403 403 302+
POST /tong-hop/2017/2/ act=save&signatory=0&@revision | 302 403 403 403 403 422t 422t 403 403 422t
POST /tong-hop/2017/2/ act=delete                  | 302 403  403    403    403   422t   422t   403    403   422t

POST /tong-hop/                                    | 302 405  405    405    405   405    405    405    405   405
POST /tong-hop/2017/3/ban/1/pdf/                   | 302 405  405    405    405   405    405    405    405   405
POST /tong-hop/2017/3/ban/1/docx/                  | 302 405  405    405    405   405    405    405    405   405
POST /tong-hop/2017/3/ban/1/xlsx/                  | 302 405  405    405    405   405    405    405    405   405
POST /tong-hop/2017/3/ban/1/viec/                  | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/                                    | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/2017/3/                             | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/2017/3/ban/1/pdf/                   | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/2017/3/ban/1/docx/                  | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/2017/3/ban/1/xlsx/                  | 302 405  405    405    405   405    405    405    405   405
PUT  /tong-hop/2017/3/ban/1/viec/                  | 302 405  405    405    405   405    405    405    405   405

# The office's templates: read by all of it, changed by its head.
who                                                | out none rep    head   other rev    office lead   admin both
GET  /mau-van-ban/                                 | 302 403  403    403    403   200    200    403    403   200
POST /mau-van-ban/                                 | 302 405  405    405    405   405    405    405    405   405
PUT  /mau-van-ban/                                 | 302 405  405    405    405   405    405    405    405   405
GET  /mau-van-ban/phong/                           | 302 403  403    403    403   200    200    403    403   200
GET  /mau-van-ban/phong/?ky={signatory_1}          | 302 403  403    403    403   200    200    403    403   200
GET  /mau-van-ban/khac/                            | 302 403  403    403    403   404    404    403    403   404
POST /mau-van-ban/phong/ TEMPLATE&act=save         | 403 403  403    403    403   403    302+   403    403   403
POST /mau-van-ban/phong/ TEMPLATE&act=preview      | 403 403  403    403    403   403    200    403    403   403
POST /mau-van-ban/phong/ TEMPLATE&revision=9       | 403 403  403    403    403   403    409    403    403   403
POST /mau-van-ban/phong/ act=save                  | 302 403  403    403    403   403    422    403    403   403
POST /mau-van-ban/phong/ act=khac                  | 302 403  403    403    403   400    400    403    403   400
PUT  /mau-van-ban/phong/                           | 302 405  405    405    405   405    405    405    405   405
GET  /mau-van-ban/phong/nguoi-ky/                  | 302 403  403    403    403   403    200    403    403   403
POST /mau-van-ban/phong/nguoi-ky/ SIGNATORY        | 403 403  403    403    403   403    302+   403    403   403
POST /mau-van-ban/phong/nguoi-ky/ SIGNATORY&revision=9 | 403 403 403 403    403   403    409    403    403   403
POST /mau-van-ban/phong/nguoi-ky/ post_lines=A     | 403 403  403    403    403   403    422    403    403   403
PUT  /mau-van-ban/phong/nguoi-ky/                  | 302 405  405    405    405   405    405    405    405   405
GET  /mau-van-ban/phong/nguoi-ky/{signatory_1}/    | 302 403  403    403    403   403    200    403    403   403
GET  /mau-van-ban/phong/nguoi-ky/{signatory_2}/    | 302 403  403    403    403   403    404    403    403   403
POST /mau-van-ban/phong/nguoi-ky/{signatory_1}/ SIGNATORY | 403 403 403 403  403   403    302+   403    403   403
POST /mau-van-ban/phong/nguoi-ky/{signatory_1}/ post_lines=A | 403 403 403 403 403 403    422    403    403   403
PUT  /mau-van-ban/phong/nguoi-ky/{signatory_1}/    | 302 405  405    405    405   405    405    405    405   405

# Proposals: of accepted reports, to the unit itself, the Economics Office and leadership; answered by the office.
who                                                | out none rep    head   other rev    office lead   admin both
GET  /kien-nghi/                                   | 302 403  200o   200o   200O  200oO  200oO  200oO  403   200oO
GET  /kien-nghi/?dang=csv                          | 302 403  200o   200o   200O  200oO  200oO  200oO  403   200oO
GET  /kien-nghi/?don-vi=P2                         | 302 403  200    200    200O  200O   200O   200O   403   200O
GET  /kien-nghi/{proposal}/                        | 302 403  200o   200o   404   200o   200o   200o   403   200o
GET  /kien-nghi/{other_proposal}/                  | 302 403  404    404    200O  200O   200O   200O   403   200O
GET  /kien-nghi/0/                                 | 302 403  404    404    404   404    404    404    403   404
POST /kien-nghi/{proposal}/ act=answer&answer=Được&answered_on=08/06/2019 | 302 403 403 403 404 302+ 302+ 403 403 302+
POST /kien-nghi/{proposal}/ act=answer             | 302 403  403    403    404   422o   422o   403    403   422o
POST /kien-nghi/{proposal}/ act=forward&to=department | 302 403 403  403    404   302+   302+   403    403   302+
POST /kien-nghi/{proposal}/ act=forward&to=office  | 302 403  403    403    404   422o   422o   403    403   422o
POST /kien-nghi/                                   | 302 405  405    405    405   405    405    405    405   405
PUT  /kien-nghi/                                   | 302 405  405    405    405   405    405    405    405   405
PUT  /kien-nghi/{proposal}/                        | 302 405  405    405    405   405    405    405    405   405

# Anyone may check a printed copy, by its code alone.
who                                                | out none rep    head   other rev    office lead   admin both
GET  /kiem-tra/                                    | 200 200  200    200    200   200    200    200    200   200
GET  /kiem-tra/?ma=7k4m29qx                        | 302 302  302    302    302   302    302    302    302   302
GET  /kiem-tra/{code}/                             | 200 200  200    200    200   200    200    200    200   200
GET  /kiem-tra/AAAA-AAAA/                          | 404 404  404    404    404   404    404    404    404   404
POST /kiem-tra/                                    | 405 405  405    405    405   405    405    405    405   405
# Who posts no file is told to.
POST /kiem-tra/{code}/                             | 422 422  422    422    422   422    422    422    422   422
POST /kiem-tra/AAAA-AAAA/                          | 404 404  404    404    404   404    404    404    404   404
PUT  /kiem-tra/                                    | 405 405  405    405    405   405    405    405    405   405
PUT  /kiem-tra/{code}/                             | 405 405  405    405    405   405    405    405    405   405
""".replace("TEMPLATE", _TEMPLATE).replace("SIGNATORY", _SIGNATORY)
