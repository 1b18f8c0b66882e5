"""What beat does in a day, in this process and without a queue: for cron, for training, for whoever repairs."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError

from reports import mailing
from reports.jobs import do_day
from units import clock, jobs, leftovers, sessions, storage
from units.vietnamese import format_date


class Command(BaseCommand):
    help = "Mở kỳ báo cáo, gửi thư nhắc, làm nốt việc nền còn dở. Chạy lại nhiều lần không gửi trùng."

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="làm việc của ngày này thay cho hôm nay")

    def handle(self, *args, on=None, **options):
        at = clock.now()
        if on:
            try:
                at = dt.datetime.combine(dt.date.fromisoformat(on), at.time(), clock.ZONE)
            except ValueError as error:
                raise CommandError(f"--on {on}: viết ngày theo ISO, ví dụ 2018-06-07.") from error
        say = self.stdout.write
        say(f"Ngày {format_date(at.date())}")
        day = do_day(at)
        for opened in day.opened:
            say(f"{'Mở kỳ' if opened.is_first else 'Bổ sung'} {opened.period.label}: {opened.reports} báo cáo")
        if day.relocked:
            say(f"Đóng {day.relocked} lần mở khóa hết hạn")
        for sent in day.reminded:
            say(f"Nhắc {sent.period.label} ({sent.kind}): {sent.units} đơn vị, {sent.people} người")
            if sent.without:
                say(f"  chưa có người nhận: {', '.join(sent.without)}")
        done = [jobs.perform(job_id) for job_id in jobs.free_jobs()]
        if done:
            say(f"Việc nền: xong {sum(done)} trên {len(done)}")
        mail = mailing.deliver()
        say(f"Thư: gửi {mail.sent}, lỗi {mail.failed}, còn chờ {mailing.waiting().count()}")
        if mail.is_server_down:
            say("Máy chủ thư không trả lời; thư còn chờ sẽ được gửi ở lần chạy sau.")
        jobs.forget_old()
        storage.tidy()
        leftovers.forget_daily()
        sessions.forget_expired()
