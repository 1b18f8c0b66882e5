"""A certificate for showing and for training. A real one is issued by an authority, and only its file is named."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports import certificates
from targets.models import Plan
from units import clock
from units.models import Membership
from units.roles import Role


class Command(BaseCommand):
    help = (
        "Tạo chứng thư ký số để trình diễn, tập huấn vào tệp mà cài đặt Q4KH_SIGNING_P12 nêu (và "
        "Q4KH_SIGNING_HEAD_P12, cấp cho Trưởng phòng Kinh tế); tệp đã có thì giữ nguyên."
    )

    def handle(self, *args, **options):
        if not settings.Q4KH_SIGNING_P12 or not settings.Q4KH_SIGNING_PASSWORD:
            raise CommandError("Đặt Q4KH_SIGNING_P12 (đường dẫn tệp) và Q4KH_SIGNING_PASSWORD rồi chạy lại.")
        plan = Plan.objects.select_related("coordinator").order_by("-first_year").first()
        if plan is None:
            raise CommandError("Chưa có kế hoạch: chạy load_plan trước.")
        made = [(settings.Q4KH_SIGNING_P12, settings.Q4KH_SIGNING_PASSWORD, plan.coordinator.name)]
        head = Membership.objects.in_force(clock.today()).filter(role=Role.OFFICE_HEAD).select_related("user").first()
        if settings.Q4KH_SIGNING_HEAD_P12 and settings.Q4KH_SIGNING_HEAD_PASSWORD and head:
            made.append((settings.Q4KH_SIGNING_HEAD_P12, settings.Q4KH_SIGNING_HEAD_PASSWORD, str(head.user)))
        for path, password, name in made:
            self._make(Path(path), password, name, plan.issued_by, options["verbosity"])

    def _make(self, path, password, name, unit, verbosity):
        if path.exists():
            if verbosity > 1:
                self.stdout.write(f"Đã có {path}, giữ nguyên.")
            return
        certificates.make_demonstration(path, password, name, unit, timezone.now())
        if verbosity:
            self.stdout.write(f"Đã tạo chứng thư trình diễn của {name}: {path}")
