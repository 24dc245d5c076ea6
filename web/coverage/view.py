"""The coverage as the templates show it: names, cells, bands, and what stands out in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from search_api.coverage.files import topic_name
from search_api.coverage.findings import Finding, FindingKind, findings
from search_api.coverage.matrix import UNSAID, Cell, Column, Coverage, State, TopicLine, column_labels
from search_api.coverage.topics import Topic
from web.kit.i18n import Language, number, translations
from web.kit.parameters import Parameters
from web.kit.presenters import sentence_case
from web.kit.urls import Urls

# Rows of the picture, and of each band in it; the other topics are a list below it.
MOST_PICTURED = 25
FEWEST_PICTURED = 2
# Names in one sentence; more are counted.
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic's name in the reader's language, and its Vietnamese or English one beside it."""

    key: str
    name: str
    lang: Language
    other: str
    other_lang: Language
    found: bool


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column: what it is called, in which language, and where its documents are listed."""

    label: str
    lang: Language
    documents: int
    url: str


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell; `name` says it in words: "IUU fishing, Cần Thơ 2024: 2 passages"."""

    count: int
    unclear: int
    state: State
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A topic with its cells, how many columns speak of it and how many passages."""

    topic: TopicView
    cells: tuple[CellView, ...]
    breadth: int
    total: int


@dataclass(frozen=True, slots=True)
class Band:
    """Topics that are about equally widely spoken of: those with most passages, out of `total`."""

    caption: str
    lines: tuple[LineView, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The matrix: `bands` are pictured, `lines` are all, `others` were spoken of but not pictured."""

    columns: tuple[ColumnView, ...]
    bands: tuple[Band, ...]
    lines: tuple[LineView, ...]
    others: tuple[LineView, ...]
    silent: tuple[LineView, ...]
    findings: tuple[Markup, ...]


class CoverageViews:
    """Makes the views of one coverage in one language."""

    def __init__(self, found: Coverage, urls: Urls, language: Language) -> None:
        self._found = found
        self._urls = urls
        self._language = language
        self._catalogue = translations(language)
        labels = column_labels(found)
        self.columns = tuple(map(self._column, found.columns, labels))
        self._labels = {column.key: view for column, view in zip(found.columns, self.columns, strict=True)}

    def view(self) -> CoverageView:
        """Return the whole matrix."""
        lines = tuple(map(self.line, self._found.lines))
        bands = self._bands(lines)
        pictured = {line.topic.key for band in bands for line in band.lines}
        return CoverageView(
            columns=self.columns,
            bands=bands,
            lines=lines,
            others=tuple(line for line in lines if line.total and line.topic.key not in pictured),
            silent=tuple(line for line in lines if not line.total),
            findings=tuple(map(self.finding, findings(self._found))),
        )

    def line(self, line: TopicLine) -> LineView:
        """Return a topic with its cells."""
        topic = self.topic(line.topic)
        cells = tuple(
            self._cell(line.topic, topic.name, *place)
            for place in zip(self._found.columns, self.columns, line.cells, strict=True)
        )
        return LineView(topic, cells, line.breadth, line.total)

    def topic(self, topic: Topic) -> TopicView:
        """Return a topic's names, that of the reader's language first."""
        name = sentence_case(topic_name(topic, self._language))
        lang: Language = "vi" if topic.found else self._language
        other = "" if topic.found else topic.english if self._language == "vi" else topic.vietnamese
        other_lang: Language = "en" if lang == "vi" else "vi"
        second = "" if other == topic_name(topic, self._language) else sentence_case(other)
        return TopicView(topic.key, name, lang, second, other_lang, topic.found)

    def finding(self, finding: Finding) -> Markup:
        """Return what stands out as a sentence, its Vietnamese names marked as such."""
        topics = [
            Markup('<a href="#t-{}">{}</a>').format(topic.key, topic_name(topic, self._language))
            for topic in finding.topics
        ]
        columns = [self._labels[column.key] for column in finding.columns]
        where = [Markup('<span class="where" lang="{}">{}</span>').format(c.lang, c.label) for c in columns]
        sentence = Markup(self._sentence(finding.kind, len(columns)))  # noqa: S704 - our own words
        return sentence % {"topics": self._few(topics), "where": self._listed(where)}

    def _sentence(self, kind: FindingKind, columns: int) -> str:
        _, ngettext = self._catalogue.gettext, self._catalogue.ngettext
        by_year = self._found.by == "year"
        everywhere = {
            "province": _("Spoken of in every province: %(topics)s."),
            "year": _("Spoken of in every year: %(topics)s."),
            "document": _("Spoken of in every document: %(topics)s."),
        }
        only = ngettext(
            "Only %(where)s speaks of %(topics)s.", "Only %(where)s speak of %(topics)s.", columns
        )
        return {
            "only": _("Only the plans of %(where)s speak of %(topics)s.") if by_year else only,
            "all_but": _("All plans but those of %(where)s speak of %(topics)s.")
            if by_year
            else _("All but %(where)s speak of %(topics)s."),
            "everywhere": everywhere[self._found.by],
            "nowhere": _("No plan here speaks of %(topics)s."),
            "most": _("Spoken of most: %(topics)s."),
        }[kind]

    def _few(self, names: Sequence[Markup]) -> Markup:
        """Return the first of the names; names of topics hold commas."""
        rest = len(names) - _MOST_NAMED
        more = self._catalogue.ngettext("%(n)s more", "%(n)s more", rest) % {
            "n": number(rest, self._language)
        }
        return Markup("; ").join([*names[:_MOST_NAMED], *([more] if rest > 0 else [])])

    def _listed(self, names: Sequence[Markup]) -> Markup:
        """Return names as a list in words."""
        *before, last = names or [Markup("")]
        if not before:
            return last
        return Markup("{} {} {}").format(Markup(", ").join(before), self._catalogue.gettext("and"), last)

    def _column(self, column: Column, label: str) -> ColumnView:
        documents = len(column.documents)
        if column.key == UNSAID:
            return ColumnView(self._unsaid(), self._language, documents, "")
        parameters = Parameters(**{self._found.by: column.key}) if self._found.by != "document" else None
        url = self._urls.documents(parameters) if parameters else self._urls.document(column.key)
        lang: Language = self._language if self._found.by == "year" else "vi"
        return ColumnView(label, lang, documents, url)

    def _unsaid(self) -> str:
        _ = self._catalogue.gettext
        return _("No year given") if self._found.by == "year" else _("No province given")

    def _cell(self, topic: Topic, name: str, column: Column, view: ColumnView, cell: Cell) -> CellView:
        count, unclear = len(cell.spoken), len(cell.near)
        said = f"{name}, {view.label}: {self.amount(count, unclear)}"
        url = self._urls.coverage_passages(self._found.address(topic, column))
        return CellView(count, unclear, cell.state, said, url)

    def amount(self, count: int, unclear: int) -> str:
        """Return in words what a cell holds."""
        shown = {"n": number(count or unclear, self._language)}
        if count:
            return self._catalogue.ngettext("%(n)s passage", "%(n)s passages", count) % shown
        if unclear:
            return (
                self._catalogue.ngettext("only %(n)s near passage", "only %(n)s near passages", unclear)
                % shown
            )
        return self._catalogue.gettext("nothing found")

    def _bands(self, lines: Sequence[LineView]) -> tuple[Band, ...]:
        """Return the bands of the picture; each has its share of the rows, so that gaps show too."""
        spoken = [line for line in lines if line.total]
        grouped = [(caption, list(group)) for caption, group in groupby(spoken, key=self._caption)]
        share = min(1.0, MOST_PICTURED / max(len(spoken), 1))
        return tuple(
            Band(caption, tuple(group[: max(FEWEST_PICTURED, round(share * len(group)))]), len(group))
            for caption, group in grouped
        )

    def _caption(self, line: LineView) -> str:
        """Return how widely a topic is spoken of; a single column has nothing to compare."""
        _, columns = self._catalogue.gettext, len(self.columns)
        if line.topic.found:
            return _("Found in this index")
        if columns == 1:
            return ""
        if line.breadth == columns:
            return _("In all %(n)s") % {"n": number(columns, self._language)}
        if line.breadth == 1:
            return _("In one only")
        return _("In most") if line.breadth * 2 > columns else _("In some")
