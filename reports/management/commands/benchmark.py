"""What the portal costs, a line a figure: ``name: value``. On a database of its own, which is dropped in the end."""

import logging
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from reports.benchmark import database, lines

ROUNDS = 40


def _sizes(text) -> tuple[int, ...]:
    try:
        sizes = tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError:
        sizes = ()
    if len(sizes) < 2 or sizes[0] < 20:
        raise ArgumentTypeError("ghi ít nhất hai cỡ, từ 20 đơn vị trở lên: 45,1100,11000")
    return sizes


class Command(BaseCommand):
    help = "Đo CPU, bộ nhớ, số truy vấn trên một cơ sở dữ liệu riêng (<tên>_bench), xong thì xóa nó đi."

    def add_arguments(self, parser):
        parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="chỉ đo các dòng này")
        parser.add_argument(
            "--units", type=_sizes, default=lines.Size.units, metavar="A,B,C", help="các cỡ (số đơn vị), nhỏ đến lớn"
        )
        parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"số vòng, lấy trung vị (mặc định {ROUNDS})")

    def handle(self, *args, only, rounds, units, **options):
        if rounds < 1:
            raise CommandError("--rounds: ghi một số từ 1 trở lên.")
        try:
            wanted = lines.chosen(only)
        except lines.UnknownLine as error:
            raise CommandError(f"--only: không có dòng “{error.name}”. Có: {' '.join(error.known)}.") from error
        # A line of JSON for what is not under measure would stand between the figures.
        logging.disable(logging.WARNING)
        try:
            with database.beside():
                for line, names in wanted:
                    for name, value in line.measure(lines.Size(rounds, units), names).items():
                        self.stdout.write(f"{name}: {value:.3g}" if value < 1000 else f"{name}: {value:.0f}")
        finally:
            logging.disable(logging.NOTSET)
