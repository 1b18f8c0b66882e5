"""Signing in and out, and passwords: Django's own views, with our words, the audit log and the visitor's next step."""

from axes.utils import reset as forgive_wrong_passwords
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.urls import reverse_lazy

from units import audit, lockouts
from units.forms import ChangePasswordForm, LoginForm, NewPasswordForm, ResetForm
from units.relogin import carried, typed_words

# Django's form views take a PUT for a POST.
FORM_METHODS = ["get", "head", "post", "options"]


class Login(auth_views.LoginView):
    http_method_names = FORM_METHODS
    template_name = "units/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        username = form.get_user().get_username()
        audit.record("units.login", username, by=form.get_user())
        return lockouts.remember(self.request, super().form_valid(form), username)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.has_error("password", lockouts.CODE):
            response.status_code = 429
        return response


class Logout(auth_views.LogoutView):
    """POST only: a picture or a prefetched link must not sign anyone out."""

    next_page = reverse_lazy("units:login")

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            audit.record("units.logout", request.user.get_username(), by=request.user)
        return super().post(request, *args, **kwargs)


class PasswordChange(auth_views.PasswordChangeView):
    http_method_names = FORM_METHODS
    template_name = "units/password_change.html"
    form_class = ChangePasswordForm

    def get_success_url(self):
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def form_valid(self, form):
        response = super().form_valid(form)
        audit.record("units.password_change", form.user.get_username(), by=form.user)
        messages.success(
            self.request, "Đã đổi mật khẩu. Máy khác đang đăng nhập bằng tài khoản này phải đăng nhập lại."
        )
        return response


class PasswordReset(auth_views.PasswordResetView):
    """The answer is the same whether the address is known or not: it must not tell who has an account."""

    http_method_names = FORM_METHODS
    template_name = "units/password_reset.html"
    form_class = ResetForm
    email_template_name = "emails/password_reset.txt"
    subject_template_name = "emails/password_reset_subject.txt"
    success_url = reverse_lazy("units:password_reset_done")

    @property
    def extra_email_context(self):
        # The link begins with the portal's own address, not with whatever Host header asked for the mail.
        return {"base_url": settings.Q4KH_BASE_URL, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}


class PasswordResetConfirm(auth_views.PasswordResetConfirmView):
    http_method_names = FORM_METHODS
    template_name = "units/password_reset_confirm.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("units:login")

    def form_valid(self, form):
        response = super().form_valid(form)
        # Whoever locked the account by guessing at a forgotten password has now shown that it is theirs.
        forgive_wrong_passwords(username=form.user.get_username())
        audit.record("units.password_reset", form.user.get_username(), by=form.user)
        messages.success(self.request, "Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu mới.")
        return response


password_reset_done = auth_views.PasswordResetDoneView.as_view(template_name="units/password_reset_done.html")


def csrf_failure(request, reason=""):
    """A form that was opened before the last login. Nothing is done with it; what was typed can be sent again with the
    token of now, or copied where it is not certain that it came from a page of ours."""
    context = {
        "typed": typed_words(request.POST),
        "carried": carried(request),
        "path": request.get_full_path(),
        "files": any(request.FILES.values()),
        "csrf_token": get_token(request),
    }
    return render(request, "403_csrf.html", context, status=403)
