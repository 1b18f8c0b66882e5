"""Words of the demonstration's initiatives, recognised one after the other from September 2017 to May 2018.

Plain data, which the story enters by the portal's own acts; they agree with what the units reported. ``unit`` is also
the body that recognises. Dates keep the limits of Nghị định 13/2012/NĐ-CP: applied for within a year of first use,
decided within three months of acceptance. ``summary`` is public, ``nature``, ``conditions`` and ``benefits`` are not.
Authors are invented; some hold an account of the demonstration.
"""

import datetime as dt
from dataclasses import dataclass

on = dt.date.fromisoformat


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    workplace: str
    post: str
    share: int


@dataclass(frozen=True, slots=True)
class Initiative:
    title: str
    unit: str
    field: str
    heading: str
    first_applied_on: dt.date
    filed_on: dt.date
    accepted_on: dt.date
    decided_on: dt.date
    decision_number: str
    certificate_number: str
    summary: str
    nature: str
    conditions: str
    benefits: str
    authors: tuple[Author, ...]


INITIATIVES = [
    Initiative(
        title="Xếp lịch tiếp công dân bằng bảng tính dùng chung",
        unit="P18",
        field="Cải cách hành chính, tiếp công dân",
        heading="III.3.c",
        first_applied_on=on("2017-07-03"),
        filed_on=on("2017-10-16"),
        accepted_on=on("2017-10-27"),
        decided_on=on("2017-12-08"),
        decision_number="143/QĐ-UBND",
        certificate_number="01/2017/GCN-SK",
        summary=(
            "Lịch tiếp công dân của lãnh đạo và các bộ phận nằm trên một bảng tính chung, người trực ghi thẳng nội "
            "dung và hẹn lại. Không còn hai cuộc hẹn trùng giờ; người dân gọi điện được báo ngay ngày giờ gặp. Sau "
            "năm tháng, số lượt phải hẹn lại giảm từ 19 còn 4 lượt mỗi tháng."
        ),
        nature=(
            "Trước đây lịch tiếp công dân ghi ở ba quyển sổ của ba bộ phận nên hay trùng giờ, người dân đến rồi phải "
            "về. Giải pháp gộp ba sổ thành một bảng tính trên máy chủ của phường. Mỗi dòng là một cuộc hẹn gồm ngày, "
            "giờ, người tiếp, lĩnh vực và kết quả; cột giờ có công thức tô đỏ khi trùng người tiếp hoặc trùng phòng. "
            "Người trực một cửa nhập khi nhận điện thoại, bộ phận chuyên môn chỉ xem và ghi kết quả. Cuối tuần bảng "
            "tự đếm số cuộc hẹn chưa có kết quả và gửi lãnh đạo. Không lưu nội dung đơn trên bảng, chỉ ghi số thụ "
            "lý."
        ),
        conditions=(
            "Máy tính nối mạng nội bộ tại bộ phận một cửa và ba bộ phận chuyên môn; một người được giao quản lý "
            "bảng; hướng dẫn trong một buổi."
        ),
        benefits=(
            "Số lượt phải hẹn lại giảm từ 19 còn 4 lượt mỗi tháng. Mỗi tuần bớt khoảng ba giờ đối chiếu sổ. Không "
            "phát sinh chi phí phần mềm."
        ),
        authors=(
            Author("Kiều Thị Diễm My", "Ủy ban nhân dân Phường 18", "Công chức Văn phòng - Thống kê", 70),
            Author("Thân Trọng Nhân", "Ủy ban nhân dân Phường 18", "Công chức Tư pháp - Hộ tịch", 30),
        ),
    ),
    Initiative(
        title="Thẻ màu nhắc hồ sơ sắp đến hẹn tại bộ phận một cửa",
        unit="P4",
        field="Cải cách hành chính, một cửa",
        heading="III.3.c",
        first_applied_on=on("2017-03-06"),
        filed_on=on("2017-07-17"),
        accepted_on=on("2017-07-28"),
        decided_on=on("2017-09-08"),
        decision_number="98/QĐ-UBND",
        certificate_number="02/2017/GCN-SK",
        summary=(
            "Mỗi hồ sơ giấy được kẹp một thẻ màu theo ngày phải trả trong tuần. Nhìn lên kệ là biết hồ sơ nào sắp "
            "đến hẹn, không phải mở từng bìa. Sau sáu tháng, hồ sơ trả sau ngày hẹn tại phường giảm từ 27 xuống 5 hồ "
            "sơ mỗi quý."
        ),
        nature=(
            "Hồ sơ đang giải quyết xếp theo thứ tự nhận nên hồ sơ gấp thường nằm dưới. Giải pháp dùng năm thẻ nhựa "
            "màu ứng với năm ngày làm việc, kẹp vào gáy bìa khi tiếp nhận theo ngày hẹn trả. Kệ hồ sơ có năm ngăn "
            "cùng màu, mỗi sáng người trực lấy ngăn của ngày hôm đó ra trước. Hồ sơ còn hai ngày mà chưa có kết quả "
            "được gắn thêm một kẹp vàng để trưởng bộ phận biết. Thẻ dùng lại nhiều lần, không ghi tên người nộp. "
            "Cách làm bổ sung cho phần mềm một cửa, nhất là các thủ tục còn hồ sơ giấy và những lúc đường truyền "
            "gián đoạn."
        ),
        conditions="Năm bộ thẻ nhựa và kệ năm ngăn; người trực tuân thủ việc kẹp thẻ ngay khi tiếp nhận.",
        benefits=(
            "Hồ sơ trả sau ngày hẹn giảm từ 27 xuống 5 hồ sơ mỗi quý. Chi phí ban đầu 620.000 đồng, không có chi phí "
            "duy trì."
        ),
        authors=(
            Author("Phùng Thị Kiều Trang", "Ủy ban nhân dân Phường 4", "Công chức phụ trách bộ phận một cửa", 100),
        ),
    ),
    Initiative(
        title="Danh mục văn bản còn hiệu lực tìm được theo từ khóa không dấu",
        unit="TP",
        field="Công tác pháp chế, công nghệ thông tin",
        heading="III.3.b",
        first_applied_on=on("2017-10-09"),
        filed_on=on("2017-11-06"),
        accepted_on=on("2017-11-15"),
        decided_on=on("2017-12-22"),
        decision_number="15/QĐ-TP",
        certificate_number="01/2017/GCN-SK",
        summary=(
            "Danh mục văn bản quy phạm pháp luật còn hiệu lực của quận tìm được bằng vài chữ gõ không dấu. Công chức "
            "phường tra một văn bản trong chưa đến một phút thay vì gọi điện hỏi. Văn bản hết hiệu lực hiện gạch "
            "ngang kèm văn bản thay thế."
        ),
        nature=(
            "Danh mục văn bản trước đây là một tệp dài, tìm theo số hiệu thì được, tìm theo nội dung thì phải đọc "
            "từng dòng và gõ đúng dấu. Giải pháp thêm cho mỗi văn bản một cột chữ đã bỏ dấu, tạo tự động từ trích "
            "yếu và từ khóa do người nhập gán, mỗi văn bản tối đa năm từ. Ô tìm kiếm so các từ đã bỏ dấu, không phân "
            "biệt thứ tự. Văn bản bị bãi bỏ một phần được ghi rõ điều khoản và nối đến văn bản mới. Hằng tháng bảng "
            "lọc ra văn bản quá ba năm chưa rà soát. Toàn bộ làm trên bảng tính sẵn có."
        ),
        conditions=(
            "Danh mục đã chuẩn hóa; một công chức pháp chế gán từ khóa khi có văn bản mới; máy chủ dùng chung của quận."
        ),
        benefits=(
            "Thời gian tra một văn bản từ khoảng 12 phút còn dưới 1 phút. Trong hai tháng, số cuộc gọi của phường "
            "hỏi hiệu lực văn bản giảm từ 60 còn 14 cuộc mỗi tháng."
        ),
        authors=(
            Author("Bạch Văn Toàn", "Phòng Tư pháp Quận 4", "Chuyên viên", 60),
            Author("Nguyễn Lưu Hải Âu", "Phòng Tư pháp Quận 4", "Chuyên viên", 40),
        ),
    ),
    Initiative(
        title="Chuyển kết quả xét nghiệm về bàn khám qua mạng nội bộ",
        unit="BV",
        field="Y tế, quản lý khám chữa bệnh",
        heading="III.3.b",
        first_applied_on=on("2017-04-10"),
        filed_on=on("2017-12-18"),
        accepted_on=on("2017-12-29"),
        decided_on=on("2018-01-29"),
        decision_number="21/QĐ-BV",
        certificate_number="01/2018/GCN-SK",
        summary=(
            "Kết quả xét nghiệm hiện trên màn hình bàn khám ngay khi máy trả, người bệnh không phải cầm giấy đi lại "
            "giữa các khu. Mỗi người bệnh bớt khoảng 40 phút. Kết quả bất thường được báo riêng cho bác sĩ chỉ định."
        ),
        nature=(
            "Người bệnh trước đây chờ lấy giấy kết quả ở khu xét nghiệm rồi quay lại phòng khám xếp hàng. Giải pháp "
            "nối phần mềm của máy xét nghiệm với phần mềm khám bệnh bằng mã phiếu chỉ định. Khi kỹ thuật viên duyệt, "
            "kết quả vào hồ sơ và tên người bệnh chuyển sang danh sách “đã có kết quả” của đúng bác sĩ chỉ định. Chỉ "
            "số vượt ngưỡng báo động do hội đồng chuyên môn đặt được tô đỏ và phải bấm xác nhận đã xem. Mất mạng quá "
            "năm phút thì máy in dự phòng tự in giấy như cũ. Quyền xem theo khoa, mỗi lượt xem được ghi lại."
        ),
        conditions=(
            "Mạng nội bộ giữa khu xét nghiệm và khu khám; máy xét nghiệm xuất được dữ liệu; danh mục chỉ số và "
            "ngưỡng báo động được duyệt."
        ),
        benefits=(
            "Giảm khoảng 40 phút đi lại và chờ cho mỗi người bệnh. Giảm in khoảng 300 tờ kết quả mỗi ngày. Không còn "
            "trường hợp thất lạc giấy kết quả."
        ),
        authors=(
            Author("Trương Thị Ngọc Hân", "Bệnh viện Quận 4", "Điều dưỡng trưởng khoa Khám bệnh", 40),
            Author("Lê Quang Thái Bảo", "Bệnh viện Quận 4", "Kỹ thuật viên xét nghiệm", 35),
            Author("Hồng Gia Kiệt", "Bệnh viện Quận 4", "Nhân viên công nghệ thông tin", 25),
        ),
    ),
    Initiative(
        title="Phân loại văn bản đến theo ba mức ngay tại văn thư",
        unit="VP",
        field="Văn thư, điều hành",
        heading="III.3.c",
        first_applied_on=on("2017-12-04"),
        filed_on=on("2018-01-02"),
        accepted_on=on("2018-01-11"),
        decided_on=on("2018-02-12"),
        decision_number="34/QĐ-VP",
        certificate_number="01/2018/GCN-SK",
        summary=(
            "Văn thư gắn cho mỗi văn bản đến một trong ba mức: làm ngay, trong ngày, theo hạn ghi. Văn bản được "
            "chuyển thẳng đến người xử lý theo bảng phân công, lãnh đạo nhận bản tóm tắt hai lần mỗi ngày. Thời gian "
            "luân chuyển nội bộ còn 1,5 ngày."
        ),
        nature=(
            "Mọi văn bản đến trước đây qua cùng một đường: văn thư, chánh văn phòng, phó chủ tịch, phòng chuyên môn, "
            "kể cả văn bản chỉ để biết. Giải pháp lập bảng phân công cho 46 loại văn bản thường gặp, mỗi loại có mức "
            "xử lý và người nhận mặc định. Văn thư chọn loại khi vào sổ trên PML; văn bản mức “theo hạn ghi” đến "
            "thẳng người xử lý, đồng thời nằm trong bản tóm tắt gửi lãnh đạo lúc 10 giờ và 15 giờ. Lãnh đạo đổi "
            "người nhận bằng một lần bấm. Văn bản không thuộc loại nào vẫn đi đường cũ. Bảng phân công được rà lại "
            "mỗi quý theo số lần bị đổi."
        ),
        conditions="Hệ thống PML đang dùng; bảng phân công do Chánh Văn phòng duyệt; văn thư được hướng dẫn một buổi.",
        benefits=(
            "Thời gian luân chuyển văn bản nội bộ rút còn 1,5 ngày. Số văn bản lãnh đạo phải phân tay giảm khoảng "
            "60%. Không phát sinh chi phí."
        ),
        authors=(
            Author(
                "Đinh Thị Thùy Dương",
                "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân Quận 4",
                "Chuyên viên tổng hợp",
                55,
            ),
            Author("Sầm Thị Ái Liên", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân Quận 4", "Nhân viên văn thư", 45),
        ),
    ),
    Initiative(
        title="Bộ thí nghiệm mạch điện làm từ thiết bị bỏ đi",
        unit="GDDT",
        field="Giáo dục, đồ dùng dạy học",
        heading="III.4.b",
        first_applied_on=on("2017-11-06"),
        filed_on=on("2018-01-15"),
        accepted_on=on("2018-01-26"),
        decided_on=on("2018-03-15"),
        decision_number="52/QĐ-GDĐT",
        certificate_number="01/2018/GCN-SK",
        summary=(
            "Bộ thí nghiệm điện lớp 9 làm từ quạt hỏng, sạc điện thoại cũ và đèn bỏ đi, chi phí khoảng một phần tám "
            "bộ mua. Mỗi bàn bốn học sinh có một bộ thay vì xem thầy làm mẫu. Bốn trường đã làm theo bản hướng dẫn."
        ),
        nature=(
            "Bộ thí nghiệm mua sẵn ít, cả lớp thường chỉ xem giáo viên làm mẫu. Giải pháp lấy dây đồng từ quạt hỏng, "
            "nguồn từ sạc điện thoại cũ đã hạ còn 5 vôn, đèn từ đồ chơi và đèn trang trí bỏ đi, gắn trên tấm nhựa có "
            "lỗ cắm để học sinh nối nhiều cách. Mỗi bộ có cầu chì tự phục hồi nên nối sai không cháy. Kèm theo là 12 "
            "phiếu việc từ dễ đến khó, mỗi phiếu để trống phần dự đoán trước khi đo. Học sinh tham gia tháo, phân "
            "loại và hàn linh kiện trong giờ câu lạc bộ, giáo viên kiểm tra cách điện từng bộ trước khi dùng."
        ),
        conditions=(
            "Nguồn thiết bị bỏ đi từ phụ huynh; mỏ hàn, đồng hồ đo và một giáo viên vật lý hoặc công nghệ kiểm tra "
            "an toàn; phòng có ổ cắm chống giật."
        ),
        benefits=(
            "Chi phí mỗi bộ khoảng 55.000 đồng so với 430.000 đồng bộ mua. Tỷ lệ học sinh tự nối đúng mạch song song "
            "trong bài kiểm tra thực hành tăng từ 48% lên 83%."
        ),
        authors=(
            Author("Cung Thị Nhã Phương", "Trường trung học cơ sở trên địa bàn Quận 4", "Giáo viên Vật lý", 60),
            Author("Đậu Minh Trí", "Trường trung học cơ sở trên địa bàn Quận 4", "Giáo viên Công nghệ", 40),
        ),
    ),
    Initiative(
        title="Biểu mẫu kiểm tra bếp ăn trên máy tính bảng",
        unit="YT",
        field="An toàn thực phẩm",
        heading="III.3.b",
        first_applied_on=on("2018-01-08"),
        filed_on=on("2018-02-26"),
        accepted_on=on("2018-03-07"),
        decided_on=on("2018-04-06"),
        decision_number="09/QĐ-YT",
        certificate_number="01/2018/GCN-SK",
        summary=(
            "Đoàn kiểm tra điền biểu mẫu trên máy tính bảng, chụp ảnh từng điểm chưa đạt; biên bản in ra ngay tại "
            "bếp. Cơ sở biết việc phải sửa trong ngày. Đợt đầu kiểm tra 37 bếp ăn, không phải nhập lại số liệu vào "
            "máy."
        ),
        nature=(
            "Biên bản kiểm tra viết tay phải nhập lại, có khi mười ngày sau cơ sở mới nhận kết luận. Giải pháp "
            "chuyển 42 tiêu chí kiểm tra thành biểu mẫu trên máy tính bảng, chia theo đường đi trong bếp: nhập hàng, "
            "kho, sơ chế, nấu, chia, rửa. Mỗi tiêu chí chưa đạt bắt buộc có ảnh và thời hạn sửa; tiêu chí nặng hiện "
            "lên đầu biên bản. Làm được khi không có mạng, số liệu gửi về khi có. Máy in nhỏ in biên bản để hai bên "
            "ký tại chỗ. Lần kiểm tra sau mở sẵn các điểm chưa đạt của lần trước. Số liệu gom tự động theo loại hình "
            "bếp và theo phường."
        ),
        conditions=(
            "Hai máy tính bảng và một máy in di động; biểu mẫu theo quy định hiện hành; tập huấn nửa buổi cho thành "
            "viên đoàn."
        ),
        benefits=(
            "Kết quả có ngay trong ngày thay vì sau 7–10 ngày. Bớt khoảng 40 phút nhập liệu cho mỗi bếp. Trong 37 "
            "bếp kiểm tra, 29 bếp sửa xong trong một tuần."
        ),
        authors=(
            Author("Huỳnh Thị Mộng Tuyền", "Phòng Y tế Quận 4", "Chuyên viên", 50),
            Author("Ninh Đức Lương", "Phòng Y tế Quận 4", "Chuyên viên", 50),
        ),
    ),
    Initiative(
        title="Thu nước thải của máy lọc để tưới cây sân phường",
        unit="P13",
        field="Tiết kiệm nước, môi trường",
        heading="III.4.a",
        first_applied_on=on("2018-01-02"),
        filed_on=on("2018-02-05"),
        accepted_on=on("2018-02-23"),
        decided_on=on("2018-05-17"),
        decision_number="61/QĐ-UBND",
        certificate_number="01/2018/GCN-SK",
        summary=(
            "Nước xả của máy lọc nước uống được gom vào hai bồn 500 lít để tưới cây và rửa sân trụ sở phường. Ống "
            "dẫn tận dụng sẵn, chi phí dưới ba triệu đồng. Lượng nước máy dùng cho tưới cây giảm khoảng 9 mét khối "
            "mỗi tháng."
        ),
        nature=(
            "Máy lọc nước uống của trụ sở xả bỏ khoảng hai phần ba lượng nước vào. Đo tại chỗ, nước xả trong, không "
            "mùi, chỉ nhiều muối khoáng hơn nên không uống được nhưng tưới cây và rửa sân được. Giải pháp nối đường "
            "xả của ba máy lọc vào hai bồn 500 lít đặt trên mái nhà xe, dùng ống thoát mưa cũ. Phao cơ ngắt khi bồn "
            "đầy, phần dư tràn về rãnh. Vòi tưới gắn đầu phun tia nhỏ, có biển ghi “nước tưới, không uống”. Mỗi "
            "tháng cọ bồn một lần và đo độ mặn bằng bút đo; vượt ngưỡng thì pha thêm nước mưa để không hại cây."
        ),
        conditions="Có máy lọc nước dùng thường xuyên, chỗ đặt bồn cao hơn vòi tưới, người bảo vệ kiểm tra hằng tuần.",
        benefits=(
            "Tiết kiệm khoảng 9 mét khối nước máy mỗi tháng. Chi phí lắp 2.850.000 đồng. Hai trường học trên địa bàn "
            "đã đến xem để làm theo."
        ),
        authors=(
            Author("Tô Thị Hải Yến", "Ủy ban nhân dân Phường 13", "Công chức Văn hóa - Xã hội", 45),
            Author("Mạc Văn Sơn", "Ủy ban nhân dân Phường 13", "Nhân viên bảo vệ", 55),
        ),
    ),
]
