"""Forms of the account: signing in, passwords, the address and the mails one wants."""

from django import forms
from django.contrib.auth import forms as auth_forms, password_validation
from django.core.exceptions import ValidationError
from django.utils import timezone

from units import lockouts


def _password(label, missing, autocomplete, hint=""):
    return forms.CharField(
        label=label,
        strip=False,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing},
    )


class LoginForm(auth_forms.AuthenticationForm):
    use_required_attribute = False  # the messages are ours, not the browser's
    username = auth_forms.UsernameField(
        label="Tên đăng nhập",
        help_text="Ví dụ: p2.canbo",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Nhập tên đăng nhập."},
    )
    password = _password("Mật khẩu", "Nhập mật khẩu.", "current-password")
    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Tắt bộ gõ tiếng Việt và phím Caps Lock rồi nhập lại.",
        "inactive": "Tài khoản này đã ngừng dùng. Liên hệ quản trị hệ thống.",
    }

    def clean(self):
        # Tied to a field, so that the message is read out with it.
        try:
            lockouts.refuse_sprayed(self.request, self.cleaned_data.get("username"))
            return super().clean()
        except ValidationError as refusal:
            self.add_error("password", refusal)
            return self.cleaned_data


class NewPasswordForm(auth_forms.SetPasswordForm):
    """A new password, twice. What is wrong with it is said at the first field, where it is mended."""

    use_required_attribute = False
    error_messages = {"password_mismatch": "Hai lần nhập mật khẩu mới chưa giống nhau, nhập lại lần thứ hai."}
    new_password1 = _password("Mật khẩu mới", "Nhập mật khẩu mới.", "new-password")
    new_password2 = _password("Nhập lại mật khẩu mới", "Nhập lại mật khẩu mới.", "new-password")

    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        hints = password_validation.password_validators_help_texts()
        self.fields["new_password1"].help_text = " ".join(filter(None, hints))

    def clean(self):
        self.validate_passwords("new_password1", "new_password2")
        self.validate_password_for_user(self.user, "new_password1")
        return self.cleaned_data


class ChangePasswordForm(NewPasswordForm):
    old_password = _password("Mật khẩu đang dùng", "Nhập mật khẩu đang dùng.", "current-password")
    field_order = ["old_password", "new_password1", "new_password2"]

    def clean_old_password(self):
        old = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise ValidationError("Mật khẩu đang dùng chưa đúng, nhập lại.", code="password_incorrect")
        return old


class MailsForm(forms.Form):
    """Which messages come by e-mail as well; names as in ``units.preferences.MAILS``."""

    mails_reminders = forms.BooleanField(
        label="Thư nhắc việc",
        required=False,
        help_text="Mở kỳ, gia hạn, sắp đến hạn, quá hạn, đôn đốc, việc chờ duyệt.",
    )
    mails_results = forms.BooleanField(
        label="Thư kết quả",
        required=False,
        help_text="Báo cáo được trả lại, mở khóa để đính chính; báo cáo tổng hợp đã công bố.",
    )


class EmailForm(forms.Form):
    """One's own address. It opens the way to a new password, so changing it takes the present one."""

    use_required_attribute = False
    email = forms.EmailField(
        label="Địa chỉ thư điện tử",
        required=False,
        help_text="Để trống thì không nhận thư và không tự đặt lại được mật khẩu.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Địa chỉ thư chưa đúng dạng, ví dụ: ten@quan4.example."},
    )
    password = _password("Mật khẩu đang dùng", "Nhập mật khẩu đang dùng để đổi địa chỉ thư.", "current-password")

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, initial={"email": user.email}, **kwargs)
        self.user = user

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError("Mật khẩu đang dùng chưa đúng, nhập lại.", code="password_incorrect")
        return password


class ResetForm(auth_forms.PasswordResetForm):
    use_required_attribute = False
    email = forms.EmailField(
        label="Địa chỉ thư điện tử",
        help_text="Địa chỉ đã đăng ký với quản trị hệ thống.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Nhập địa chỉ thư điện tử.",
            "invalid": "Địa chỉ thư chưa đúng dạng, ví dụ: ten@quan4.example.",
        },
    )

    def get_users(self, email):
        """Whoever knows an address could have it flooded: of those who were just sent a link nobody gets another."""
        return (user for user in super().get_users(email) if lockouts.claim_reset_mail(user, timezone.now()))
