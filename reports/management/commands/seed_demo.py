"""Invented people, reports and publications, for showing and for training."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from reports import certificates, signing
from reports.demo import emulation, initiatives, people, story
from reports.models import Publication, Report, Version
from targets.models import Plan
from units import jobs
from units.garbage import seldom_collected
from units.models import Job, User
from units.moves import Refused

PLAN = "294/KH-UBND"


class Command(BaseCommand):
    help = "Tạo tài khoản, báo cáo và số liệu trình diễn (tại ngày 08/06/2018). Từ chối khi đã có báo cáo."

    def handle(self, *args, **options):
        self._refuse_over_real_work()
        with seldom_collected():
            self._seed()

    def _seed(self):
        with transaction.atomic():
            if not Plan.objects.filter(number=PLAN).exists():
                call_command("load_plan", verbosity=0, stdout=self.stdout)
            users = people.create()
            story.tell(users)
            initiatives.tell(users)
            emulation.tell(users)
            # Published long ago: nobody waits to be told of the files.
            Job.objects.update(asked_by=None)
        drawn = [jobs.perform(job_id) for job_id in Job.objects.values_list("pk", flat=True)]
        self._sign()
        say = self.stdout.write
        say(
            f"Dữ liệu trình diễn: {len(people.usernames())} tài khoản, {Report.objects.count()} báo cáo, "
            f"{Version.objects.count()} lần gửi, {Publication.objects.count()} báo cáo tổng hợp."
        )
        if not all(drawn):
            self.stderr.write("Chưa tạo được đủ tệp của các báo cáo đã công bố; tiến trình worker sẽ thử lại.")

    def _sign(self):
        """The one published report that has its number, in real time like any signature."""
        if not (certificates.is_set_up() and settings.Q4KH_SIGNING_PASSWORD):
            return
        call_command("make_signing_certificate", verbosity=0)
        for row in Publication.objects.exclude(document_number="").exclude(pdf_sha256=""):
            try:
                signing.sign(row, by=row.published_by, at=timezone.now())
            except Refused as refusal:
                self.stderr.write(f"Chưa ký số {row}: {refusal}")

    def _refuse_over_real_work(self):
        started = Report.objects.filter(Q(started_at__isnull=False) | Q(version_count__gt=0))
        if started.exists() or Version.objects.exists() or Publication.objects.exists():
            raise CommandError(
                "Cơ sở dữ liệu này đã có báo cáo, không tạo dữ liệu trình diễn vào đó. "
                "Dùng một cơ sở dữ liệu trống (đặt DATABASE_URL)."
            )
        taken = User.objects.filter(username__in=people.usernames()).order_by("username").first()
        if taken:
            raise CommandError(
                f"Đã có tài khoản “{taken.username}”, trùng với tài khoản trình diễn; chưa ghi gì. "
                "Dùng một cơ sở dữ liệu trống (đặt DATABASE_URL)."
            )
