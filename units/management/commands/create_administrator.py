"""The first account of an installation: everything else is done by it in the browser."""

import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from units import audit, clock
from units.models import Membership, User
from units.roles import Role


class Command(BaseCommand):
    help = "Tạo tài khoản quản trị hệ thống đầu tiên; hỏi mật khẩu hai lần, hoặc đọc từ đầu vào chuẩn."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--full-name", default="Quản trị hệ thống")
        parser.add_argument("--email", default="")
        parser.add_argument("--password-stdin", action="store_true", help="đọc mật khẩu từ đầu vào chuẩn")

    @transaction.atomic
    def handle(self, *, username, full_name, email, password_stdin, **options):
        if User.objects.filter(username=username).exists():
            raise CommandError(f"Đã có tài khoản {username}. Chọn tên khác.")
        user = User(username=username, full_name=full_name, email=email)
        try:
            password = input() if password_stdin else _asked()
        except EOFError:
            raise CommandError("Không đọc được mật khẩu: gõ lệnh ở dòng lệnh, hoặc thêm --password-stdin.") from None
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user.set_password(password)
        user.save()
        Membership.objects.create(user=user, role=Role.ADMINISTRATOR, valid_from=clock.today())
        audit.record("units.create_administrator", username)
        self.stdout.write(f"Đã tạo tài khoản quản trị {username}.")


def _asked() -> str:
    first = getpass.getpass("Mật khẩu: ")
    if getpass.getpass("Nhập lại mật khẩu: ") != first:
        raise CommandError("Hai lần nhập không giống nhau.")
    return first
