"""Addresses of a campaign's widgets and public links; included among the campaigns'."""

from __future__ import annotations

from django.urls import path

from surveys.views import placements, signage

urlpatterns = [
    path("", placements.listed, name="placements"),
    path("new/", placements.new, name="placement_new"),
    path("<int:place>/", placements.placement, name="placement"),
    path("<int:place>/edit/", placements.edit, name="placement_edit"),
    path("<int:place>/switch/", placements.switch, name="placement_switch"),
    path("<int:place>/secret/", placements.secret, name="placement_secret"),
    path("<int:place>/demo/", signage.demo, name="placement_demo"),
    path("<int:place>/poster/", signage.poster, name="placement_poster"),
    path("<int:place>/code.svg", signage.code, {"kind": "svg"}, name="placement_svg"),
    path("<int:place>/code.png", signage.code, {"kind": "png"}, name="placement_png"),
]
