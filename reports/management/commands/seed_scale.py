import time

from django.core.management.base import BaseCommand, CommandError

from reports.benchmark import country

MOST = 50_000


class Command(BaseCommand):
    help = "Sinh đơn vị và 16 quý báo cáo đã chấp nhận để đo tải. Từ chối khi đã có báo cáo."

    def add_arguments(self, parser):
        parser.add_argument("--units", type=int, required=True, metavar="N", help=f"số đơn vị, từ 1 đến {MOST}")

    def handle(self, *, units, **options):
        if not 1 <= units <= MOST:
            raise CommandError(f"--units: ghi một số từ 1 đến {MOST}.")
        if country.has_real_reports():
            raise CommandError(
                "Cơ sở dữ liệu này đã có báo cáo, không sinh dữ liệu đo tải vào đó. "
                "Dùng một cơ sở dữ liệu trống (đặt DATABASE_URL)."
            )
        began = time.monotonic()
        built = country.build(units)
        took = time.monotonic() - began
        self.stdout.write(
            f"{built.units} đơn vị, {built.reports} báo cáo, {built.values} số liệu trong {took:.0f} giây. "
            f"Xem như ngày {country.TODAY:%d/%m/%Y}: Q4KH_TODAY={country.TODAY}"
        )
