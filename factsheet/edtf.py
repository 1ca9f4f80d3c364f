"""Dates as values: TIMEX3, which the extractor reads in texts, and EDTF level 1, which people write in records."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

Stretch = tuple[date, date]  # first and last day

SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the first of its three months: a winter ends in the next year


def _months(year: int, first: int, count: int) -> Stretch:
    years, last = divmod(first + count - 2, 12)
    return date(year, first, 1), date(year + years, last + 1, monthrange(year + years, last + 1)[1])


def _week(year: int, week: int, weekend: str | None) -> Stretch:
    monday = date.fromisocalendar(year, week, 1)
    return monday + timedelta(5 if weekend else 0), monday + timedelta(6)


_CALENDAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Stretch]], ...] = (
    (re.compile(r"([0-9][0-9])"), lambda m: (date(int(m[1]) * 100, 1, 1), date(int(m[1]) * 100 + 99, 12, 31))),
    (re.compile(r"([0-9]{3})"), lambda m: (date(int(m[1]) * 10, 1, 1), date(int(m[1]) * 10 + 9, 12, 31))),
    (re.compile(r"([0-9]{4})"), lambda m: _months(int(m[1]), 1, 12)),
    (re.compile(r"([0-9]{4})-([0-9][0-9])"), lambda m: _months(int(m[1]), int(m[2]), 1)),
    (re.compile(r"([0-9]{4})-([0-9][0-9])-([0-9][0-9])"), lambda m: (date(int(m[1]), int(m[2]), int(m[3])),) * 2),
    (re.compile(r"([0-9]{4})-W([0-9][0-9])(-WE)?"), lambda m: _week(int(m[1]), int(m[2]), m[3])),
    (re.compile(r"([0-9]{4})-Q([0-9])"), lambda m: _months(int(m[1]), int(m[2]) * 3 - 2, 3)),
    (re.compile(r"([0-9]{4})-H([0-9])"), lambda m: _months(int(m[1]), int(m[2]) * 6 - 5, 6)),
    (re.compile(r"([0-9]{4})-(SP|SU|FA|WI)"), lambda m: _months(int(m[1]), SEASON_MONTH[m[2]], 3)),
)


def stretch(value: str) -> Stretch | None:
    """First and last day of a TIMEX3 value, a time of day cut to its day; None when it is no known stretch of the calendar."""
    first, slash, last = value.partition("/")
    if slash:
        begin, end = stretch(first), stretch(last)
        return (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None
    for pattern, read in _CALENDAR:
        if match := pattern.fullmatch(value.partition("T")[0]):
            try:
                return read(match)
            except (ValueError, OverflowError):
                return None
    return None


_EDTF_AS_IT_IS = re.compile(r"[0-9]{4}(?:-[0-9][0-9]){0,2}(?:/[0-9]{4}(?:-[0-9][0-9]){0,2})?")
_WHOLE_MONTHS = re.compile(r"[0-9]{4}-(?:Q[0-9]|H[0-9]|SP|SU|FA|WI)")


def to_edtf(value: str) -> str | None:
    """A TIMEX3 calendar value as EDTF level 1; None for durations, sets, references, fiscal years and values with X."""
    value = value.partition("T")[0]
    days = stretch(value)
    if days is None or _EDTF_AS_IT_IS.fullmatch(value):
        return value if days else None
    if value.isdigit():
        return value.ljust(4, "X")
    begin, end = days
    return f"{begin}"[:7] + f"/{end}"[:8] if _WHOLE_MONTHS.fullmatch(value) else f"{begin}/{end}"


_EDTF_DATE = re.compile(r"([0-9]{4}(?:-[0-9][0-9]){0,2}|[0-9]{3}X|[0-9][0-9]XX|[0-9]{4}-[0-9][0-9]-XX|[0-9]{4}-XX(?:-XX)?)[?~%]?")
_EDTF_SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}  # EDTF counts the seasons as months 21 to 24


@lru_cache(maxsize=10_000)  # a day stands in many records
def _edtf_date(edtf: str) -> Stretch | None:
    if not (match := _EDTF_DATE.fullmatch(edtf)):
        return None
    value = match[1].replace("-XX", "").rstrip("X")
    return stretch(value[:5] + _EDTF_SEASONS.get(value[5:], value[5:]))


def edtf_bounds(edtf: str) -> Stretch | None:
    """First and last day of an EDTF level 0 or 1 date, an open or unknown end being date.min or date.max; None when invalid."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _edtf_date(edtf)
    begin = (date.min, date.min) if first in ("", "..") else _edtf_date(first)
    end = (date.max, date.max) if last in ("", "..") else _edtf_date(last)
    closed = first not in ("", "..") or last not in ("", "..")
    return (begin[0], end[1]) if begin and end and closed and begin[0] <= end[1] else None
