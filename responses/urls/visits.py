"""Addresses of widgets and public links; included among the public pages."""

from __future__ import annotations

from django.urls import path

from responses.views import link, widget

urlpatterns = [
    path("w/<str:key>.js", widget.script, name="widget"),
    path("w/<str:key>/ask", widget.ask, name="widget_ask"),
    path("w/<str:key>/show", widget.show, name="widget_show"),
    path("w/<str:key>/answer", widget.answer, name="widget_answer"),
    path("l/<str:slug>", link.link, name="link"),
    path("l/<str:slug>/thanks", link.thanks, name="link_thanks"),
]
