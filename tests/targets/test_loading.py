"""Loading a plan: whole or not at all, as often as one likes, over nothing that an administrator changed."""

import copy
import datetime as dt
import functools

import pytest
import yaml
from django.core.management import CommandError, call_command

from targets import loading
from targets.models import Assignment, Heading, Passage, Period, Plan, Target, Task
from units.models import AuditEvent, Unit

pytestmark = pytest.mark.django_db

MODELS = [Unit, Plan, Period, Heading, Passage, Target, Assignment, Task]
COUNTS = [31, 1, 16, 9, 56, 25, 200, 64]


def counts():
    return [model.objects.count() for model in MODELS]


@functools.cache
def plan_294():
    return yaml.safe_load((loading.PLANS / "ke-hoach-294.yaml").read_text("utf-8"))


@pytest.fixture
def load_changed(tmp_path):
    """``load_changed(change)``: load a copy of Kế hoạch 294 on which ``change(data)`` was called."""

    def load(change):
        data = copy.deepcopy(plan_294())
        change(data)
        path = tmp_path / "plan.yaml"
        path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")
        return loading.load(path)

    return load


def row(rows, key, value):
    return next(row for row in rows if row[key] == value)


# --- again ---------------------------------------------------------------------------------------------------------


def test_a_second_load_creates_nothing_and_says_so(capsys):
    call_command("load_plan")
    first = capsys.readouterr().out
    assert counts() == COUNTS
    histories = [model.history.count() for model in (Unit, Plan, Period, Target, Assignment, Task)]
    assert histories == [31, 1, 16, 25, 200, 64]

    call_command("load_plan")
    second = capsys.readouterr().out
    assert counts() == COUNTS
    assert [model.history.count() for model in (Unit, Plan, Period, Target, Assignment, Task)] == histories
    assert AuditEvent.objects.filter(act="targets.load_plan").count() == 1

    assert first == (
        "Kế hoạch 294/KH-UBND:\n"
        "  đơn vị: thêm 31, giữ nguyên 0\n"
        "  kế hoạch: thêm 1, giữ nguyên 0\n"
        "  kỳ báo cáo: thêm 16, giữ nguyên 0\n"
        "  đề mục: thêm 9, giữ nguyên 0\n"
        "  đoạn văn của kế hoạch: thêm 56, giữ nguyên 0\n"
        "  chỉ tiêu: thêm 25, giữ nguyên 0\n"
        "  giao chỉ tiêu: thêm 200, giữ nguyên 0\n"
        "  nhiệm vụ: thêm 64, giữ nguyên 0\n"
        "  cách đếm: thêm 13, giữ nguyên 0\n"
        "  mẫu văn bản: thêm 2, giữ nguyên 0\n"
    )
    assert second == (
        "Kế hoạch 294/KH-UBND:\n"
        "  đơn vị: thêm 0, giữ nguyên 31\n"
        "  kế hoạch: thêm 0, giữ nguyên 1\n"
        "  kỳ báo cáo: thêm 0, giữ nguyên 16\n"
        "  đề mục: thêm 0, giữ nguyên 9\n"
        "  đoạn văn của kế hoạch: thêm 0, giữ nguyên 56\n"
        "  chỉ tiêu: thêm 0, giữ nguyên 25\n"
        "  giao chỉ tiêu: thêm 0, giữ nguyên 200\n"
        "  nhiệm vụ: thêm 0, giữ nguyên 64\n"
        "  cách đếm: thêm 0, giữ nguyên 13\n"
        "  mẫu văn bản: thêm 0, giữ nguyên 2\n"
    )


def test_what_an_administrator_changed_survives_a_second_load():
    call_command("load_plan")
    Unit.objects.filter(code="TP").update(name="Phòng Tư pháp và Hộ tịch", has_head_step=False)
    Plan.objects.update(due_day=20)
    Period.objects.filter(year=2018, quarter=2).update(due_on=dt.date(2018, 6, 20))
    Target.objects.filter(code="CT03").update(threshold=5, title="Mô hình KH&CN")
    Task.objects.filter(code="NV-02").update(title="Quy chế sáng kiến")
    Passage.objects.filter(ref="I.1").update(text="Đã sửa.")
    Assignment.objects.filter(target__code="CT04", unit__code="P9").update(valid_from=dt.date(2018, 1, 1))

    call_command("load_plan")
    assert counts() == COUNTS
    assert Unit.objects.values_list("name", "has_head_step").get(code="TP") == ("Phòng Tư pháp và Hộ tịch", False)
    assert Plan.objects.get().due_day == 20
    assert Period.objects.get(year=2018, quarter=2).due_on == dt.date(2018, 6, 20)
    assert Target.objects.values_list("threshold", "title").get(code="CT03") == (5, "Mô hình KH&CN")
    assert Task.objects.get(code="NV-02").title == "Quy chế sáng kiến"
    assert Passage.objects.get(ref="I.1").text == "Đã sửa."
    assert Assignment.objects.get(target__code="CT04", unit__code="P9").valid_from == dt.date(2018, 1, 1)


def test_what_an_administrator_took_away_or_renamed_does_not_come_back():
    call_command("load_plan")
    Assignment.objects.get(target__code="CT04", unit__code="P9").delete()
    Task.objects.get(code="PKT-11").delete()
    Target.objects.get(code="CK12").delete()
    ward = Unit.objects.get(code="P2")
    ward.code = "P2-2021"
    ward.save()

    call_command("load_plan")
    # Of the 200 assignments Phường 9's is gone, and the one of CK12 with it.
    assert counts() == [31, 1, 16, 9, 56, 24, 198, 63]
    assert list(Unit.objects.filter(code__in=["P2", "P2-2021"]).values_list("code", flat=True)) == ["P2-2021"]


def test_what_is_missing_is_added(load_changed):
    load_changed(lambda data: data["tasks"].remove(row(data["tasks"], "ref", "IV.5.3")))
    assert Task.objects.count() == 63
    call_command("load_plan")
    assert counts() == COUNTS
    assert Task.objects.get(code="TP-03").title == "Hệ thống hóa văn bản quy phạm pháp luật"


def test_a_changed_deadline_makes_no_new_debt_for_the_past():
    """With the deadline in the month after the quarter Quý IV/2016 would have been due after the plan was issued."""
    call_command("load_plan")
    Plan.objects.update(due_month_of_quarter=4)
    call_command("load_plan")
    assert Period.objects.count() == 16


# --- a successor ---------------------------------------------------------------------------------------------------


def as_successor(data):
    data["plan"] |= {
        "number": "300/KH-UBND",
        "issued_on": dt.date(2020, 12, 1),
        "first_year": 2021,
        "last_year": 2022,
        "due_month_of_quarter": 4,
        "due_day": 10,
    }
    data["targets"] = [row(data["targets"], "code", "CT03")]
    data["targets"][0]["threshold"] = 4


def test_a_successor_plan_needs_only_data(load_changed):
    call_command("load_plan")
    load_changed(as_successor)
    plan = Plan.objects.get(number="300/KH-UBND")
    assert Unit.objects.count() == 31
    assert list(plan.targets.values_list("code", "threshold")) == [("CT03", 4)]
    assert plan.targets.get().assignments.count() == 26
    assert plan.tasks.count() == 64
    assert [(p.key, p.window_from, p.window_to, p.due_on) for p in plan.periods.all()][:2] == [
        ("2021-1", dt.date(2021, 1, 1), dt.date(2021, 3, 31), dt.date(2021, 4, 9)),
        ("2021-2", dt.date(2021, 4, 1), dt.date(2021, 6, 30), dt.date(2021, 7, 9)),
    ]
    assert plan.periods.count() == 8


def test_a_quarter_of_two_plans_is_refused(load_changed):
    call_command("load_plan")

    def change(data):
        as_successor(data)
        data["plan"]["first_year"] = 2020

    with pytest.raises(loading.BadPlan) as refusal:
        load_changed(change)
    # Its own first deadline falls on 09/01/2021, that of Quý IV/2020.
    assert refusal.value.problems == ["plan (300/KH-UBND), khóa first_year: Quý IV/2020 đã thuộc Kế hoạch 294/KH-UBND."]
    assert counts() == COUNTS


# --- bad files -----------------------------------------------------------------------------------------------------


def unknown_unit(data):
    row(data["targets"], "code", "CT04")["by"] = ["PKT", "PX"]


def unknown_unit_of_task(data):
    row(data["tasks"], "ref", "IV.13")["units"] = ["VHTT"]


def duplicate_code(data):
    row(data["targets"], "code", "CT02")["code"] = "CT01"


def duplicate_unit(data):
    row(data["units"], "code", "P3")["code"] = "P2"


def unknown_measure(data):
    row(data["targets"], "code", "CT03")["measure"] = "number"


def due_day_40(data):
    data["plan"]["due_day"] = 40


def years_turned_round(data):
    data["plan"]["last_year"] = 2015


def missing_key(data):
    del row(data["targets"], "code", "CK05")["unit_label"]


def unknown_key(data):
    row(data["units"], "code", "BV")["head_step"] = True


def missing_section(data):
    del data["recipients"]


def unknown_heading(data):
    row(data["tasks"], "ref", "IV.10")["heading"] = "III.9"


def unknown_paragraph(data):
    row(data["targets"], "code", "CT07")["ref"] = "II.2.5 / IV.12.9"


def no_threshold(data):
    del row(data["targets"], "code", "CT11")["threshold"]


def no_base_year(data):
    del row(data["targets"], "code", "CK05")["base_year"]


def no_denominator(data):
    del row(data["targets"], "code", "CT08")["denominator_label"]


def no_such_day(data):
    row(data["targets"], "code", "CK11")["yearly_due_day"] = 32


def day_without_month(data):
    del row(data["targets"], "code", "CK11")["yearly_due_month"]


def day_in_words(data):
    data["plan"]["remind_before"] = ["mai"]


def school_year_that_never_begins(data):
    data["plan"] |= {"school_year_day": 30, "school_year_month": 2}


def not_a_date(data):
    row(data["targets"], "code", "CT10")["due_on"] = "cuối năm 2020"


def not_a_list(data):
    row(data["targets"], "code", "CT01")["by"] = "all"


def a_list_for_a_text(data):
    row(data["units"], "code", "NV")["name"] = ["Phòng", "Nội vụ"]


def unknown_coordinator(data):
    data["plan"]["coordinator"] = "SKHCN"


def two_texts_for_one_ref(data):
    row(data["goals"], "ref", "II.2.8")["ref"] = "II.2.7"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (unknown_unit, "targets, dòng 4 (CT04), khóa by: không có đơn vị hay nhóm nào là PX."),
        (unknown_unit_of_task, "tasks, dòng 48 (IV.13), khóa units: không có đơn vị hay nhóm nào là VHTT."),
        (duplicate_code, "targets, dòng 2 (CT01), khóa code: CT01 đã có ở dòng khác."),
        (duplicate_unit, "units, dòng 13 (P2), khóa code: P2 đã có ở dòng khác."),
        (
            unknown_measure,
            "targets, dòng 3 (CT03), khóa measure: number: Giá trị 'number' không phải là lựa chọn hợp lệ.",
        ),
        (due_day_40, "plan (294/KH-UBND), khóa due_day: 40 ngoài phạm vi cho phép."),
        (years_turned_round, "plan (294/KH-UBND), khóa last_year: 2015 ngoài phạm vi cho phép."),
        (day_in_words, "plan (294/KH-UBND), khóa remind_before: Ghi các số ngày, mỗi số từ 1 đến 60."),
        (school_year_that_never_begins, "plan (294/KH-UBND), khóa school_year_day: 30: Không có ngày 30/2 hằng năm."),
        (missing_key, "targets, dòng 17 (CK05), khóa unit_label: thiếu."),
        (unknown_key, "units, dòng 9 (BV), khóa head_step: không có khóa này."),
        (missing_section, "Thiếu mục recipients."),
        (unknown_heading, "tasks, dòng 43 (IV.10), khóa heading: không có đề mục nào là III.9."),
        (unknown_paragraph, "targets, dòng 7 (CT07), khóa ref: không có đoạn nào là IV.12.9."),
        (no_threshold, "targets, dòng 11 (CT11), khóa threshold: Cách đo “số lượng” cần mức giao."),
        (no_base_year, "targets, dòng 17 (CK05), khóa base_year: Cách đo “so với năm gốc” cần năm gốc."),
        (no_denominator, "targets, dòng 8 (CT08), khóa denominator_label: Cách đo “tỷ lệ phần trăm” cần tên tử số và mẫu số."),
        (no_such_day, "targets, dòng 23 (CK11), khóa yearly_due_day: 32: Không có ngày 32/3 hằng năm."),
        (day_without_month, "targets, dòng 23 (CK11), khóa yearly_due_day: 31: Hạn hằng năm cần cả tháng và ngày."),
        (not_a_list, "targets, dòng 1 (CT01), khóa by: phải là danh sách."),
        (a_list_for_a_text, "units, dòng 7 (NV), khóa name: phải là một giá trị."),
        (unknown_coordinator, "plan (294/KH-UBND), khóa coordinator: không có đơn vị nào là SKHCN."),
        (two_texts_for_one_ref, "goals, dòng 8 (II.2.7), khóa ref: II.2.7 đã là của đoạn khác."),
    ],
)
def test_a_bad_file_is_refused_whole_naming_row_and_key(load_changed, change, problem):
    with pytest.raises(loading.BadPlan) as refusal:
        load_changed(change)
    assert problem in refusal.value.problems
    assert counts() == [0] * 8
    assert AuditEvent.objects.count() == 0


def test_a_date_in_words_is_refused(load_changed):
    with pytest.raises(loading.BadPlan) as refusal:
        load_changed(not_a_date)
    (problem,) = refusal.value.problems
    assert problem.startswith("targets, dòng 10 (CT10), khóa due_on: cuối năm 2020: ")


def test_all_that_is_wrong_is_said_at_once(load_changed):
    def change(data):
        due_day_40(data)
        unknown_measure(data)
        missing_key(data)

    with pytest.raises(loading.BadPlan) as refusal:
        load_changed(change)
    assert len(refusal.value.problems) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plan: {number: 1, number: 2}", "khóa number viết hai lần"),
        ("plan: [", "không đúng dạng YAML"),
        ("plan: {issued_on: 2017-02-30}", "không đúng dạng YAML"),
        ("- plan", "phải là các mục có tên"),
        ("", "phải là các mục có tên"),
        ("{}", "Thiếu mục plan."),
        ("plan: 294", "Mục plan phải gồm các khóa và giá trị."),
        ("units: 29", "Mục units phải là danh sách."),
        ("units: [PKT]", "units, dòng 1: phải gồm các khóa và giá trị."),
    ],
)
def test_the_command_refuses_what_is_no_plan(tmp_path, text, said):
    path = tmp_path / "hong.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(CommandError) as refusal:
        call_command("load_plan", file=path)
    assert str(refusal.value).startswith("Không tải hong.yaml, chưa ghi gì:\n")
    assert said in str(refusal.value)
    assert counts() == [0] * 8


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        call_command("load_plan", file=tmp_path / "khong-co.yaml")
