"""An HTML page taken apart: enough to check elements, attributes and text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# A calendar program asks this server too.
_OWN = ("/", "#", "http://testserver/", "webcal://testserver/")
_VOID = {"meta", "link", "img", "input", "br", "hr"}


@dataclass
class Element:
    """An element with its attributes and the text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class HtmlPage:
    """The elements of a page in document order."""

    elements: list[Element] = field(default_factory=list)

    @classmethod
    def of(cls, html: str) -> "HtmlPage":
        """Read a page."""
        parser = _Parser()
        parser.feed(html)
        parser.close()
        return cls(parser.elements)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag whose attributes have these values."""
        return [
            e for e in self.elements
            if e.tag == tag and all(e.attributes.get(name) == value for name, value in attributes.items())
        ]  # fmt: skip

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, (tag, attributes, found)
        return found[0]

    @property
    def ids(self) -> list[str]:
        """All ids, with repetitions."""
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    @property
    def links(self) -> list[str]:
        """The addresses of all links."""
        return [e.attributes["href"] for e in self.all("a") if "href" in e.attributes]

    @property
    def text(self) -> str:
        """The words of the page on one line."""
        return " ".join(self.one("html").text.split())


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def unsafe(found: HtmlPage) -> list[str]:
    """Return what the security policy forbids, or what leaves the server."""
    inline = [e for e in found.elements if e.tag in {"script", "style"} and e.text.strip()]
    faults = [f"inline {e.tag}" for e in inline if not _is_data(e)]
    for element in found.elements:
        for name, value in element.attributes.items():
            if name.startswith("on") or name == "style":
                faults.append(f"<{element.tag} {name}={value}>")
            if name in {"href", "src", "action"} and not value.startswith(_OWN):
                faults.append(f"<{element.tag} {name}={value}>")
    return faults


def _is_data(element: Element) -> bool:
    """True for a script that is none: data, which a policy lets pass and nothing in it can end."""
    return element.attributes.get("type") == "application/ld+json" and "<" not in element.text
