"""Dates, times and counts as the newspaper writes them: its month names, digits and calendar."""

from datetime import date, datetime, timedelta
from typing import Any

from babel import Locale
from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from newsportal.arabic import counting, dates
from newsportal.arabic.dates import DateStyle

register = template.Library()

TIME_FORMS_ID = "time-forms"
"""Id of the data block that static/js/relative_time.js reads."""

FRESH = timedelta(hours=24)
"""Up to this age a list tells how long ago a story came, later on which day."""


def _style(context: Context) -> DateStyle:
    return context["site"].date_style


def _time(moment: datetime, text: str, relative: bool = False) -> SafeString:
    """`<time>` with the moment as HTML reads it, in local time with its offset, to the second."""
    machine = timezone.localtime(moment).isoformat(timespec="seconds")
    attribute = SafeString(" data-relative") if relative else ""
    return format_html('<time datetime="{}"{}>{}</time>', machine, attribute, text)


@register.simple_tag(takes_context=True)
def exact_time(context: Context, moment: datetime | None, hijri: bool = True) -> str:
    """Day and hour, with the Hijri date beside it where the newspaper shows it; "" for None."""
    if moment is None:
        return ""
    style = _style(context)
    local = timezone.localtime(moment)
    text = _time(moment, dates.format_datetime(local, style))
    return format_html("{}{}", text, _hijri(local, style)) if hijri else text


@register.simple_tag(takes_context=True)
def relative_time(context: Context, moment: datetime | None) -> str:
    """How long ago `moment` was; the page's script keeps it true. "" for None."""
    if moment is None:
        return ""
    text = counting.since(moment, timezone.now(), _style(context))
    return _time(moment, text, relative=True)


@register.simple_tag(takes_context=True)
def listed_time(context: Context, moment: datetime | None) -> str:
    """The time of a story in a list: how long ago for a fresh one, else the day; "" for None."""
    if moment is None:
        return ""
    if timedelta() <= timezone.now() - moment < FRESH:
        return relative_time(context, moment)
    return _time(moment, dates.format_date(timezone.localtime(moment), _style(context)))


@register.simple_tag(takes_context=True)
def full_day(context: Context, day: date | None = None) -> str:
    """Weekday and date of `day` (default: today), with the Hijri date where it is shown."""
    day = day or timezone.localdate(context["site"].now)
    style = _style(context)
    return format_html(
        '<time datetime="{}">{} {}</time>{}',
        day.isoformat(),
        dates.format_weekday(day),
        dates.format_date(day, style),
        _hijri(day, style),
    )


def _hijri(day: date, style: DateStyle) -> str:
    text = dates.format_hijri(day, style) if style.hijri else ""
    return format_html(' <span class="hijri">{}</span>', text) if text else ""


@register.simple_tag(takes_context=True)
def month_name(context: Context, day: date) -> str:
    """Month and year: «يناير 2023»."""
    return dates.format_month(day.year, day.month, _style(context))


@register.simple_tag(takes_context=True)
def day_name(context: Context, day: date) -> str:
    """Day, month and year: «18 يناير 2023»."""
    return dates.format_date(day, _style(context))


@register.filter
def weekday_name(day: date) -> str:
    """The weekday: «الأربعاء»."""
    return dates.format_weekday(day)


@register.filter
def weekday_letter(day: date) -> str:
    """CLDR's narrow name of the weekday, for the head of a calendar's column: «ر»."""
    return Locale.parse("ar").days["stand-alone"]["narrow"][day.weekday()]


@register.simple_tag(takes_context=True)
def number(context: Context, n: int) -> str:
    """`n` in the newspaper's digits."""
    return dates.localise_digits(str(n), _style(context).digits)


@register.simple_tag(takes_context=True)
def counted(context: Context, n: int, noun: str) -> str:
    """`n` with its noun inflected; `noun` is a key of newsportal.arabic.counting.NOUNS."""
    return counting.counted(n, noun, _style(context))


@register.simple_tag(takes_context=True)
def time_forms(context: Context) -> SafeString:
    """The words for relative times as a block of data, so that a page's script inflects nothing."""
    forms: dict[str, Any] = counting.time_forms(_style(context))
    return json_script(forms, TIME_FORMS_ID)
