from django.urls import path

from units import directory, following, guide, own, views

app_name = "units"

urlpatterns = [
    path("dang-nhap/", views.Login.as_view(), name="login"),
    path("dang-xuat/", views.Logout.as_view(), name="logout"),
    path("doi-mat-khau/", views.PasswordChange.as_view(), name="password_change"),
    path("quen-mat-khau/", views.PasswordReset.as_view(), name="password_reset"),
    path("quen-mat-khau/da-gui/", views.password_reset_done, name="password_reset_done"),
    path("dat-lai-mat-khau/<uidb64>/<token>/", views.PasswordResetConfirm.as_view(), name="password_reset_confirm"),
    path("cai-dat/", own.preferences_page, name="preferences"),
    path("goi-y/", own.put_away_hint, name="hint"),
    path("don-vi/", directory.unit_list, name="list"),
    path("nhat-ky/", directory.audit_log, name="audit"),
    path("viec/", following.job_list, name="jobs"),
    path("viec/danh-sach/", following.job_rows, name="job_rows"),
    path("viec/<int:pk>/tep/", following.result, name="job_result"),
    path("huong-dan/", guide.guide, name="guide"),
    path("huong-dan/<slug:role>/", guide.guide_page, name="guide_page"),
]
