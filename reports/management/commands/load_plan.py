from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports import loading
from targets.loading import packaged
from targets.planfile import BadPlan


class Command(BaseCommand):
    help = "Tải kế hoạch từ tệp vào cơ sở dữ liệu. Chạy lại không ghi đè điều quản trị đã sửa."

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, help="Tệp YAML; không nêu thì tải các kế hoạch đi kèm cổng.")

    def handle(self, *, file, verbosity, **options):
        for path in [file] if file else packaged():
            try:
                summary = loading.load(path)
            except BadPlan as error:
                raise CommandError(f"Không tải {path.name}, chưa ghi gì:\n{error}") from error
            if not verbosity:
                continue
            self.stdout.write(f"Kế hoạch {summary.plan}:")
            for name in summary.created:
                self.stdout.write(f"  {name}: thêm {summary.created[name]}, giữ nguyên {summary.kept[name]}")
