"""The database and all stored files as one file, also while the portal works."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.backup import making
from reports.backup.archive import Unusable


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và mọi tệp vào một tệp .tar; cổng vẫn chạy bình thường trong lúc đó."

    def add_arguments(self, parser):
        parser.add_argument("destination", type=Path, metavar="DEST", help="thư mục, hoặc tên tệp chưa có")
        parser.add_argument("--keep", type=int, metavar="N", help="chỉ giữ N bản mới nhất trong thư mục")

    def handle(self, *args, destination, keep, **options):
        if keep is not None and (keep < 1 or not destination.is_dir()):
            raise CommandError("--keep: ghi một số từ 1 trở lên, và DEST là một thư mục đã có.")
        try:
            made = making.make(destination)
        except Unusable as error:
            raise CommandError(f"Chưa sao lưu được: {error}.") from error
        manifest, size = made.manifest, made.place.stat().st_size
        self.stdout.write(
            f"Đã sao lưu vào {made.place}: {len(manifest.tables)} bảng, {manifest.rows} dòng, "
            f"{len(manifest.files)} tệp, {size / 1_000_000:.1f} MB"
        )
        if manifest.missing:
            # A failure for whoever watches, but a backup all the same: one lost file must not stop all that follow.
            lost = "\n  ".join(manifest.missing)
            raise CommandError(f"Cơ sở dữ liệu nhắc đến {len(manifest.missing)} tệp không còn hoặc đã hỏng:\n  {lost}")
        for place in making.drop_old(destination, keep) if keep else ():
            self.stdout.write(f"Đã xóa bản cũ {place}")
