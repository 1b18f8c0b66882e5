"""Files that go with a few reports, made on the spot: small, real, and without anybody's data."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from units import uploads

_MINUTES = {
    ("P12", 4): (
        "Biên bản nghiệm thu mô hình tra cứu hồ sơ bằng mã QR.pdf",
        "Ủy ban nhân dân Phường 12",
        "26/01/2018",
        "Mô hình tra cứu tình trạng hồ sơ bằng mã QR trên biên nhận chạy đúng trên 60 hồ sơ thử; người dân tra cứu "
        "không cần cài đặt thêm. Thống nhất dùng cho toàn bộ thủ tục của phường.",
    ),
    ("TNMT", 5): (
        "Biên bản nghiệm thu mô hình GIS quản lý thu gom chất thải rắn.pdf",
        "Phòng Tài nguyên và Môi trường Quận 4",
        "11/05/2018",
        "Bản đồ theo dõi 38 tuyến thu gom, cập nhật trong ngày; quãng đường xe chạy giảm 14% so với quý trước. Thống "
        "nhất đưa vào dùng, bổ sung giờ thu gom trong quý sau.",
    ),
    ("GDDT", 5): (
        "Thông báo kết quả ngày hội sáng tạo ngành giáo dục.pdf",
        "Phòng Giáo dục và Đào tạo Quận 4",
        "24/04/2018",
        "Ngày hội ngày 22/04/2018 có 8 trường tham gia với 71 sản phẩm; 12 sản phẩm được trao giải.",
    ),
}
_CHARTS = {
    ("BV", 5): ("Thời gian chờ khám trước và sau khi dùng phiếu khám điện tử.png", [52, 47, 41, 36, 31]),
}


def of(code: str, quarter: int) -> list[uploads.Stored]:
    """The files of this report, stored; most have none."""
    made = []
    if (code, quarter) in _MINUTES:
        name, *words = _MINUTES[code, quarter]
        made.append(ContentFile(_pdf(*words), name))
    if (code, quarter) in _CHARTS:
        name, minutes = _CHARTS[code, quarter]
        made.append(ContentFile(_png(minutes), name))
    return [uploads.store(file) for file in made]


def _pdf(unit, day, text) -> bytes:
    from weasyprint import HTML  # a second to load; only this and the published reports need it

    page = (
        '<html lang="vi"><style>@page{size:A4;margin:25mm}body{font:13pt "Liberation Serif",serif}h1{font-size:15pt;'
        f"text-align:center}}</style><p>{unit}</p><h1>BIÊN BẢN</h1><p>Ngày {day}</p><p>{text}</p>"
        "<p>(Bản trình diễn, không có giá trị pháp lý.)</p></html>"
    )
    return HTML(string=page).write_pdf()


def _png(minutes) -> bytes:
    """A bar for each month, in minutes."""
    image = Image.new("RGB", (640, 360), "white")
    draw = ImageDraw.Draw(image)
    for place, value in enumerate(minutes):
        left = 60 + place * 110
        draw.rectangle([left, 320 - value * 5, left + 70, 320], fill="#1f5f8b")
        draw.text((left + 28, 320 - value * 5 - 16), str(value), fill="black")
    draw.line([40, 320, 610, 320], fill="black", width=2)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
