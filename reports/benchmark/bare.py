"""The floor of every page: a view that returns a constant, alone at its address."""

from django.http import HttpResponse
from django.urls import path


def constant(request):
    return HttpResponse("ok")


urlpatterns = [path("", constant)]
