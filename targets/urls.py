from django.urls import path

from targets import budget_pages, views

app_name = "targets"

urlpatterns = [
    path("ke-hoach/", views.plan, name="plan"),
    path("kinh-phi/", budget_pages.budget_list, name="budget"),
    path("kinh-phi/<int:year>/<slug:code>/", budget_pages.unit_budget, name="unit_budget"),
]
