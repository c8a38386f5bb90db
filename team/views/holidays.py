"""Days off: the year's list, a new one, a country's public holidays, the end of one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from team.access import acting, admin_required
from team.domain import holidays as days_off
from team.forms.holidays import HolidayForm, PublicHolidaysForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

EARLIEST, LATEST = 1900, 2200


@admin_required
@require_safe
def holidays(request: HttpRequest) -> HttpResponse:
    """The days off of one year."""
    return _page(request, _year(request.GET.get("year", "")))


@admin_required
@require_POST
def holiday_add(request: HttpRequest) -> HttpResponse:
    """One day more."""
    form, now = HolidayForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            added = days_off.add(actor=acting(request), now=now, **form.cleaned_data)
        except days_off.AlreadyOff:
            form.add_error("on", "This day is in the list already.")
        else:
            messages.success(request, f"{added.name}: no survey leaves on that day.")
            return _to(added.on.year)
    return _page(request, now.year, holiday_form=form)


@admin_required
@require_POST
def holiday_public(request: HttpRequest) -> HttpResponse:
    """A country's public holidays of a year."""
    form, now = PublicHolidaysForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            added = days_off.add_public(actor=acting(request), now=now, **form.cleaned_data)
        except days_off.NoCalendar:
            form.add_error("country", "Its public holidays of that year are not known.")
        else:
            said = f"{added} days were added." if added else "All of them were in the list already."
            messages.success(request, said)
            return _to(form.cleaned_data["year"])
    return _page(request, now.year, public_form=form)


@admin_required
@require_POST
def holiday_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Send on this day again."""
    name = days_off.remove(holiday_id=pk, actor=acting(request), now=timezone.now())
    if name:
        messages.success(request, f"{name} was removed. Surveys may leave on that day again.")
    return _to(_year(request.POST.get("year", "")))


def _to(year: int) -> HttpResponse:
    return redirect(f"{reverse('team:holidays')}?year={year}")


def _year(text: str) -> int:
    """A year of four digits, else the present one."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if EARLIEST <= year <= LATEST else timezone.localtime().year


def _page(
    request: HttpRequest,
    year: int,
    *,
    holiday_form: HolidayForm | None = None,
    public_form: PublicHolidaysForm | None = None,
) -> HttpResponse:
    known, present = dict(days_off.years()), timezone.localtime().year
    context = {
        "year": year,
        "years": sorted({year, present, present + 1, *known}),
        "counts": known,
        "days": days_off.of_year(year),
        "holiday_form": holiday_form or HolidayForm(),
        "public_form": public_form or PublicHolidaysForm(initial={"year": year}),
    }
    wrong = bool(holiday_form or public_form)
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    return render(request, "team/holidays.html", context, status=status)
