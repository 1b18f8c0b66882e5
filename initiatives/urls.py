"""Addresses of the registry, of initiatives and of the public page, in unaccented Vietnamese; names in English."""

from django.urls import path

from initiatives.views import application, initiative, register

app_name = "initiatives"

_INITIATIVE = "sang-kien/<int:pk>/"

urlpatterns = [
    # Initiatives: the register, an application, its legal life and papers.
    path("sang-kien/", register.initiatives, name="initiatives"),
    path("sang-kien/so.xlsx", register.workbook, name="initiatives_xlsx"),
    path("sang-kien/moi/", application.new, name="initiative_new"),
    path(_INITIATIVE, initiative.initiative, name="initiative"),
    path(f"{_INITIATIVE}sua/", application.edit, name="initiative_edit"),
    path(f"{_INITIATIVE}tep/<int:file_pk>/", initiative.file, name="initiative_file"),
    path(f"{_INITIATIVE}phieu-tiep-nhan/", initiative.receipt, name="receipt"),
    path(f"{_INITIATIVE}giay-chung-nhan/", initiative.certificate, name="certificate"),
]
