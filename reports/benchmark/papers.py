"""The PDF of a consolidated report: the whole job against WeasyPrint alone on the same final HTML."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from reports import publication_files
from reports.benchmark import measure, sample
from reports.benchmark.lines import line
from reports.models import Publication
from targets.models import Period
from units import jobs
from units.models import Job

LONG = 1_200  # units in the appendix
ALONE = Path(__file__).with_name("weasyprint_alone.py")
NAMES = ("pdf_cpu_x", "pdf_rss_x", "pdf_1200_rows_rss_x", "pdf_ms_per_page")


@line(*NAMES)
def papers(size, wanted) -> dict[str, float]:
    """A quarter's report of all units, and one with an appendix of 1,200 rows, of which memory alone is told."""
    call_command("load_plan", verbosity=0)
    period = Period.objects.get(year=2018, quarter=1)
    found = {}
    if {"pdf_cpu_x", "pdf_rss_x", "pdf_ms_per_page"} & set(wanted):
        found |= _usual(sample.published(period, 1), size, wanted)
    if "pdf_1200_rows_rss_x" in wanted:
        found["pdf_1200_rows_rss_x"] = _memory(sample.published(period, 2, units=LONG))
    return {name: found[name] for name in wanted}


def _usual(publication, size, wanted):
    found = {}
    if "pdf_rss_x" in wanted:
        found["pdf_rss_x"] = _memory(publication)
    if {"pdf_cpu_x", "pdf_ms_per_page"} & set(wanted):
        # What is loaded once is loaded before either is measured.
        from weasyprint import HTML

        job, html = _job(publication), _final_html(publication.snapshot)
        whole, alone = measure.cpu_in_turns(
            lambda: _do(job), HTML(string=html).write_pdf, rounds=size.rounds, warm_ups=1
        )
        pages = Publication.objects.values_list("pdf_pages", flat=True).get(pk=publication.pk)
        found |= {"pdf_cpu_x": whole / alone, "pdf_ms_per_page": 1000 * whole / pages}
    return found


def _job(publication) -> Job:
    return publication_files.request(publication, Publication.Format.PDF)


def _do(job):
    """All that a worker does for one file, from the claim to the row that says where it is."""
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, attempts=0)
    Publication.objects.update(pdf_sha256="")
    if not jobs.perform(job.pk):
        raise RuntimeError("the job was not done")


def _memory(publication) -> float:
    job = _job(publication)
    name = connection.settings_dict["NAME"]
    whole = measure.fresh("-m", "reports.benchmark.paper_job", name, settings.MEDIA_ROOT, job.pk)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "final.html"
        source.write_text(_final_html(publication.snapshot), "utf-8")
        alone = measure.fresh("-I", ALONE, source, Path(folder) / "alone.pdf")
    Publication.objects.filter(pk=publication.pk).update(pdf_sha256="")
    return whole / alone


def _final_html(snapshot) -> str:
    """What is laid out, its stylesheet within it."""
    from reports.documents import content, pdf
    from units import paper

    document = content.read(snapshot)
    style = paper.stylesheet_text(pdf.STYLESHEET, **pdf.style_of(document.form))
    return pdf.html_of(document).replace("</head>", f"<style>{style}</style></head>", 1)
