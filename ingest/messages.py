"""Sentences for people, kept with what stands in them, so that pages can say them in their own language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union

Value = Union[str, int, float, "Message"]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in English with places such as `%(name)s`, and the values that fill them."""

    template: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return self.told(str)

    def told(self, gettext: Callable[[str], str]) -> str:
        """Return the sentence in the language of `gettext`; in English where that does not know it."""
        told = gettext(self.template)
        values = {
            name: value.told(gettext) if isinstance(value, Message) else value for name, value in self.values
        }
        return told % values if values else told

    def mapped(self, change: Callable[[str], Value]) -> "Message":
        """Return the message with every text in it changed."""
        return Message(
            str(change(self.template)), tuple((name, _mapped(v, change)) for name, v in self.values)
        )


def message(template: str, **values: Value) -> Message:
    """Return a message; its template is written out where this is called, so that it is found and translated."""
    return Message(template, tuple(values.items()))


def joined(separator: str, messages: Sequence[Value]) -> Message:
    """Return messages as one, with a separator that is the same in every language."""
    values = {f"n{place}": each for place, each in enumerate(messages)}
    return message(separator.join(f"%({name})s" for name in values), **values)


def message_of(kept: str | Mapping[str, Any]) -> Message:
    """Return a message from its JSON form; versions before kept the sentence alone."""
    if isinstance(kept, str):
        return Message(kept)
    pairs = ((name, message_of(v) if isinstance(v, Mapping) else v) for name, v in kept["values"])
    return Message(kept["template"], tuple(pairs))


def _mapped(value: Value, change: Callable[[str], Value]) -> Value:
    if isinstance(value, Message):
        return value.mapped(change)
    return change(value) if isinstance(value, str) else value
