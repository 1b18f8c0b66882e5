"""Addresses of the registry and the public page. None yet."""

app_name = "initiatives"
urlpatterns = []
