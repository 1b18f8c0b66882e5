"""The jobs that draw files of published reports move to the table of all jobs. What was unfinished stays unfinished: the
next sweep finds it there."""

from django.db import migrations

KIND, SUBJECT = 'publication.', 'publication-'
AS_THEY_ARE = ['state', 'step', 'steps', 'attempts', 'queued_at', 'lease_until', 'finished_at', 'error']
FORMATS = {'pdf': 'PDF', 'docx': 'Word', 'xlsx': 'Excel'}
QUARTERS = ['', 'I', 'II', 'III', 'IV']


def stretch(publication):
    """Label and last part of the address."""
    period = publication.period
    year, plan = period.year, period.plan
    term = f'giai đoạn {plan.first_year} - {plan.last_year}'
    return {
        'quarter': (f'Quý {QUARTERS[period.quarter]}/{year}', str(period.quarter)),
        'half': (f'6 tháng đầu năm {year}', '6-thang'),
        'nine': (f'9 tháng đầu năm {year}', '9-thang'),
        'year': (f'năm {year}', 'nam'),
        'term': (term if year >= plan.last_year else f'{term}, đến hết năm {year}', 'giai-doan'),
    }[publication.kind]


def move(apps, schema_editor):
    old, new = apps.get_model('reports', 'Job'), apps.get_model('units', 'Job')
    rows = []
    for job in old.objects.filter(kind__in=FORMATS, publication__isnull=False).select_related(
        'publication__period__plan'
    ).defer('publication__snapshot').order_by('pk'):
        label, slug = stretch(job.publication)
        rows.append(new(
            kind=KIND + job.kind,
            subject=f'{SUBJECT}{job.publication_id}',
            title=f'Tệp {FORMATS[job.kind]} của báo cáo tổng hợp {label}, bản {job.publication.number}',
            url=f'/tong-hop/{job.publication.period.year}/{slug}/',
            seen_at=job.finished_at,
            **{name: getattr(job, name) for name in AS_THEY_ARE},
        ))
    new.objects.bulk_create(rows)


def move_back(apps, schema_editor):
    """Only jobs of publications have a place there. Of several for one file the newest goes back, beside the failed."""
    old, new = apps.get_model('reports', 'Job'), apps.get_model('units', 'Job')
    jobs = new.objects.filter(kind__startswith=KIND)
    found = {}
    for job in jobs.order_by('pk'):
        key = (job.kind.removeprefix(KIND), int(job.subject.removeprefix(SUBJECT)))
        found[key if job.state != 'failed' else (*key, job.pk)] = job
    old.objects.bulk_create(
        old(kind=key[0], publication_id=key[1], **{name: getattr(job, name) for name in AS_THEY_ARE})
        for key, job in found.items()
    )
    jobs.delete()


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0012_kinds_of_publication'),
        ('units', '0008_jobs'),
    ]

    operations = [migrations.RunPython(move, move_back)]
