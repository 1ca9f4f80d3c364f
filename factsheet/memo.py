"""Results that are given again while what they were made of is the same, by content and never by time."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Keep(Protocol):
    def __call__(self, name: str, make: Callable[..., T], *args: Any) -> T: ...


def anew(name: str, make: Callable[..., T], *args: Any) -> T:
    """Keeps nothing: for whoever builds once."""
    return make(*args)


class Memo:
    """Keeps the last result under each name, with the arguments that it came from."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, Any]] = {}

    def __call__(self, name: str, make: Callable[..., T], *args: Any) -> T:
        asked = (make, args)
        kept = self._kept.get(name)
        if kept is None or kept[0] != asked:
            kept = self._kept[name] = (asked, make(*args))
        result: T = kept[1]
        return result
