"""A backup into an empty installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.backup import restoring
from reports.backup.archive import Unusable


class Command(BaseCommand):
    help = "Phục hồi một bản sao lưu vào cơ sở dữ liệu trống và nơi giữ tệp trống."
    # Of an empty database there is nothing to check.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra bản sao lưu, không ghi gì")

    def handle(self, *args, file, check, **options):
        try:
            manifest, newer = (restoring.check(file), False) if check else restoring.restore(file)
        except Unusable as error:
            raise CommandError(f"Không phục hồi được, chưa ghi gì: {error}.") from error
        self.stdout.write(
            f"{'Bản sao lưu nguyên vẹn' if check else 'Đã phục hồi'}: lập lúc {manifest.made_at}, "
            f"{len(manifest.tables)} bảng, {manifest.rows} dòng, {len(manifest.files)} tệp"
        )
        for name in manifest.missing:
            self.stdout.write(f"Đã thiếu từ khi sao lưu: {name}")
        if newer:
            self.stdout.write("Phần mềm ở đây mới hơn bản sao lưu. Gõ tiếp: manage.py migrate")
