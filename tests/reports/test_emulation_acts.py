"""Scales and sheets by their acts: who may, in which order, what is refused, what is told and logged (domain §7)."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from reports.emulation import entries, marks, publishing, schemes, scoring, todo
from reports.models import Criterion, Notice, Scheme, Score, ScoreProof, ScoreSheet
from tests import factories as make
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState

AT = make.at("2018-01-19T09:00:00")


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = AT.isoformat()
    plan = make.make_plan()
    office = make.make_unit("VP", drafts_emulation=True)
    ward = make.make_unit("P1")
    for number in (1, 2, 3, 4):
        make.make_period(plan, 2017, number)
    drafter, drafting_head = make.make_people(office)
    reporter, head = make.make_people(ward)
    return SimpleNamespace(
        plan=plan, office=office, ward=ward, other=make.make_unit("P2"), drafter=drafter, drafting_head=drafting_head,
        reporter=reporter, head=head,
        reviewer=make.make_user("chuyen-vien", role="reviewer", unit=plan.coordinator),
        chief=make.make_user("truong-phong", role="office_head", unit=plan.coordinator),
        leader=make.make_user("lanh-dao", role="leader"),
    )  # fmt: skip


ENTERED = {"order": "1", "title": "Phong trào", "maximum": "100", "kind": "criterion", "source": "entered"}


def act(name, scheme, by, at=AT, **said):
    scheme.refresh_from_db()
    schemes.ACTS[name](scheme, by=by, at=at, revision=scheme.revision, said=said)


def log():
    return list(AuditEvent.objects.order_by("pk").values_list("act", "actor"))


# --- The scale -------------------------------------------------------------------------------------------------------


def test_the_whole_way_of_a_scale(house):
    scheme = schemes.start(2017, "1-ward", by=house.drafter, at=make.at("2017-11-20T09:00:00"))
    schemes.save_criterion(scheme, None, by=house.drafter, at=AT, revision=0, said=ENTERED)
    act("send", scheme, house.drafting_head, make.at("2017-11-24T09:00:00"))
    act("return", scheme, house.reviewer, reason="Thiếu phần sáng kiến")
    assert (scheme.state, scheme.reason) == ("draft", "Thiếu phần sáng kiến")
    act("send", scheme, house.drafting_head, make.at("2017-11-27T09:00:00"))
    act("appraise", scheme, house.reviewer, opinion="Phù hợp")
    act("approve", scheme, house.chief, in_force_on="05/12/2017", decision_number="15/UBND")
    assert (scheme.state, scheme.in_force_on, scheme.decision_number) == ("in_force", dt.date(2017, 12, 5), "15/UBND")
    assert not ScoreSheet.objects.exists()
    act("open", scheme, house.reviewer, self_score_until="22/01/2018", explain_until="05/02/2018")
    assert scheme.state == "scoring"
    assert list(scheme.sheets.values_list("unit__code", "state")) == [("P1", "waiting"), ("P2", "waiting")]
    assert log() == [
        ("schemes.start", "vp.canbo"),
        ("schemes.edit", "vp.canbo"),
        ("schemes.send", "vp.lanhdao"),
        ("schemes.return", "chuyen-vien"),
        ("schemes.send", "vp.lanhdao"),
        ("schemes.appraise", "chuyen-vien"),
        ("schemes.approve", "truong-phong"),
        ("schemes.open", "chuyen-vien"),
    ]
    told = Notice.objects.filter(user=house.head).order_by("pk").values_list("text", "subject")
    assert list(told) == [
        ("Thang điểm thi đua năm 2017, khối phường có hiệu lực từ 05/12/2017.", ""),
        ("Mở chấm điểm thi đua 2017: Phường 1 tự chấm đến hết ngày 22/01/2018.", "Tự chấm điểm thi đua 2017: Phường 1"),
    ]
    assert Notice.objects.filter(user=house.drafter).get().text.startswith("Phòng Kinh tế trả lại thang điểm")


def test_the_next_year_is_copied_in_one_act(house):
    last = make.make_scheme(
        2017, state="published", tie_rule="initiatives", scale=90, note="Ghi chú",
        criteria=[("Báo cáo", 60, "criterion", "timeliness", {"late": "2", "day": "0", "silent": "8"}),
                  ("Phong trào", 30, "criterion"), ("Thưởng", 5, "bonus")],
    )  # fmt: skip
    scheme = schemes.start(2018, "1-ward", by=house.drafter, at=AT)
    assert (scheme.copied_from, scheme.tie_rule, scheme.scale, scheme.note, scheme.state) == (
        last, "initiatives", 90, "Ghi chú", "draft",
    )  # fmt: skip
    columns = ("order", "title", "maximum", "kind", "source", "parameters")
    assert list(scheme.criteria.values_list(*columns)) == list(last.criteria.values_list(*columns))
    assert last.criteria.count() == 3
    with pytest.raises(WrongState):
        schemes.start(2018, "1-ward", by=house.drafter, at=AT)
    assert Scheme.objects.count() == 2


def test_mass_organisations_start_as_scored_on_request(house):
    assert schemes.start(2017, "3-mass", by=house.drafter, at=AT).on_request is True
    assert schemes.start(2017, "1-ward", by=house.drafter, at=AT).on_request is False


def test_rights_on_a_scale(house):
    for person in (house.reporter, house.reviewer, house.chief, house.leader):
        with pytest.raises(NotAllowed):
            schemes.start(2017, "1-ward", by=person, at=AT)
    scheme = make.make_scheme(state="draft")
    refused = {"send": [house.drafter, house.reviewer], "appraise": [house.drafting_head], "return": [house.head]}
    refused |= {"approve": [house.reviewer, house.drafting_head], "open": [house.drafting_head, house.leader]}
    for name, people in refused.items():
        for person in people:
            with pytest.raises(NotAllowed):
                act(name, scheme, person)
    with pytest.raises(NotAllowed):
        schemes.save_settings(scheme, by=house.reviewer, at=AT, revision=0, said={})
    # What is in force its approver alone takes back.
    scheme = make.make_scheme(2018, state="in_force")
    with pytest.raises(NotAllowed):
        act("return", scheme, house.reviewer, reason="Sai")
    act("return", scheme, house.chief, reason="Sai")
    assert scheme.state == "draft"


def test_criteria_that_do_not_add_up_are_not_sent(house):
    scheme = make.make_scheme(state="draft", criteria=[("A", 60, "criterion"), ("B", 50, "bonus")])
    with pytest.raises(Refused) as refusal:
        act("send", scheme, house.drafting_head)
    assert refusal.value.problems == [
        ("", "Các tiêu chí cộng lại được 60 điểm, thang điểm là 100. Sửa điểm tối đa của tiêu chí, hoặc tổng điểm.")
    ]
    scheme.refresh_from_db()
    assert scheme.state == "draft" and not log()


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({"title": "", "maximum": "0"}, [("title", "Ghi nội dung chấm."), ("maximum", "Điểm tối đa: ghi từ 0,01 đến 1.000 điểm.")]),
        ({"kind": "penalty", "source": "initiatives", "each": "5", "scope": ""},
         [("kind", "Điểm trừ không chấm theo cách “Tự động: sáng kiến được công nhận”; chọn loại khác.")]),
        ({"source": "targets", "codes": "CT99", "need": "part"},
         [("codes", "Kế hoạch không có chỉ tiêu CT99; ghi mã như CT03, CK01.")]),
        ({"source": "annual_plan", "until": "31/02", "late": "1"},
         [("until", "Đến hết ngày: ghi ngày/tháng, ví dụ 31/01.")]),
        ({"source": "timeliness", "late": "1.5", "day": "0", "silent": "5"},
         [("late", "Trừ mỗi báo cáo trễ: “1.5” không rõ nghĩa: viết 1,5 nếu là một phẩy năm, 1.500 nếu là một nghìn năm trăm."),
          ("late", "Trừ mỗi báo cáo trễ: ghi số điểm, không có thì ghi 0.")][:1]),
    ],
)  # fmt: skip
def test_a_criterion_is_refused_whole(house, said, problems):
    scheme = make.make_scheme(state="draft", criteria=[])
    with pytest.raises(Refused) as refusal:
        schemes.save_criterion(scheme, None, by=house.drafter, at=AT, revision=0, said={**ENTERED, **said})
    assert refusal.value.problems == problems
    assert not Criterion.objects.exists()


def test_parameters_are_kept_as_they_were_typed(house):
    make.make_target(house.plan, "CT03")
    scheme = make.make_scheme(state="draft", criteria=[])
    for said in (
        {"source": "timeliness", "late": "1,5", "day": "0", "silent": "5"},
        {"source": "targets", "codes": "ct03, CT03", "need": "figure"},
        {"source": "initiatives", "kind": "bonus", "each": "2,5", "scope": "2-district"},
        {"source": "annual_plan", "until": "5/3", "late": "0"},
    ):
        told = {"by": house.drafter, "at": AT, "revision": scheme.revision}
        schemes.save_criterion(scheme, None, **told, said={**ENTERED, **said})
    assert list(scheme.criteria.order_by("pk").values_list("parameters", flat=True)) == [
        {"late": "1.5", "day": "0", "silent": "5"},
        {"codes": ["CT03"], "need": "figure"},
        {"each": "2.5", "scope": "2-district"},
        {"until": "05/03", "late": "0"},
    ]


def test_of_two_who_edit_a_draft_the_later_is_told(house):
    scheme = make.make_scheme(state="draft")
    other = Scheme.objects.get(pk=scheme.pk)
    schemes.save_criterion(scheme, None, by=house.drafter, at=AT, revision=0, said=ENTERED)
    with pytest.raises(WrongState):
        schemes.remove_criterion(other, scheme.criteria.first().pk, by=house.drafting_head, at=AT, revision=0)
    assert scheme.criteria.count() == 2


def test_who_is_scored_is_who_was_there_at_the_end_of_the_year(house):
    """Merged away on 31/12/2017, closed since: still scored for 2017. Gone in November, or come since: not."""
    make.make_unit("P5", valid_to=dt.date(2017, 12, 31), is_active=False)
    make.make_unit("P6", valid_to=dt.date(2017, 11, 30))
    make.make_unit("P8", valid_from=dt.date(2018, 1, 1))
    make.make_unit("P9", files_reports=False)
    make.make_unit("P10", is_active=False)
    assert [unit.code for unit in schemes.units_of(make.make_scheme())] == ["P1", "P2", "P5"]


# --- The sheet -------------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(house):
    scheme = make.make_scheme(criteria=[("Phong trào", 60, "criterion"), ("Kế hoạch", 40, "criterion"), ("Thưởng", 5, "bonus"), ("Phạt", 5, "penalty")])
    return make.make_score_sheet(scheme, house.ward)


def marked_of(sheet):
    sheet = ScoreSheet.objects.select_related("scheme", "unit").get(pk=sheet.pk)
    (marked,) = marks.read(sheet.scheme, [sheet], AT.date())
    return marked


def typed(marked, **said):
    """A form: ``said`` by number of the line and name of the input, "1-points"."""
    stems = {str(line.criterion.order): line.stem for line in marked.lines}
    post = MultiValueDict()
    for name, value in said.items():
        order, _, field = name.lstrip("_").partition("_")
        post[f"{stems[order]}-{field}"] = value
    return post


def save(sheet, by, files=None, drop=(), **said):
    marked = marked_of(sheet)
    found, problems = entries.read_self(marked.entered, typed(marked, **said), files or {}, by=by)
    if problems:
        raise Refused(problems)
    scoring.save(marked.sheet, found, by=by, at=AT, revision=marked.sheet.revision, drop=drop)
    return marked.sheet


def appraise(sheet, by, answer="", at=AT, **said):
    marked = marked_of(sheet)
    found, problems = entries.read_appraisal(marked.entered, typed(marked, **said))
    if problems:
        raise Refused(problems)
    scoring.appraise(marked.sheet, found, by=by, at=at, revision=marked.sheet.revision, answer=answer)
    return marked.sheet


def stems(sheet):
    return {line.stem: line.criterion.order for line in marked_of(sheet).lines}


def test_the_whole_way_of_a_sheet(house, sheet):
    saved = save(sheet, house.reporter, _1_points="55", _1_grounds="Kế hoạch 12/KH", _2_points="40,0", _2_link="https://a.vn/1")
    scoring.send(saved, by=house.head, at=AT, revision=saved.revision)
    assert (saved.state, saved.scored_by_name) == ("scored", "p1.lanhdao")
    appraised = appraise(sheet, house.reviewer, _1_given="50", _1_reason="Thiếu tổng kết", _2_given="40")
    assert appraised.state == "appraised"
    marked = marked_of(sheet)
    assert (marked.total, marked.self_total, len(marked.differences)) == (Decimal(90), Decimal(95), 1)
    scoring.explain(appraised, "Đã tổng kết ngày 05/01", by=house.head, at=AT, revision=appraised.revision)
    with pytest.raises(Refused) as refusal:
        appraise(sheet, house.reviewer, _1_given="55", _2_given="40")
    assert refusal.value.problems == [("answer", "Trả lời giải trình của đơn vị: sửa điểm hoặc giữ nguyên, vì sao.")]
    appraise(sheet, house.reviewer, answer="Đồng ý", _1_given="55", _2_given="40")
    assert marked_of(sheet).total == Decimal(95)
    assert log() == [
        ("scores.save", "p1.canbo"),
        ("scores.send", "p1.lanhdao"),
        ("scores.appraise", "chuyen-vien"),
        ("scores.explain", "p1.lanhdao"),
        ("scores.appraise", "chuyen-vien"),
    ]
    told = Notice.objects.filter(user=house.reporter).order_by("pk").values_list("text", "subject")
    assert list(told) == [
        ("Phòng Kinh tế đã thẩm định điểm thi đua 2017 của Phường 1: 1 điểm khác với điểm tự chấm.",
         "Điểm thi đua 2017 của Phường 1 có chỗ khác"),
        ("Phòng Kinh tế đã thẩm định điểm thi đua 2017 của Phường 1, không có điểm nào khác.", ""),
    ]  # fmt: skip


def test_a_half_filled_sheet_is_saved_but_not_sent(house, sheet):
    saved = save(sheet, house.reporter, _1_points="55")
    with pytest.raises(Refused) as refusal:
        scoring.send(saved, by=house.head, at=AT, revision=saved.revision)
    assert [text for _, text in refusal.value.problems] == [
        "Tiêu chí 1: ghi căn cứ hoặc kèm minh chứng.",
        "Tiêu chí 2: chưa tự chấm; không có thì ghi 0.",
    ]
    assert marked_of(sheet).sheet.state == "waiting"
    # 0 needs no grounds; a bonus may stay blank.
    saved = save(sheet, house.reporter, _1_points="55", _1_grounds="A", _2_points="0")
    scoring.send(saved, by=house.head, at=AT, revision=saved.revision)


@pytest.mark.parametrize(
    ("said", "order", "field", "problem"),
    [
        ({"_1_points": "60,5"}, 1, "points", "Tiêu chí 1, điểm tự chấm: ghi từ 0 đến 60 điểm."),
        ({"_1_points": "-1"}, 1, "points", "Tiêu chí 1, điểm tự chấm: ghi từ 0 đến 60 điểm."),
        ({"_2_link": "van-ban"}, 2, "link", "Tiêu chí 2: ghi đường dẫn đầy đủ, bắt đầu bằng http:// hoặc https://."),
    ],
)
def test_what_cannot_be_points_is_refused_and_nothing_saved(house, sheet, said, order, field, problem):
    with pytest.raises(Refused) as refusal:
        save(sheet, house.reporter, **{"_1_points": "5", **said})
    (stem,) = [stem for stem, number in stems(sheet).items() if number == order]
    assert refusal.value.problems == [(f"{stem}-{field}", problem)]
    assert not Score.objects.filter(self_points__isnull=False).exists()


def test_proofs_are_added_once_and_taken_off(house, sheet):
    (stem,) = [stem for stem, number in stems(sheet).items() if number == 1]

    def file():
        return {f"{stem}-file": SimpleUploadedFile("quyet-dinh.pdf", b"%PDF-1.4 a")}

    for _ in range(2):
        save(sheet, house.reporter, file(), _1_points="5", _1_link="https://a.vn/1")
    names = ScoreProof.objects.order_by("pk").values_list("name", "link")
    assert list(names) == [("https://a.vn/1", "https://a.vn/1"), ("quyet-dinh.pdf", "")]
    save(sheet, house.reporter, drop=[ScoreProof.objects.first().pk], _1_points="5")
    assert ScoreProof.objects.get().name == "quyet-dinh.pdf"


def test_a_reason_where_points_differ_and_grounds_of_a_penalty(house, sheet):
    saved = save(sheet, house.reporter, _1_points="55", _1_grounds="A", _2_points="40", _2_grounds="B")
    scoring.send(saved, by=house.head, at=AT, revision=saved.revision)
    with pytest.raises(Refused) as refusal:
        appraise(sheet, house.reviewer, _1_given="50", _2_given="", _4_given="1")
    assert [text for _, text in refusal.value.problems] == [
        "Tiêu chí 1: ghi lý do, vì cho 50 điểm mà đơn vị tự chấm 55.",
        "Tiêu chí 2: ghi điểm thẩm định.",
        "Điểm trừ 4: ghi căn cứ của điểm này.",
    ]
    assert marked_of(sheet).sheet.state == "scored"


def test_rights_on_a_sheet(house, sheet):
    for person in (house.reviewer, house.drafter, house.leader):
        with pytest.raises(NotAllowed):
            save(sheet, person, _1_points="5")
    saved = save(sheet, house.reporter, _1_points="5", _1_grounds="A", _2_points="0")
    with pytest.raises(NotAllowed):  # sending is the head's
        scoring.send(saved, by=house.reporter, at=AT, revision=saved.revision)
    with pytest.raises(WrongState):  # nobody is appraised before the day that was given
        appraise(sheet, house.reviewer, _1_given="5", _2_given="0")
    scoring.send(saved, by=house.head, at=AT, revision=saved.revision)
    for person in (house.head, house.leader):
        with pytest.raises(NotAllowed):
            appraise(sheet, person, _1_given="5", _2_given="0")


def test_nobody_appraises_what_they_scored(house):
    """The office's own officer, who is a reviewer too."""
    office = house.plan.coordinator
    make.Membership.objects.create(user=house.reviewer, unit=office, role="reporter", valid_from=make.START)
    scheme = make.make_scheme(group=office.group)
    own = make.make_score_sheet(scheme, office)
    save(own, house.reviewer, _1_points="90", _1_grounds="A")
    head = make.make_user("pkt-head", role="head", unit=office)
    row = marked_of(own).sheet
    scoring.send(row, by=head, at=AT, revision=row.revision)
    with pytest.raises(NotAllowed):
        appraise(own, house.reviewer, _1_given="90")
    appraise(own, house.chief, _1_given="90")


def test_without_the_heads_step_the_reporter_sends(house, sheet):
    house.ward.has_head_step = False
    house.ward.save()
    saved = save(sheet, house.reporter, _1_points="5", _1_grounds="A", _2_points="0")
    scoring.send(saved, by=house.reporter, at=AT, revision=saved.revision)
    assert saved.state == "scored"
    scoring.withdraw(saved, by=house.reporter, at=AT, revision=saved.revision)
    assert (saved.state, saved.scored_at) == ("waiting", None)


def test_who_never_scored_itself_is_appraised_after_its_day(house, sheet):
    late = make.at("2018-01-23T09:00:00")
    appraised = appraise(sheet, house.reviewer, at=late, _1_given="20", _1_reason="Đơn vị không tự chấm", _2_given="0")
    assert (appraised.state, marked_of(sheet).total) == ("appraised", Decimal(20))


def test_two_who_save_at_once_the_later_is_told(house, sheet):
    marked = marked_of(sheet)
    save(sheet, house.reporter, _1_points="5")
    found, _ = entries.read_self(marked.entered, typed(marked, _1_points="9"), {}, by=house.head)
    with pytest.raises(WrongState):
        scoring.save(marked.sheet, found, by=house.head, at=AT, revision=0)
    assert Score.objects.get(criterion__order=1).self_points == 5


# --- Asked for -------------------------------------------------------------------------------------------------------


def test_a_mass_organisation_is_scored_only_if_it_asks(house):
    mass = [make.make_unit(code, kind="mass", group="3-mass") for code in ("MTTQ", "QD")]
    _, head = make.make_people(mass[0])
    scheme = make.make_scheme(group="3-mass", state="in_force", on_request=True)
    with pytest.raises(NotAllowed):
        scoring.ask(scheme, mass[0], by=house.head, at=AT)
    scoring.ask(scheme, mass[0], by=head, at=AT)
    with pytest.raises(WrongState):
        scoring.ask(scheme, mass[0], by=head, at=AT)
    act("open", scheme, house.reviewer, self_score_until="22/01/2018", explain_until="05/02/2018")
    assert [one.unit.code for one in scheme.sheets.all()] == ["MTTQ"]
    assert not Notice.objects.filter(user__username="qd.lanhdao").exists()


def test_a_ward_cannot_ask_it_is_scored_anyway(house):
    scheme = make.make_scheme(state="in_force")
    with pytest.raises(WrongState):
        scoring.ask(scheme, house.ward, by=house.head, at=AT)


# --- Publishing ------------------------------------------------------------------------------------------------------


def test_what_holds_a_table_up(house, sheet):
    scheme = sheet.scheme
    other = make.make_score_sheet(scheme, house.other, "appraised", scores=[50, 40], points=[40, 40], reason="A")
    (of_other,) = marks.read(scheme, [other], AT.date())
    assert len(of_other.differences) == 1

    def refused(on):
        scheme.refresh_from_db()
        with pytest.raises(Refused) as refusal:
            publishing.publish(scheme, by=house.chief, at=make.at(f"{on}T09:00:00"), revision=scheme.revision)
        scheme.refresh_from_db()
        assert scheme.state == "scoring"
        return [text for _, text in refusal.value.problems]

    assert refused("2018-02-05") == [
        "Còn 1 phiếu chưa thẩm định xong: Phường 1.",
        "Đến hết ngày 05/02/2018 đơn vị có điểm khác còn giải trình được: Phường 2.",
    ]
    assert refused("2018-02-06") == ["Còn 1 phiếu chưa thẩm định xong: Phường 1."]
    ScoreSheet.objects.filter(pk=sheet.pk).update(state="explained", explanation="A", appraised_at=AT)
    assert refused("2018-02-06") == ["Còn 1 phiếu chưa thẩm định xong: Phường 1."]
    with pytest.raises(NotAllowed):
        publishing.publish(scheme, by=house.reviewer, at=AT, revision=scheme.revision)


def test_publishing_tells_the_group_and_leadership(house):
    scheme = make.make_scheme()
    make.make_score_sheet(scheme, house.ward, "appraised", scores=[90])
    table = publishing.publish(scheme, by=house.chief, at=make.at("2018-02-08T09:00:00"), revision=0)
    text = "Đã công bố điểm thi đua năm 2017, khối phường."
    url = "/thi-dua/2017/bang/phuong/"
    told = Notice.objects.order_by("user__username").values_list("user__username", "text", "url")
    assert list(told) == [("lanh-dao", text, url), ("p1.canbo", text, url), ("p1.lanhdao", text, url)]
    event = AuditEvent.objects.get()
    assert (event.act, event.subject, event.after) == (
        "scores.publish", "thi-dua-2017-1-ward", {"state": "published", "number": 1},
    )  # fmt: skip
    assert table.publisher_name == "truong-phong"
    with pytest.raises(WrongState):
        publishing.publish(scheme, by=house.chief, at=AT, revision=scheme.revision)


def test_nobody_writes_into_a_published_table(house):
    scheme = make.make_scheme(state="published")
    sheet = make.make_score_sheet(scheme, house.ward, "appraised", scores=[90])
    for call in (
        lambda: save(sheet, house.reporter, _1_points="5"),
        lambda: appraise(sheet, house.reviewer, _1_given="90"),
        lambda: scoring.explain(marked_of(sheet).sheet, "A", by=house.head, at=AT, revision=0),
    ):
        with pytest.raises(WrongState):
            call()


def test_a_correction_needs_its_reason(house):
    scheme = make.make_scheme(state="published")
    with pytest.raises(Refused):
        publishing.correct(scheme, by=house.reviewer, at=AT, revision=0, reason="")
    with pytest.raises(NotAllowed):
        publishing.correct(scheme, by=house.head, at=AT, revision=0, reason="Sai")


# --- Home pages ------------------------------------------------------------------------------------------------------


def test_a_units_home_says_until_when_it_scores_itself(house, sheet):
    def items(person):
        person = type(person).objects.get(pk=person.pk)
        return [(item.text, item.when) for item in todo.of_units(person, AT.date())]

    assert items(house.head) == [("Chấm điểm thi đua 2017, Phường 1: tự chấm đến hết ngày 22/01/2018", "còn 3 ngày")]
    ScoreSheet.objects.update(state="scored")
    assert items(house.head) == []
    ScoreSheet.objects.update(state="appraised", appraised_at=AT)
    assert items(house.head) == [
        ("Chấm điểm thi đua 2017, Phường 1: đã thẩm định, giải trình đến hết ngày 05/02/2018", "còn 17 ngày")
    ]
    make.make_scheme(2018, state="draft", reason="Sai")
    assert items(house.drafter) == [("Thang điểm thi đua 2018, khối phường: bị trả lại, soạn lại", "")]


def test_the_offices_home_counts_what_waits(house, sheet):
    make.make_scheme(2018, state="sent")
    make.make_scheme(2018, group="2-office", state="appraised")

    def texts(person):
        return [item.text for item in todo.of_office(person)]

    assert texts(house.reviewer) == ["Thang điểm thi đua 2018, khối phường: chờ thẩm định"]
    ScoreSheet.objects.update(state="scored")
    make.make_score_sheet(sheet.scheme, house.other, "appraised")
    assert texts(house.reviewer)[0] == "Điểm thi đua 2017, khối phường: 1 phiếu chờ thẩm định"
    assert texts(house.chief)[2] == "Thang điểm thi đua 2018, khối phòng, văn phòng: chờ duyệt"
    ScoreSheet.objects.update(state="appraised", appraised_at=AT)
    assert texts(house.chief)[0] == "Điểm thi đua 2017, khối phường: đã thẩm định cả 2 phiếu, chờ công bố"
