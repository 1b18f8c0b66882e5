"""What units wrote, marked quoted, skipped or unread; the draft that keeps its versions (domain §9)."""

import re
from io import BytesIO

import docx as reader
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import gathering, publishing, quoting, versions
from reports.models import GatheringMark, Publication, PublicationEdit, Report, Version
from tests import factories as make
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState

pytestmark = pytest.mark.django_db

URL = "/tong-hop/2018/2/"
GATHER = f"{URL}?xem=gom"
LONG = "Lắp màn hình lấy số.\nTập huấn cho 20 cán bộ."


def content(items=(), proposals=(), **texts):
    """A version's content as reports.versions writes it; items and proposals as (heading, text)."""
    found = {"texts": texts, "figures": [], "progress": [], "attachments": []}
    if items or proposals:
        found["items"] = [
            {"key": f"item:{at}", "heading": heading, "heading_title": f"Tên {heading}", "text": text}
            for at, (heading, text) in enumerate(items, 1)
        ]
        found["proposals"] = [
            {
                "key": f"proposal:{at}",
                "id": at,
                "heading": heading,
                "heading_title": "",
                "addressee": "committee",
                "addressee_label": "UBND Quận 4",
                "text": text,
            }
            for at, (heading, text) in enumerate(proposals, 1)
        ]
    return found


@pytest.fixture
def period(settings):
    settings.Q4KH_TODAY = "2018-06-20"
    return make.make_period(None, 2018, 2)


@pytest.fixture
def reviewer(period):
    return make.make_user("pkt.chuyenvien", role="reviewer", unit=make.make_unit("PKT"), full_name="Lê Chuyên Viên")


@pytest.fixture
def chief(period):
    return make.make_user("pkt.truongphong", role="office_head", unit=make.make_unit("PKT"), full_name="Phạm Trưởng")


def accepted(code, period, **said) -> Report:
    return make.make_report(make.make_unit(code), period, "accepted", content=content(**said))


def accept_again(report, **said) -> Version:
    """A correction of the report, accepted."""
    version = make.make_version(report, report.version_count + 1)
    Version.objects.filter(pk=version.pk).update(content=content(**said), accepted_at=version.sent_at)
    Report.objects.filter(pk=report.pk).update(official=version, latest=version, version_count=version.number)
    return version


def states(draft) -> dict[str, str]:
    return {f"{thing.unit.code} {thing.key}": thing.state for thing in gathering.read(draft)}


def pair(draft, code, key):
    return next(
        (thing.version_id, thing.key) for thing in gathering.read(draft) if (thing.unit.code, thing.key) == (code, key)
    )


# --- What the first draft has read -----------------------------------------------------------------------------------


def test_what_the_first_draft_says_in_full_is_quoted_and_the_rest_waits(period, reviewer):
    accepted("P1", period, results="Lắp màn hình lấy số.", difficulties="Không có.")
    accepted("P2", period, results=LONG, items=[("III.1.a", "Mở một lớp.")], proposals=[("", "Xin kinh phí.")])
    draft = publishing.start(period, by=reviewer)
    assert draft.results == "- Phường 1, Phường 2: Lắp màn hình lấy số."
    assert states(draft) == {
        "P1 text:results": "quoted",
        "P2 text:results": "unread",
        "P2 item:1": "unread",
        "P2 proposal:1": "unread",
    }
    assert gathering.unread_units(gathering.read(draft)) == ["Phường 2"]
    mark = GatheringMark.objects.get()
    assert (mark.version.report.unit.code, mark.key, mark.section, mark.by_name) == (
        "P1",
        "text:results",
        "results",
        "Lê Chuyên Viên",
    )


def test_versions_frozen_before_items_existed_are_read(period, reviewer):
    accepted("P1", period, situation="Đã phổ biến kế hoạch.")
    assert [thing.key for thing in gathering.read(publishing.start(period, by=reviewer))] == ["text:situation"]


def test_what_a_real_version_freezes_can_be_gathered(ward, client, fill):
    """Through the form, as versions.content_of writes it: no shape of our own."""
    client.force_login(ward.head)
    client.post(ward.form, fill(0, move="send"))
    ward.report.refresh_from_db()
    keys = [row["key"] for row in gathering.in_content(ward.report.latest.content)]
    assert keys == ["text:situation", "text:results"]
    assert versions.text_rows(ward.report.latest.content)[1]["text"] == "Đưa vào dùng màn hình lấy số thứ tự."


# --- Quoting, skipping -----------------------------------------------------------------------------------------------


def test_quoting_adds_a_line_to_the_chosen_text_and_keeps_its_source(period, reviewer):
    accepted("P6", period, items=[("III.1.a", "Mở một lớp.")])
    draft = publishing.start(period, by=reviewer)
    wanted = pair(draft, "P6", "item:1")
    quoting.quote(draft, [wanted], by=reviewer, section="situation")
    draft.refresh_from_db()
    assert draft.situation.splitlines()[-1] == "- Phường 6: Mở một lớp."
    assert draft.revision == 1
    assert states(draft) == {"P6 item:1": "quoted"}
    assert gathering.quotes(draft) == [
        {
            "section": "situation",
            "unit": "P6",
            "unit_name": "Ủy ban nhân dân Phường 6",
            "version": 1,
            "key": "item:1",
            "text": "Mở một lớp.",
        }
    ]
    act = AuditEvent.objects.get(act="publications.quote")
    assert (act.subject, act.after) == ("tong-hop-2018-2", {"lines": ["P6 item:1"]})


def test_the_whole_takes_the_place_of_the_line_that_the_first_draft_cut(period, reviewer):
    accepted("P6", period, results=LONG)
    accepted("P7", period, results="Mở hội thi.")
    draft = publishing.start(period, by=reviewer)
    assert draft.results == "- Phường 6: Lắp màn hình lấy số.\n- Phường 7: Mở hội thi."
    quoting.quote(draft, [pair(draft, "P6", "text:results")], by=reviewer)
    assert draft.results == "- Phường 6: Lắp màn hình lấy số. Tập huấn cho 20 cán bộ.\n- Phường 7: Mở hội thi."


def test_the_same_words_of_two_units_are_one_line_with_both_names(period, reviewer):
    for code in ("P6", "P7"):
        accepted(code, period, proposals=[("", "Xin thêm kinh phí.")])
    draft = publishing.start(period, by=reviewer)
    things = gathering.read(draft)
    places = gathering.arranged(things, gathering.titles(things, period.plan_id))
    assert [(place.key, [(label, len(lines)) for label, lines in place.groups]) for place in places] == [
        ("proposals", [("phường", 1)])
    ]
    quoting.quote(draft, [(thing.version_id, thing.key) for thing in things], by=reviewer)
    assert draft.proposals == "- Phường 6, Phường 7: Xin thêm kinh phí."
    assert gathering.unread_units(gathering.read(draft)) == []


def test_skipping_and_unmarking_change_no_text(period, reviewer):
    accepted("P6", period, results=LONG)
    draft = publishing.start(period, by=reviewer)
    wanted = [pair(draft, "P6", "text:results")]
    quoting.skip(draft, wanted, by=reviewer)
    assert states(draft) == {"P6 text:results": "skipped"}
    quoting.unmark(draft, wanted, by=reviewer)
    assert states(draft) == {"P6 text:results": "unread"}
    draft.refresh_from_db()
    assert (draft.revision, draft.results) == (0, "- Phường 6: Lắp màn hình lấy số.")


def test_a_quotation_taken_back_leaves_the_text_unless_somebody_edited_it(period, reviewer):
    accepted("P6", period, items=[("III.1.a", "Mở một lớp."), ("III.1.a", "Mua máy quét.")])
    draft = publishing.start(period, by=reviewer)
    both = [pair(draft, "P6", "item:1"), pair(draft, "P6", "item:2")]
    quoting.quote(draft, both, by=reviewer)
    assert draft.results == "III.1.a Tên III.1.a\n- Phường 6: Mở một lớp.\n- Phường 6: Mua máy quét."
    publishing.save(
        draft, texts={"results": draft.results.replace("Mua máy", "Đã mua máy")}, by=reviewer, revision=draft.revision
    )
    quoting.unmark(draft, both, by=reviewer)
    assert draft.results == "III.1.a Tên III.1.a\n- Phường 6: Đã mua máy quét."
    assert states(draft) == {"P6 item:1": "unread", "P6 item:2": "unread"}


def test_quoting_is_refused_to_others_in_a_published_report_and_of_what_is_not_there(period, reviewer, chief):
    report = accepted("P6", period, results=LONG)
    draft = publishing.start(period, by=reviewer)
    wanted = [pair(draft, "P6", "text:results")]
    head = make.make_user("p6.lanhdao", role="head", unit=report.unit)
    for act in (quoting.quote, quoting.skip, quoting.unmark):
        with pytest.raises(NotAllowed):
            act(draft, wanted, by=head)
    with pytest.raises(Refused, match="Chọn mục"):
        quoting.quote(draft, wanted, by=reviewer, section="snapshot")
    with pytest.raises(Refused, match="lần gửi mới"):
        quoting.skip(draft, [(wanted[0][0], "item:9")], by=reviewer)
    publishing.publish(draft, by=chief, revision=0)
    with pytest.raises(WrongState):
        quoting.skip(draft, wanted, by=reviewer)
    assert states(draft) == {"P6 text:results": "unread"}


# --- Results under the plan's headings, complaints of many units -------------------------------------------------------


def test_results_are_written_under_the_headings_of_the_plan_and_what_has_none_above(period, reviewer):
    accepted("P6", period, items=[("III.3.b", "Mua máy quét."), ("III.1.a", "Mở một lớp."), ("", "Họp sơ kết.")])
    accepted("P7", period, items=[("III.1.a", "Mở hai lớp.")])
    draft = publishing.start(period, by=reviewer)
    for code, key in (("P6", "item:1"), ("P6", "item:2"), ("P6", "item:3"), ("P7", "item:1")):
        quoting.quote(draft, [pair(draft, code, key)], by=reviewer)
    assert draft.results.split("\n") == [
        "- Phường 6: Họp sơ kết.",
        "III.1.a Tên III.1.a",
        "- Phường 6: Mở một lớp.",
        "- Phường 7: Mở hai lớp.",
        "III.3.b Tên III.3.b",
        "- Phường 6: Mua máy quét.",
    ]
    quoting.unmark(draft, [pair(draft, "P6", "item:1")], by=reviewer)
    assert "III.3.b" not in draft.results


ALIKE = [
    ("P6", "Cán bộ phụ trách kiêm nhiệm, chưa qua bồi dưỡng."),
    ("P7", "Cán bộ phụ trách còn kiêm nhiệm, chưa qua bồi dưỡng."),
    ("P8", "cán bộ phụ trách kiêm nhiệm, chưa qua bồi dưỡng"),
]


def test_one_click_quotes_what_many_say_alike_in_one_line_in_place_of_theirs(client, period, reviewer):
    for code, text in ALIKE:
        accepted(code, period, difficulties=text)
    accepted("P9", period, difficulties="Thiếu kinh phí.")
    client.force_login(reviewer)
    client.post(URL, {"act": "start"})
    draft = Publication.objects.get()
    assert len(draft.difficulties.split("\n")) == 3
    html = client.get(f"{GATHER}&dau=all").content.decode()
    block = html.split('id="cung-neu"')[1].split("</section>")[0]
    assert "3 đơn vị cùng nêu" in block
    assert "2 cách nói" in block
    assert "Thiếu kinh phí" not in block
    posted = {name: re.findall(rf'name="{name}" value="([^"]+)"', block) for name in ("version", "key", "together", "anchor")}
    answer = client.post(GATHER, {"act": "quote", "section": "difficulties", **posted})
    assert answer["Location"] == f"{GATHER}#cung-neu"
    draft.refresh_from_db()
    together = "- Phường 6, Phường 7, Phường 8: Cán bộ phụ trách kiêm nhiệm, chưa qua bồi dưỡng."
    assert draft.difficulties.split("\n") == [together, "- Phường 9: Thiếu kinh phí."]
    assert {quote["unit"] for quote in gathering.quotes(draft)} == {"P6", "P7", "P8", "P9"}
    assert 'id="cung-neu"' not in client.get(f"{GATHER}&dau=all").content.decode()
    quoting.unmark(draft, [pair(draft, code, "text:difficulties") for code, _ in ALIKE], by=reviewer)
    assert draft.difficulties == "- Phường 9: Thiếu kinh phí."
    # Words that are not alike are never put into one mouth.
    quoting.quote(
        draft, [pair(draft, code, "text:difficulties") for code in ("P6", "P9")], by=reviewer, together=True
    )
    assert draft.difficulties.split("\n") == [
        "- Phường 9: Thiếu kinh phí.",
        "- Phường 6: Cán bộ phụ trách kiêm nhiệm, chưa qua bồi dưỡng.",
    ]


# --- A new accepted version ------------------------------------------------------------------------------------------


def test_what_a_new_version_changed_is_unread_again_and_the_rest_stays_marked(period, reviewer):
    report = accepted("P6", period, results=LONG, difficulties="Thiếu máy quét.", items=[("III.1.a", "Mở một lớp.")])
    draft = publishing.start(period, by=reviewer)
    quoting.quote(draft, [pair(draft, "P6", "item:1")], by=reviewer)
    quoting.skip(draft, [pair(draft, "P6", "text:results")], by=reviewer)
    accept_again(
        report,
        results=LONG,
        difficulties="Thiếu hai máy quét.",
        items=[("III.1.a", "Họp sơ kết."), ("III.1.a", "Mở một lớp.")],
    )
    found = {thing.key: (thing.state, thing.changed_from) for thing in gathering.read(draft)}
    assert found == {
        "text:results": ("skipped", None),
        "text:difficulties": ("unread", 1),
        # The second item says what the first said before: it stays quoted. The first is new words under an old number.
        "item:1": ("unread", 1),
        "item:2": ("quoted", None),
    }


def test_a_mark_that_came_from_an_earlier_version_can_be_taken_back(period, reviewer):
    report = accepted("P6", period, results=LONG)
    draft = publishing.start(period, by=reviewer)
    quoting.skip(draft, [pair(draft, "P6", "text:results")], by=reviewer)
    accept_again(report, results=LONG)
    quoting.unmark(draft, [pair(draft, "P6", "text:results")], by=reviewer)
    assert states(draft) == {"P6 text:results": "unread"}


# --- Versions of the draft -------------------------------------------------------------------------------------------


def test_every_save_is_kept_and_any_can_be_taken_back(period, reviewer):
    accepted("P6", period, results="Mở hội thi.")
    draft = publishing.start(period, by=reviewer)
    publishing.save(draft, texts={"results": "Lời thứ nhất."}, by=reviewer, revision=0)
    publishing.save(draft, texts={"results": "Lời thứ hai."}, by=reviewer, revision=1)
    publishing.restore(draft, by=reviewer, revision=2, to=1)
    assert draft.results == "Lời thứ nhất."
    kept = PublicationEdit.objects.order_by("revision").values_list("revision", "texts__results", "by_name")
    assert list(kept) == [
        (0, "- Phường 6: Mở hội thi.", "Lê Chuyên Viên"),
        (1, "Lời thứ nhất.", "Lê Chuyên Viên"),
        (2, "Lời thứ hai.", "Lê Chuyên Viên"),
        (3, "Lời thứ nhất.", "Lê Chuyên Viên"),
    ]
    with pytest.raises(publishing.StaleDraft):
        publishing.restore(draft, by=reviewer, revision=2, to=0)
    with pytest.raises(Refused):
        publishing.restore(draft, by=reviewer, revision=3, to=9)
    assert draft.edits.count() == 4


def test_gathering_again_leaves_out_what_was_skipped_and_keeps_the_former_texts(period, reviewer):
    accepted("P6", period, results="Mở hội thi.")
    accepted("P7", period, results="Lập câu lạc bộ.", items=[("III.1.a", "Mở một lớp.")])
    draft = publishing.start(period, by=reviewer)
    quoting.skip(draft, [pair(draft, "P6", "text:results")], by=reviewer)
    quoting.quote(draft, [pair(draft, "P7", "item:1")], by=reviewer)
    publishing.gather_again(draft, by=reviewer, revision=draft.revision)
    assert draft.results == "- Phường 7: Lập câu lạc bộ."
    assert states(draft) == {
        "P6 text:results": "skipped",
        "P7 text:results": "quoted",
        # Its line is gone from the text: it waits to be quoted again.
        "P7 item:1": "unread",
    }
    assert draft.edits.get(revision=draft.revision - 1).texts["results"].endswith("- Phường 7: Mở một lớp.")


def test_a_correction_rests_on_the_sources_of_what_it_replaces(period, reviewer, chief):
    accepted("P6", period, results="Mở hội thi.")
    draft = publishing.start(period, by=reviewer)
    publishing.publish(draft, by=chief, revision=0)
    second = publishing.correct(draft, by=reviewer, reason="Sót số")
    assert states(second) == {"P6 text:results": "quoted"}
    assert gathering.quotes(second) == draft.snapshot["quotes"]
    assert second.edits.get().revision == 0


# --- The page --------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(client, chief, period):
    accepted("P6", period, results=LONG, items=[("III.1.a", "Mở một lớp.")])
    accepted("P7", period, results="Mở hội thi.")
    client.force_login(chief)
    client.post(URL, {"act": "start"})
    return client


def said(html) -> list[str]:
    """What the page lists: state and words of each line."""
    found = re.findall(r'class="q-said" id="[^"]+" data-state="(\w+)">.*?<p class="q-prose">(.*?)</p>', html, re.S)
    return [f"{state} {words.replace('<br>', ' / ')}" for state, words in found]


def test_the_page_lists_what_is_unread_and_filters_by_mark_heading_and_group(office):
    html = office.get(GATHER).content.decode()
    assert said(html) == ["unread Mở một lớp.", "unread Lắp màn hình lấy số. / Tập huấn cho 20 cán bộ."]
    assert "Còn 1 đơn vị chưa đọc</b>: Phường 6." in html
    assert said(office.get(f"{GATHER}&dau=quoted").content.decode()) == ["quoted Mở hội thi."]
    assert said(office.get(f"{GATHER}&dau=all&muc=results").content.decode()) == [
        "unread Lắp màn hình lấy số. / Tập huấn cho 20 cán bộ.",
        "quoted Mở hội thi.",
    ]
    assert said(office.get(f"{GATHER}&khoi=2-office").content.decode()) == []
    assert re.findall(r"<b>(\d+)</b>", html.split('class="q-sum"')[1].split("</ul>")[0]) == ["2", "1", "0", "3"]


def test_a_click_marks_and_comes_back_to_the_same_place(office):
    draft = Publication.objects.get()
    version, key = pair(draft, "P6", "item:1")
    answer = office.post(
        f"{GATHER}&muc=III.1.a",
        {"act": "quote", "version": version, "key": key, "section": "results", "anchor": "muc-results"},
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?xem=gom&muc=III.1.a#muc-results")
    draft.refresh_from_db()
    assert draft.results.endswith("- Phường 6: Mở một lớp.")
    answer = office.post(GATHER, {"act": "skip", "version": version, "key": key, "anchor": "//example.org"})
    assert answer["Location"] == GATHER
    assert states(draft)["P6 item:1"] == "skipped"


def test_the_next_line_can_be_come_back_to(client, chief, period):
    accepted("P6", period, results=LONG, next_quarter="Một.\nHai.")
    client.force_login(chief)
    client.post(URL, {"act": "start"})
    html = client.get(GATHER).content.decode()
    own = re.findall(r'class="q-said" id="([^"]+)"', html)
    led_to = re.findall(r'name="anchor" value="(t-[^"]+)"', html)
    assert led_to == own[::-1]
    version, key = pair(Publication.objects.get(), "P6", "text:results")
    answer = client.post(GATHER, {"act": "skip", "version": version, "key": key, "anchor": led_to[0]})
    assert answer["Location"] == f"{GATHER}#t-{version}-text-next-quarter"


def test_the_checklist_names_who_is_unread_and_publishing_says_so(office):
    assert "Còn 1 đơn vị chưa đọc" in office.get(URL).content.decode()
    answer = office.post(URL, {"act": "publish", "revision": "0", "read": "1"}, follow=True)
    assert "Lúc công bố còn 1 đơn vị chưa đọc: Phường 6." in answer.content.decode()
    row = Publication.objects.get()
    assert (row.state, AuditEvent.objects.get(act="publications.publish").after["unread"]) == ("published", 1)
    assert [quote["unit"] for quote in row.snapshot["quotes"]] == ["P7"]
    assert "Ủy ban nhân dân Phường 7, lần 1" in answer.content.decode()


def test_nothing_typed_is_published_past_or_lost(office):
    posted = {"act": "publish", "revision": "0", "read": "1", "results": "Lời chưa lưu", "document_number": "07"}
    answer = office.post(URL, posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lời văn vừa sửa chưa lưu" in page
    assert "Lời chưa lưu</textarea>" in page
    assert 'value="07"' in page
    assert Publication.objects.get().state == "draft"


@pytest.mark.parametrize("typed", ["29/12/1018", "14/03/2018", "29/12/2081", "30/02/2018"])
def test_a_slip_in_the_papers_date_is_told_at_the_field(office, typed):
    posted = {"act": "save", "revision": "0", "results": "Lời vừa gõ", "document_number": "07", "document_date": typed}
    answer = office.post(URL, posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search('<div class="invalid-feedback" id="document_date-e">[^<]+</div>', page)
    assert 'aria-describedby="document_date-h document_date-e" aria-invalid="true"' in page
    assert "Lời vừa gõ</textarea>" in page
    draft = Publication.objects.get()
    assert (draft.document_date, draft.revision) == (None, 0)


def test_the_versions_page_shows_what_a_save_changed_and_takes_it_back(office):
    office.post(URL, {"act": "save", "revision": "0", "results": "- Phường 7: Mở hội thi lớn."})
    html = office.get(f"{URL}?xem=lan&lan=1").content.decode()
    assert re.findall(r'<p class="q-diff q-change">(.*?)</p>', html, re.S) == [
        "- Phường <del>6: Lắp màn hình lấy số.<br>- Phường </del>7: Mở hội thi<ins> lớn</ins>."
    ]
    assert "Đây là lời văn đang có" in html
    office.post(f"{URL}?xem=lan", {"act": "restore", "revision": "1", "to": "0"})
    draft = Publication.objects.get()
    assert draft.results == "- Phường 6: Lắp màn hình lấy số.\n- Phường 7: Mở hội thi."
    assert draft.revision == 2


@pytest.mark.parametrize("units", [1, 3, 30])
@pytest.mark.parametrize(
    ("tab", "queries"),
    # Session and person; period, draft; reports, marks, earlier versions …
    [("gom&dau=all", 7), ("soan", 14), ("in", 16), ("lan", 7)],
)
def test_pages_of_a_draft_ask_the_same_of_any_number_of_units(client, period, reviewer, units, tab, queries):
    reports = [
        accepted(f"P{number}", period, results=f"Việc {number}.", items=[("III.1.a", "Mở lớp.")])
        for number in range(1, units + 1)
    ]
    draft = publishing.start(period, by=reviewer)
    for report in reports[::2]:
        accept_again(report, results="Việc khác.")
    publishing.save(draft, texts={"results": "Lời."}, by=reviewer, revision=0)
    client.force_login(reviewer)
    client.get(URL)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{URL}?xem={tab}").status_code == 200
    assert len(asked) == queries


def test_a_draft_can_be_written_on_in_word(office, client):
    """As it was last saved, without a code; the printed view leads to it."""
    office.post(URL, {"act": "save", "revision": "0", "results": "Lời đã lưu của dự thảo."})
    assert f'href="{URL}ban/1/docx/"' in office.get(f"{URL}?xem=in").content.decode()
    answer = office.get(f"{URL}ban/1/docx/")
    assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-tong-hop-quy-2-2018-du-thao-1.docx"'
    texts = [paragraph.text for paragraph in reader.Document(BytesIO(answer.content)).paragraphs]
    assert "Lời đã lưu của dự thảo." in texts
    assert not any("Mã kiểm tra" in text for text in texts)
