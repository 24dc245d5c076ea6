"""What elements of an HTML page declare of their style."""

from lxml import etree


def declared(element: etree._Element) -> dict[str, str]:
    """Return what the `style` attribute of an element declares, in small letters."""
    style = element.get("style")
    if not style:
        return {}
    entries = (entry.partition(":") for entry in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in entries}
