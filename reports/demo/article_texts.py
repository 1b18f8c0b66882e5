"""Articles of the demonstration's public page, one after the other from 15/12/2017 to 05/06/2018.

Plain data, which the story enters by the portal's own acts. They say what ``figures``, ``offices``, ``bodies`` and
``wards`` already say: each month's articles are those of ``figures.ARTICLES`` (December 2017 from the 15th), each
quarter's articles, news and features as many as Trung tâm Văn hóa reports: 12 and 13. Everybody in them is invented.

``unit`` proposed it; Trung tâm Văn hóa published it. ``heading``: of section III of the plan. Paragraphs of a summary
end with a line break.
"""

import datetime as dt
from dataclasses import dataclass

on = dt.date.fromisoformat


@dataclass(frozen=True, slots=True)
class Article:
    """``article_type``: article, news or feature; only the first is one of the month's two (CT11)."""

    title: str
    unit: str
    article_type: str
    published_on: dt.date
    heading: str
    summary: str


ARTICLES = [
    Article(
        "Năng suất từ việc nhỏ: 35 chủ cơ sở bàn cách bớt hao phí trong xưởng",
        "PKT",
        "article",
        on("2017-12-15"),
        "III.4.a",
        "Hội thảo “Năng suất từ việc nhỏ” do Phòng Kinh tế tổ chức có 35 chủ cơ sở may, giày da, cơ khí và in ấn "
        "tham dự. Không có bài nói dài: mỗi nhóm nhận ảnh chụp một xưởng thật và khoanh những chỗ công nhân phải đi "
        "lại, chờ đợi, làm lại.\n"
        "Nhóm giày da tìm được 11 chỗ. Nhiều nhất là chờ keo khô và tìm khuôn. Một chủ cơ sở kể đã treo khuôn theo "
        "cỡ lên vách, sơn số thật to; thời gian tìm khuôn mỗi ca từ 25 phút còn chưa đến 5 phút, chi phí là một tấm "
        "ván và hai ngày công.\n"
        "Sau hội thảo, 14 cơ sở đăng ký được tư vấn tại chỗ trong năm 2018. Phòng Kinh tế sẽ đến từng nơi, ghi lại "
        "số liệu trước và sau để các cơ sở khác so sánh.",
    ),
    Article(
        "94% lượt đánh giá tại Trung tâm hành chính quận là hài lòng",
        "VP",
        "news",
        on("2017-12-20"),
        "III.3.b",
        "Từ đầu tháng 10, 12 quầy tiếp nhận hồ sơ tại Trung tâm hành chính Quận 4 có máy tính bảng để người dân chấm "
        "điểm ngay khi xong việc. Đến giữa tháng 12 đã có 3.460 lượt đánh giá, trong đó 94% hài lòng hoặc rất hài "
        "lòng.\n"
        "Phần chưa hài lòng tập trung vào hai việc: chờ lâu vào sáng thứ Hai và phải đi lại vì thiếu giấy tờ. Văn "
        "phòng Hội đồng nhân dân và Ủy ban nhân dân quận đã thêm một quầy vào buổi sáng đầu tuần và in bảng giấy tờ "
        "cần mang theo cho 20 thủ tục có nhiều người làm nhất.",
    ),
    Article(
        "Bản đồ ca bệnh theo tuần giúp phun xịt muỗi sớm hơn ba ngày",
        "YT",
        "article",
        on("2017-12-22"),
        "III.3.b",
        "Trước đây, danh sách ca sốt xuất huyết về đến phường dưới dạng bảng, ai cũng đọc được nhưng khó thấy các ca "
        "nằm gần nhau. Từ quý III, Phòng Y tế chấm từng ca lên bản đồ theo tuần; hai ca cách nhau dưới 200 mét trong "
        "14 ngày được tô đậm.\n"
        "Nhờ vậy việc khoanh vùng phun xịt bắt đầu sớm hơn trước ba ngày. Tại một cụm hẻm có bốn ca trong tháng 9, "
        "tổ phun xịt đến ngay ngày hôm sau; ba tuần kế tiếp không có ca mới trong bán kính đó.\n"
        "Cách làm không cần phần mềm riêng: trạm y tế ghi địa chỉ vào bảng tính chung, bản đồ số tự đặt điểm. Tên "
        "người bệnh không đưa lên bản đồ. Mười lăm trạm y tế đã được hướng dẫn nhập liệu.",
    ),
    Article(
        "Phường 12 lập bản đồ năm điểm ngập, cập nhật sau mỗi trận mưa",
        "P12",
        "article",
        on("2017-12-27"),
        "III.3.b",
        "Phường 12 có năm điểm thường ngập khi mưa trùng giờ triều. Tổ trưởng tổ dân phố biết rõ từng chỗ nhưng "
        "người đi làm về muộn thì không. Từ cuối tháng 9, phường đưa năm điểm này lên bản đồ số, mỗi điểm có độ sâu "
        "cao nhất đã ghi, giờ nước thường rút và đường tránh.\n"
        "Sau mỗi trận mưa, tổ trưởng chụp vạch sơn trên trụ điện và gửi về nhóm chung; công chức địa chính cập nhật "
        "trong buổi. Cách đo bằng vạch sơn do một tổ trưởng đề xuất, mỗi vạch cách nhau 10 cm.\n"
        "Ba tháng đầu có 26 lần cập nhật. Phường đã gửi số liệu cho Phòng Quản lý đô thị để đối chiếu với bản đồ "
        "điểm ngập của quận.",
    ),
    Article(
        "45 nhà trọ của Phường 1 có bảng tra cứu an toàn phòng cháy",
        "P1",
        "article",
        on("2018-01-10"),
        "III.3.b",
        "Sau đợt kiểm tra cuối năm, Phường 1 lập bảng tra cứu cho 45 cơ sở cho thuê trọ trên địa bàn. Mỗi cơ sở có "
        "ngày kiểm tra gần nhất, số bình chữa cháy, lối thoát thứ hai và việc còn phải khắc phục.\n"
        "Bảng tự tô màu cơ sở quá hạn kiểm tra. Trước đây phải lật từng biên bản mới biết; nay công chức phụ trách "
        "mở ra là thấy. Tuần đầu tiên bảng chỉ ra bảy cơ sở quá hạn, cả bảy đã được kiểm tra lại trong tháng 12.\n"
        "Chủ trọ nhận một mã để xem thông tin của cơ sở mình. Bà chủ một dãy trọ 12 phòng cho biết đã thay hai bình "
        "hết hạn ngay sau khi xem, vì “chữ đỏ nhìn là sốt ruột”.",
    ),
    Article(
        "Trường học xanh: vườn rau, thùng pin cũ và công tơ do học sinh tự ghi",
        "GDDT",
        "article",
        on("2018-01-24"),
        "III.3.a",
        "Ngày 19/01/2018, mô hình Trường học xanh được công nhận sau hơn một năm chuẩn bị và thực hiện. Ba việc "
        "chính là vườn rau thủy canh trên sân thượng, điểm thu gom pin cũ và thay đèn phòng học bằng đèn tiết kiệm "
        "điện.\n"
        "Vườn rau dùng giá ống nhựa, máy bơm nhỏ chạy 15 phút mỗi giờ. Học sinh lớp 7 chia nhau đo độ chua của nước "
        "và ghi sổ. Thùng pin cũ thu được 64 kg trong một học kỳ, chuyển cho đơn vị thu gom chất thải nguy hại.\n"
        "Tiền điện chiếu sáng giảm rõ nhất ở dãy phòng được thay đèn. Mỗi tuần hai em đọc công tơ và vẽ biểu đồ dán "
        "ở cầu thang; lớp nào quên tắt quạt hiện ra ngay trên biểu đồ.",
    ),
    Article(
        "Nghiệm thu mô hình tra cứu hồ sơ bằng mã QR tại Phường 12",
        "P12",
        "news",
        on("2018-01-29"),
        "III.3.b",
        "Ngày 26/01/2018, Ủy ban nhân dân Phường 12 nghiệm thu mô hình tra cứu tình trạng hồ sơ bằng mã QR in trên "
        "biên nhận. Mô hình chạy đúng trên 60 hồ sơ thử; người dân quét mã bằng điện thoại, không phải cài thêm phần "
        "mềm.\n"
        "Từ ngày nghiệm thu, mã được in trên biên nhận của toàn bộ thủ tục do phường tiếp nhận. Ai không có điện "
        "thoại thông minh vẫn gọi số của bộ phận một cửa để hỏi như trước.",
    ),
    Article(
        "Kinh phí khoa học và công nghệ năm 2018 được phân bổ từ tháng 1",
        "TCKH",
        "news",
        on("2018-02-02"),
        "III.1.a",
        "Ngày 31/01/2018, kinh phí cho hoạt động khoa học và công nghệ năm 2018 của quận đã được phân bổ, sớm hơn "
        "năm trước gần ba tháng. Năm 2017, quyết định phân bổ ban hành ngày 18/04.\n"
        "Phòng Tài chính - Kế hoạch cho biết phân bổ sớm là nhờ các đơn vị gửi nhu cầu trước tháng 8 và ghi rõ việc, "
        "số tiền, thời gian. Năm 2017 các đơn vị giải ngân 91% kinh phí được giao. Năm nay tiến độ chi được theo dõi "
        "theo từng nhiệm vụ để nhắc sớm đơn vị chi chậm.",
    ),
    Article(
        "Tám giải pháp của công nhân da giày: việc nhỏ, làm được ngay",
        "LDLD",
        "article",
        on("2018-02-07"),
        "III.3.c",
        "Liên đoàn Lao động Quận 4 chọn tám giải pháp của công nhân da giày để giới thiệu trên chuyên trang. Điểm "
        "chung là rẻ, làm được ngay và người đứng máy tự nghĩ ra.\n"
        "Giải pháp được nhiều xưởng hỏi nhất là giá quét keo nghiêng: đế giày nằm trên mặt nghiêng 30 độ nên keo "
        "thừa chảy về máng, mỗi ngày thu lại khoảng nửa lít. Một giải pháp khác dùng nam châm giữ kim gãy dưới bàn "
        "may, nhờ đó không còn giày bị trả về vì sót kim.\n"
        "Người có giải pháp được công đoàn cơ sở giúp viết mô tả một trang, kèm ảnh trước và sau. Cách viết ngắn này "
        "đang được đề nghị dùng cho hồ sơ sáng kiến của công nhân.",
    ),
    Article(
        "Bệnh viện Quận 4 dùng phiếu khám điện tử từ ngày 26/02",
        "BV",
        "news",
        on("2018-02-28"),
        "III.3.b",
        "Từ ngày 26/02/2018, người bệnh đến khám ngoại trú tại Bệnh viện Quận 4 nhận phiếu khám điện tử ở quầy tiếp "
        "đón. Phiếu chia người bệnh về phòng khám theo triệu chứng đã khai và số người đang chờ ở từng phòng.\n"
        "Tuần đầu, điều dưỡng đứng cạnh máy để hướng dẫn, nhất là người lớn tuổi. Bệnh viện đo thời gian chờ hằng "
        "ngày và sẽ công bố kết quả sau ba tháng. Trước khi dùng phiếu, thời gian chờ khám trung bình là 52 phút.",
    ),
    Article(
        "38 cán bộ học lớp bồi dưỡng khoa học và công nghệ năm 2018",
        "PKT",
        "news",
        on("2018-03-07"),
        "III.1.a",
        "Lớp bồi dưỡng năm 2018 cho cán bộ phụ trách khoa học và công nghệ của các cơ quan, đơn vị và phường mở ngày "
        "06/03/2018, có 38 người dự.\n"
        "Buổi sáng học cách thống kê hoạt động khoa học và công nghệ ở cơ sở; buổi chiều thực hành viết mô tả sáng "
        "kiến từ một việc có thật ở đơn vị mình. Phòng Kinh tế dành giờ cuối để trả lời các vướng mắc khi lập báo "
        "cáo quý.\n"
        "Lớp năm 2017 có 41 người dự. Những đơn vị mới thay cán bộ phụ trách được ưu tiên xếp chỗ.",
    ),
    Article(
        "Sáu buổi nói chuyện khởi nghiệp và câu hỏi của 720 học sinh",
        "QD",
        "article",
        on("2018-03-13"),
        "III.4.b",
        "Trong quý I, Quận đoàn tổ chức sáu buổi nói chuyện về khởi nghiệp tại các trường, 720 học sinh dự. Người "
        "nói là chủ cơ sở nhỏ trên địa bàn: một chị bán bánh qua mạng, một anh sửa máy may công nghiệp, một nhóm làm "
        "đồ dùng từ tre.\n"
        "Thay cho phần hỏi đáp quen thuộc, mỗi em viết một câu hỏi ra giấy trước khi nghe. Ban tổ chức gom được 389 "
        "câu. Câu hỏi nhiều nhất không phải về vốn mà là “làm sao biết ý tưởng của mình có ai cần”.\n"
        "Năm nhóm học sinh muốn thử thật. Quận đoàn ghép mỗi nhóm với một chủ cơ sở, gặp nhau hai tuần một lần đến "
        "hết năm học, sản phẩm sẽ dự sơ khảo hội thi sáng tạo trẻ.",
    ),
    Article(
        "Nghề da giày Quận 4, bài 1: Keo gốc nước vào xưởng",
        "TTVH",
        "article",
        on("2018-03-20"),
        "III.4.a",
        "Mùi keo dung môi là thứ người mới vào xưởng giày nhận ra trước tiên. Trong quý I, hai cơ sở da giày được "
        "Phòng Kinh tế hỗ trợ thử keo gốc nước và dọn xưởng theo 5S; một xưởng đế giày ở Phường 2 cũng thử loại keo "
        "này.\n"
        "Keo gốc nước không bắt cháy và ít mùi, nhưng khô chậm hơn. Xưởng thứ nhất thêm hai quạt và đổi thứ tự công "
        "đoạn: quét keo cả lô rồi mới vào đế. Sau ba tuần, tỷ lệ bong đế khi thử uốn ngang với keo cũ, công nhân "
        "không còn đeo khẩu trang hai lớp.\n"
        "Xưởng thứ hai chỉ đổi một nửa số mã giày vì da nhuộm dầu bám keo kém. Người thợ cả nói thẳng: “Đôi nào đổi "
        "được thì đổi, chưa được thì chờ”. Số liệu thử của cả ba nơi được ghi lại cho các xưởng khác tham khảo.",
    ),
    Article(
        "Tin nhắn báo ngập đến trước con nước",
        "QLDT",
        "article",
        on("2018-03-28"),
        "III.3.b",
        "Từ bản đồ điểm ngập có 17 điểm dùng từ năm 2017, Phòng Quản lý đô thị thử thêm một bước: nhắn tin cho tổ "
        "dân phố khi mực nước trong cống vượt ngưỡng. Việc thử đang làm ở ba phường trũng.\n"
        "Ở mỗi điểm có một thước đo gắn trong hố ga, gửi số liệu mười phút một lần. Khi nước cách mặt đường 20 cm, "
        "tổ trưởng nhận tin nhắn. Trong đợt triều giữa tháng 3, tin nhắn đến trước lúc nước tràn khoảng 20 phút, đủ "
        "để kê đồ và chặn xe vào hẻm.\n"
        "Cùng lúc, phòng nhập số liệu cống ngầm vào bản đồ. Chỗ khó là hồ sơ hoàn công cũ thiếu cao độ, phải đo lại. "
        "Khi có đủ số liệu, cảnh báo sẽ tính được cả hướng nước chảy.",
    ),
    Article(
        "Nghề da giày Quận 4, bài 2: Người giữ nghề trong hẻm nhỏ",
        "TTVH",
        "feature",
        on("2018-04-04"),
        "III.2",
        "Phần lớn cơ sở da giày của quận nằm trong nhà ở. Đợt khảo sát 18 cơ sở năm 2017 của Phòng Kinh tế cho thấy "
        "một nơi trung bình có sáu thợ, người lớn tuổi nhất đã theo nghề gần bốn mươi năm, nhiều nơi không có người "
        "nối nghề.\n"
        "Điều các chủ cơ sở cần không giống nhau. Nơi thiếu thợ may mũ giày, nơi thiếu mặt bằng, nơi cần một mẫu hợp "
        "đồng để không bị ép giá. Chỉ bốn nơi nói cần máy mới trước tiên.\n"
        "Chuyên đề ghi lại câu chuyện của ba gia đình ở ba phường, cùng bảng so sánh chi phí một đôi giày làm tay và "
        "một đôi làm máy. Bài 3 sẽ kể về chiếc máy cắt đầu tiên được hỗ trợ lắp đặt.",
    ),
    Article(
        "Sáu mặt hàng của một cơ sở thực phẩm Phường 6 có mã truy xuất",
        "P6",
        "article",
        on("2018-04-11"),
        "III.4.a",
        "Người mua quét mã trên hũ dưa món thấy ngay ngày làm, nơi lấy rau và số điện thoại của cơ sở. Đó là một "
        "trong sáu mặt hàng được Phường 6 giúp dán mã truy xuất nguồn gốc từ giữa tháng 3.\n"
        "Việc khó không nằm ở cái mã. Cơ sở phải ghi sổ từng mẻ: mua gì, của ai, bao nhiêu, ai làm. Hai tuần đầu bỏ "
        "sót nhiều; phường giúp soạn một tờ kẻ sẵn chín ô, treo cạnh bếp, ghi bằng bút lông. Từ tuần thứ ba không "
        "còn mẻ nào thiếu.\n"
        "Chủ cơ sở cho biết hai cửa hàng đã nhận bán vì có mã. Phường đang vận động thêm ba cơ sở cùng làm và sẽ đưa "
        "mẫu tờ ghi mẻ lên chuyên trang để nơi khác dùng.",
    ),
    Article(
        "71 sản phẩm, 12 giải thưởng tại ngày hội sáng tạo ngành giáo dục",
        "GDDT",
        "news",
        on("2018-04-24"),
        "III.4.b",
        "Ngày hội sáng tạo ngành giáo dục Quận 4 ngày 22/04/2018 có 8 trường tham gia với 71 sản phẩm, nhiều hơn năm "
        "trước 19 sản phẩm. Ban giám khảo trao 12 giải.\n"
        "Giải nhất thuộc về máng tưới tự ngắt khi đất đủ ẩm. Nhiều sản phẩm dùng vật liệu bỏ đi và có sổ ghi các lần "
        "thử hỏng, phần được giám khảo chấm riêng. Trong khuôn khổ phong trào năm học, đội robocon của quận cũng đạt "
        "giải ba cấp Thành phố.\n"
        "Sản phẩm đạt giải được trưng bày tại Trung tâm Văn hóa đến hết ngày 06/05/2018.",
    ),
    Article(
        "Nghề da giày Quận 4, bài 3: Máy cắt về, bàn dao ở lại",
        "PKT",
        "article",
        on("2018-04-26"),
        "III.4.a",
        "Chiếc máy cắt bán tự động được lắp ở một cơ sở da giày 14 thợ, do Phòng Kinh tế giới thiệu và hỗ trợ lập hồ "
        "sơ. Máy cắt tám lớp da một lần; trước đây hai thợ cắt tay từng lớp bằng dao mũi nhọn.\n"
        "Tính trên một mã giày nữ, thời gian cắt giảm từ 46 giờ xuống 17 giờ cho 500 đôi. Da hao giảm 3%, vì rập "
        "được xếp sát hơn. Hai thợ cắt chuyển sang kiểm da và xếp rập, công việc máy không làm thay được.\n"
        "Bàn dao cũ vẫn giữ cho những mã dưới 40 đôi. Theo chủ cơ sở, thay máy mà không thay cách xếp đơn hàng thì "
        "máy đứng không quá nửa ngày, nên việc đầu tiên là gom các đơn cùng loại da.",
    ),
    Article(
        "Câu lạc bộ lập trình thiếu nhi: ba tháng đầu và những trò chơi tự viết",
        "QD",
        "feature",
        on("2018-05-09"),
        "III.4.b",
        "Câu lạc bộ lập trình cho thiếu nhi của Quận đoàn sinh hoạt sáng thứ Bảy. Sau ba tháng có 32 em, từ lớp 4 "
        "đến lớp 8, chia hai nhóm theo sức học chứ không theo tuổi.\n"
        "Mỗi em tự chọn một việc nhỏ muốn máy làm giúp. Có em viết trò chơi phân loại rác, có em viết bảng nhắc giờ "
        "uống thuốc cho bà. Người hướng dẫn không sửa hộ mà chỉ hỏi: “Em đoán máy đang hiểu câu này thế nào?”.\n"
        "Chuyên đề giới thiệu sáu sản phẩm, kèm lời các em tự kể. Câu lạc bộ dùng máy tính cũ do các cơ quan thanh "
        "lý, được đoàn viên lau chùi và cài lại; còn thiếu năm máy cho đợt hè.",
    ),
    Article(
        "38 tuyến thu gom rác trên một bản đồ, xe bớt đi 14% quãng đường",
        "TNMT",
        "article",
        on("2018-05-16"),
        "III.3.b",
        "Ngày 11/05/2018, mô hình quản lý thu gom chất thải rắn trên nền GIS của Phòng Tài nguyên và Môi trường được "
        "nghiệm thu. Bản đồ theo dõi 38 tuyến của 15 phường, cập nhật trong ngày.\n"
        "Trước khi có bản đồ, mỗi tuyến do người phụ trách nhớ và chỉnh theo thói quen. Khi đặt tất cả lên một nền, "
        "phòng thấy chín đoạn có hai xe cùng đi qua trong một buổi và bốn hẻm không xe nào vào đúng giờ. Sắp lại, "
        "quãng đường xe chạy giảm 14% so với quý trước.\n"
        "Việc tiếp theo là đưa giờ thu gom lên bản đồ để người dân tra cứu, bắt đầu từ các phường đã phân loại rác "
        "tại nguồn. Công nhân thu gom được hỏi ý kiến trước mỗi lần đổi tuyến.",
    ),
    Article(
        "24 cán bộ tham quan Khu Công nghệ cao",
        "PKT",
        "news",
        on("2018-05-21"),
        "III.1.a",
        "Ngày 17/05/2018, Phòng Kinh tế đưa đoàn 24 cán bộ phụ trách khoa học và công nghệ của các cơ quan, đơn vị "
        "và phường tham quan Khu Công nghệ cao Thành phố.\n"
        "Đoàn xem phòng thí nghiệm vật liệu và một dây chuyền lắp ráp có kiểm tra bằng hình ảnh, sau đó trao đổi về "
        "cách doanh nghiệp nhỏ đặt hàng nghiên cứu. Mỗi người về ghi lại một việc có thể áp dụng tại đơn vị; 17 "
        "phiếu đã gửi về Phòng Kinh tế.",
    ),
    Article(
        "Phường 4 giới thiệu thiết bị tiết kiệm điện cho hộ kinh doanh",
        "P4",
        "news",
        on("2018-05-22"),
        "III.4.a",
        "Ngày 18/05/2018, Ủy ban nhân dân Phường 4 tổ chức buổi giới thiệu thiết bị tiết kiệm điện cho 10 hộ kinh "
        "doanh trên địa bàn. Từng loại thiết bị được cắm vào đồng hồ đo ngay tại chỗ để so sánh điện tiêu thụ.\n"
        "Tủ trưng bày có đèn cũ tốn gấp bốn lần đèn mới. Ba hộ đăng ký thay đèn, hai hộ nhờ kiểm tra tủ lạnh. Cùng "
        "đợt này, cán bộ phường hướng dẫn 02 hộ lắp cân điện tử và cách tự kiểm tra cân bằng quả chuẩn.",
    ),
    Article(
        "Duyệt văn bản trên điện thoại, tỷ lệ ký số tăng từ 62% lên 81%",
        "VP",
        "news",
        on("2018-05-29"),
        "III.3.b",
        "Sau khi nâng cấp, hệ thống quản lý văn bản PML cho phép lãnh đạo duyệt và ký số trên điện thoại. Tỷ lệ văn "
        "bản được ký số tăng từ 62% lên 81%.\n"
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân quận cho biết phần tăng nhiều nhất là văn bản phát hành sau "
        "16 giờ, trước đây thường chờ đến sáng hôm sau. Máy chủ còn chậm vào đầu giờ làm việc; việc tách máy chủ đã "
        "được đưa vào kiến nghị của quý này.",
    ),
    Article(
        "Hồ sơ về tận nhà: 212 lượt trả qua tin nhắn ở Phường 9",
        "P9",
        "article",
        on("2018-05-30"),
        "III.3.b",
        "Sau hai tháng, Phường 9 đã trả 212 hồ sơ tại nhà. Người nhận đọc mã trong tin nhắn, cán bộ đối chiếu rồi "
        "giao; không phải ký thêm giấy.\n"
        "Nhóm dùng nhiều nhất là người bán hàng ban ngày và gia đình có người già. Trước đây gần một phần ba hồ sơ "
        "nằm ở quầy quá năm ngày vì người dân chưa đến lấy. Nay số này chỉ còn vài hồ sơ mỗi tuần.\n"
        "Giao hồ sơ do công chức và đoàn viên chia nhau, mỗi chiều một vòng, không quá 12 địa chỉ. Phường giới hạn ở "
        "các thủ tục có bản chính gọn và không phải thu thêm lệ phí. Ai không muốn nhận tại nhà chỉ cần trả lời tin "
        "nhắn bằng số 0.",
    ),
    Article(
        "Chờ khám 31 phút thay vì 52 phút: ba tháng của phiếu khám điện tử",
        "BV",
        "article",
        on("2018-06-05"),
        "III.3.b",
        "Ba tháng sau khi Bệnh viện Quận 4 dùng phiếu khám điện tử, thời gian chờ khám trung bình giảm từ 52 xuống "
        "31 phút. Mức giảm đều qua từng tháng, rõ nhất ở khung từ 7 đến 9 giờ.\n"
        "Phiếu không làm bác sĩ khám nhanh hơn. Thay đổi nằm ở chỗ người bệnh được chia về phòng đang vắng và xét "
        "nghiệm được chỉ định sớm ngay từ bàn phân loại. Số lượt phải đổi phòng khám giảm còn một nửa.\n"
        "Điều còn vướng là người lớn tuổi ngại máy lấy số: chữ nhỏ, nhiều bước. Bệnh viện đã phóng chữ, bỏ hai bước "
        "và mỗi sáng có hai tình nguyện viên đứng cạnh máy. Việc tiếp theo là dùng phiếu cho các phòng khám chuyên "
        "khoa.",
    ),
]
