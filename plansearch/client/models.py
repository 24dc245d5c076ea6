"""What the API answers. Made from its description by `make client`: not to be changed by hand."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ActorCountOut(BaseModel):
    """An actor in its most frequent spelling, and how many of all rows it has."""

    actor: str
    duties: int


class AlsoInOut(BaseModel):
    """Another document that holds the same."""

    document_id: str
    source_file: str
    url: str
    """
    Path on this server
    """


class AskedActorOut(BaseModel):
    """The body whose duties are asked for: as typed, and the names it goes by in the plans."""

    names: list[str]
    words: str


class CorrectedOut(BaseModel):
    """Words of the question that nobody knows, and what they were read as."""

    from_: str = Field(..., alias="from")
    to: str


class CoverageCellOut(BaseModel):
    """How many passages of a column speak of a topic; `unclear` ones are only near and not counted."""

    column: str
    count: int
    near: list[str]
    """
    Ids of the 20 nearest that do not name it
    """
    passages: list[str]
    """
    Ids of the first 20 that speak of it
    """
    state: str
    topic: str
    unclear: int
    url: str
    """
    Path on this server
    """


class DeadlineOut(BaseModel):
    """A time limit: `due` is an ISO 8601 day, `rule` an RFC 5545 recurrence, where the words give one.

    Both name the day that the words name; `bound` "before" leaves it out, "by" takes it in.
    """

    bound: str
    due: str | None
    end: int
    kind: str
    rule: str | None
    start: int
    text: str


class DisagreementOut(BaseModel):
    """What the draft says of a document, and what was found; dates are ISO 8601 where they are real."""

    field: str
    found: str
    said: str


class DocumentOut(BaseModel):
    """A document as it describes itself; a field it does not give is null."""

    date: str | None
    """
    ISO 8601 date of signing
    """
    id: str
    issuer: str | None
    number: str | None
    province: str | None
    signer: str | None
    source_file: str
    title: str
    type: str | None
    year: int | None


class DraftInstrumentOut(BaseModel):
    """What the documents cite by the number of a citation."""

    key: str
    label: str
    url: str


class DutyActorOut(BaseModel):
    """The body that has the duty; its words may stand in a heading above the provision.

    `everyone` is true of all agencies and localities.
    """

    end: int
    everyone: bool
    from_heading: bool
    start: int
    text: str


class EvidenceOut(BaseModel):
    """What an answer line rests on: a passage, or a document by what it says of itself."""

    document_id: str | None = None
    passage_id: str | None = None


class FileOutcomeOut(BaseModel):
    """What became of a file."""

    document_id: str | None
    outcome: str
    passages: int
    path: str
    reason: str | None
    refusal: str | None = None
    """
    The kind of the reason why it was not read
    """
    warnings: list[str]


class FindingOut(BaseModel):
    """What stands out: topics that only these columns speak of, or all but these."""

    columns: list[str]
    kind: str
    topics: list[str]


class GlossOut(BaseModel):
    """A Vietnamese term of a quote and its usual English, from the glossary."""

    english: str
    vietnamese: str


class IndexOut(BaseModel):
    """Which index answered."""

    generation: str
    model: str
    passages: int


class InsideOut(BaseModel):
    """A clause of the first text, and the words of the second in which it stands, both verbatim."""

    left: str
    right: str


class InstrumentOut(BaseModel):
    """A document cited by number; `start` and `end` count in the citing document's text."""

    date: str | None
    end: int
    issuer: str | None
    number: str
    start: int
    type: str | None


class MatchOut(BaseModel):
    """Why a passage was found; `start` and `end` count in the document's text."""

    end: int
    kind: str
    query: str
    start: int
    text: str


class NameSourceOut(BaseModel):
    """Where a document says what the instrument is about; `start` and `end` count in its text."""

    document_id: str
    end: int
    start: int


class NamedCountOut(BaseModel):
    """A province or type, and how many documents have it."""

    documents: int
    value: str


class NodeOut(BaseModel):
    """A section or provision of the outline."""

    depth: int
    end: int
    heading: str
    kind: str
    label: str
    start: int


class NoteOut(BaseModel):
    """What became of a body or province that the question names, or what became it."""

    asked: str
    """
    The name asked for, one of the two
    """
    basis: str | None
    """
    The number of the act, where it is known
    """
    former: str
    how: str
    """
    The successor took over the whole body, or some tasks; the former is under it, or merged
    """
    other: str
    """
    The other name, under which duties or documents are found as well
    """
    since: str
    """
    ISO day
    """
    successor: str
    sure: bool
    """
    False where places differ, or the day does
    """
    what: list[str]
    """
    Words for the tasks that went over, where only some did
    """


class OembedOut(BaseModel):
    """What a page shows of an address; `html` holds no script and needs none."""

    author_name: str | None
    """
    Issuer of the document
    """
    height: None = Field(None)
    """
    As high as its words need
    """
    html: str
    provider_name: str = "PlanSearch"
    provider_url: str
    title: str
    type: str = "rich"
    version: str = "1.0"
    width: int


class OthersOut(BaseModel):
    """Documents that do not cite the instrument; whether they should is not judged."""

    documents: list[DocumentOut]
    total: int


class OutsideOut(BaseModel):
    """How much of a document is in no passage and in no heading above one."""

    characters: int
    labelled: int
    of_characters: int
    of_labelled: int
    share: float


class PageOut(BaseModel):
    """A page of the file; `image_url` shows it, null where the file cannot be drawn."""

    confidence: float
    """
    How surely, 0 to 1; 1 where the file has the text itself
    """
    image_url: str | None
    page: int
    recognised: bool
    """
    The text was recognised from the image of the page
    """


class PassageOut(BaseModel):
    """A passage with its place; `text` is the document's text from `start` to `end`."""

    citation: str
    citation_en: str
    document_id: str
    end: int
    kind: str
    note_of: str | None
    page: int | None
    passage_id: str
    place: str
    section: list[str]
    start: int
    text: str
    url: str
    """
    Path on this server
    """


class PassagesOut(BaseModel):
    """The passages of a document in reading order, a part of them."""

    document_id: str
    index: IndexOut
    next: str | None = None
    """
    Cursor of the part after this one; null at the end
    """
    passages: list[PassageOut]
    total: int


class PlanOut(BaseModel):
    """Whether a document has what is asked for; null where that is not sure."""

    document: DocumentOut
    passage_ids: list[str]
    says: bool | None


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    detail: str
    """
    What is wrong with this request, and what to do
    """
    instance: str
    """
    Path of the request
    """
    request_id: str
    """
    Also in the header X-Request-ID, and in the log of the server
    """
    status: int
    title: str
    """
    The kind in words, the same each time
    """
    type: str
    """
    Address of the kind of problem, with a text for people
    """


class QuoteOut(BaseModel):
    """A verbatim quote; `start` and `end` count in the document's text."""

    action: str | None
    """
    What the actor is to do, verbatim
    """
    actor: str | None
    citation: str
    citation_en: str
    deadline: str | None
    document: DocumentOut
    end: int
    gloss: list[GlossOut]
    """
    English of key terms, for a question in English
    """
    partners: list[str]
    """
    Whom the actor is to work with, verbatim
    """
    passage_id: str
    quote: str
    reason: str
    """
    Why the quote is here
    """
    section: list[str]
    start: int
    url: str
    """
    Path on this server
    """


class ReadingOut(BaseModel):
    """How the question was read."""

    actor: AskedActorOut | None
    """
    The body whose duties are asked for
    """
    corrected: CorrectedOut | None
    fact: str | None
    """
    What is asked of a document itself, where intent is fact
    """
    intent: str
    negated: bool
    """
    True where documents are asked for that do not speak of the topic
    """
    numbers: list[str]
    places: list[str]
    topic: str
    """
    What is asked about beside everything else
    """
    years: list[int]


class ReportOut(BaseModel):
    """What became of the files of a job, and what is served since; figures are null where nothing changed."""

    documents: int | None
    files: list[FileOutcomeOut]
    generation: str | None
    passages: int | None


class RunOut(BaseModel):
    """Words of both texts, or of one only: the texts of all runs joined give both texts back."""

    kind: str
    left: str
    right: str


class SetAsideOut(BaseModel):
    """A file that could not be read, and why."""

    id: str
    last: str
    path: str
    read_again: str
    reason: str
    refusal: str | None
    """
    The kind of the reason; null where an older version has set it aside
    """
    since: str
    times: int


class SpanOut(BaseModel):
    """Words of a provision; `start` and `end` count in the document's text."""

    end: int
    start: int
    text: str


class SuggestionOut(BaseModel):
    """Something that the plans name."""

    kind: str
    text: str
    url: str | None
    """
    Its own page, where it has one
    """


class TopicOut(BaseModel):
    """A topic, and the terms that a passage or a heading above it must name to count."""

    columns: int
    """
    In how many columns it is spoken of
    """
    english: str | None
    key: str
    kind: str
    """
    Of the table, or found in this index
    """
    passages: int
    terms: list[str]
    vietnamese: str


class VersionOut(BaseModel):
    """One form or state of a document: that which is searched, a copy of it, or an earlier one."""

    date: str | None
    document_id: str
    kind: str
    source_file: str
    title: str
    url: str
    """
    Path on this server
    """
    version: int | None
    """
    Number of a state that its file no longer has
    """


class VersionsOut(BaseModel):
    """All forms and states of a document, that which is searched first."""

    current: str
    document_id: str
    versions: list[VersionOut]


class WordsOut(BaseModel):
    """Words with their place; where there are none, the place at which they are missing."""

    end: int
    start: int
    text: str


class YearCountOut(BaseModel):
    """A year, and how many documents are of it."""

    documents: int
    value: int


class AnswerLineOut(BaseModel):
    """A short answer that data prove, in the language of the question."""

    evidence: list[EvidenceOut]
    language: str
    text: str


class CitationOut(BaseModel):
    """A citation's words; `start` and `end` count in the document's text. No passage: title or letterhead."""

    end: int
    passage: PassageOut | None
    start: int
    words: str


class CitedInstrumentOut(BaseModel):
    """An instrument that documents cite; `key` is its address, `name` what it is about."""

    citations: int
    date: str | None
    document: DocumentOut | None
    """
    The instrument itself, where the index holds it
    """
    documents: int
    """
    How many documents cite it
    """
    issuer: str | None
    key: str
    label: str
    """
    Type and number, as "Kết luận 57-KL/TW"
    """
    level: str
    """
    The Party's centre, the central State, or a province
    """
    name: str | None
    name_source: NameSourceOut | None
    """
    Null where the name is the instrument's own title
    """
    number: str
    place: str | None
    """
    Province or district of a local instrument
    """
    type: str | None
    url: str
    """
    Path on this server
    """


class CitingOut(BaseModel):
    """A document that cites the instrument, with its citations."""

    citations: list[CitationOut]
    document: DocumentOut


class CoverageColumnOut(BaseModel):
    """A province, year or document; the key "-" stands for documents that do not say theirs."""

    documents: list[DocumentOut]
    key: str
    label: str


class CoverageOut(BaseModel):
    """Topics by columns: what plans speak of, and where nothing was found."""

    by: str
    cells: list[CoverageCellOut]
    columns: list[CoverageColumnOut]
    findings: list[FindingOut]
    index: IndexOut
    topics: list[TopicOut]


class DifferenceOut(BaseModel):
    """What the second text says otherwise; `shared` is the share of words that both have."""

    changed_words: int
    runs: list[RunOut]
    shared: float


class DocumentCoverageOut(BaseModel):
    """What a document has of the actor and the topic of a question."""

    coverage: str
    document: DocumentOut
    url: str
    """
    Path on this server
    """


class DocumentDetailOut(BaseModel):
    """A document with its repaired text, outline, passages and cited instruments.

    `office` is that of the signer, as written. `tool` found the text in the file; `original_url` gives the file as
    it came, null where it is not kept.
    """

    date: str | None
    """
    ISO 8601 date of signing
    """
    id: str
    instruments: list[InstrumentOut]
    issuer: str | None
    number: str | None
    office: str | None
    original_url: str | None
    outline: list[NodeOut]
    outside: OutsideOut
    pages: list[PageOut]
    passages: list[PassageOut]
    province: str | None
    recipients: list[str]
    signer: str | None
    source_file: str
    text: str
    title: str
    tool: str
    type: str | None
    year: int | None


class DocumentInstrumentOut(BaseModel):
    """An instrument with the document's citations of it."""

    citations: list[CitationOut]
    instrument: CitedInstrumentOut


class DocumentsOut(BaseModel):
    """The documents of the index."""

    documents: list[DocumentOut]
    index: IndexOut
    next: str | None = None
    """
    Cursor of the part after this one; null at the end
    """
    total: int


class DraftCitationOut(BaseModel):
    """A document that the draft cites by number, or a law by name.

    `right`: the number is known, and all that is said about it agrees. `mismatch`: something does not, as
    `differences` say; of the field `number` it is the number itself, where day and issuer are those of one
    document. `unknown`: no document here has or cites it.
    """

    citation: str | None
    """
    The right citation of the document, to paste
    """
    differences: list[DisagreementOut]
    document: DocumentOut | None
    end: int
    instrument: DraftInstrumentOut | None
    may_be: list[AlsoInOut]
    """
    The documents that may be meant, where several are
    """
    start: int
    """
    Where the citation stands in the draft, in Unicode code points
    """
    text: str
    verdict: str


class DraftDifferenceOut(BaseModel):
    """Words of the draft, and what the plan has in their place; offsets count in the draft and in the plan's text."""

    draft: WordsOut
    kind: str
    """
    What the changed words are about; `order` are the same words in another order, `capitals` the same in other capitals, `sign` are signs alone
    """
    plan: WordsOut


class DraftQuotationOut(BaseModel):
    """A text of four words or more in quotation marks, and what became of it.

    `verbatim`: the document has these words. `altered`: it has them nearly, as `differences` say.
    `older_version`: an older version of a document has them, and the one in force (`current`) does not; then
    `differences` are from that one. `not_found`: no document has them, or anything near them.
    """

    also_in: list[AlsoInOut]
    """
    Other documents with the same words
    """
    citation: str | None
    """
    The citation to paste
    """
    citation_en: str | None
    cited: DocumentOut | None
    """
    The document that the draft names nearest to the quotation, where it is one of these
    """
    current: DocumentOut | None
    """
    For an older version, the document that is in force
    """
    differences: list[DraftDifferenceOut]
    document: DocumentOut | None
    draft_end: int
    draft_start: int
    """
    Where the text stands in the draft, in Unicode code points
    """
    end: int | None
    passage_id: str | None
    """
    The first passage that holds the words; null in titles and letterheads
    """
    passage_ids: list[str]
    """
    All passages that the words run over
    """
    place: str | None
    start: int | None
    """
    Where the words stand in the document's text, in Unicode code points; null where not found
    """
    text: str
    url: str | None
    verdict: str


class DutyOut(BaseModel):
    """A provision and what it asks of whom; what it does not say is null or empty."""

    action: SpanOut | None
    actor: DutyActorOut | None
    citation: str
    citation_en: str
    deadlines: list[DeadlineOut]
    document: DocumentOut
    end: int
    object: SpanOut | None
    page: int | None
    partners: list[SpanOut]
    passage_id: str
    place: str
    section: list[str]
    start: int
    text: str
    url: str
    """
    Path on this server
    """


class HitOut(BaseModel):
    """A ranked passage with its reasons."""

    also_in: list[AlsoInOut]
    """
    Copies of the document in another form
    """
    citation: str
    citation_en: str
    document: DocumentOut
    end: int
    matches: list[MatchOut]
    page: int | None
    passage_id: str
    rank: int
    score: float
    section: list[str]
    start: int
    text: str
    url: str
    """
    Path on this server
    """


class InstrumentsOut(BaseModel):
    """A part of the list, the most cited first."""

    index: IndexOut
    instruments: list[CitedInstrumentOut]
    next: str | None = None
    """
    Cursor of the part after this one; null at the end
    """
    total: int


class JobOut(BaseModel):
    """A job of the desk as it stands."""

    by: str
    """
    Who asked for it: the name of the key
    """
    created: str
    document_id: str | None
    """
    The document to be removed
    """
    done: int
    """
    Files done so far
    """
    error: str | None
    """
    Why it has failed
    """
    files: list[str]
    """
    Relative paths of the files
    """
    held_up: bool
    """
    It waits until another ingest has finished
    """
    id: str
    kind: str
    report: ReportOut | None
    """
    Once it is done
    """
    state: str
    total: int
    """
    Files to be done; 0 where it is not known
    """


class JobsOut(BaseModel):
    """Jobs, the newest first."""

    jobs: list[JobOut]
    total: int


class NotCitingOut(BaseModel):
    """They come from the same province, else from the same kind of issuer as those that cite, else neither."""

    rest: OthersOut
    same_issuers: OthersOut
    same_place: OthersOut


class QuarantineOut(BaseModel):
    """The files that are set aside."""

    files: list[SetAsideOut]
    total: int


class RelationOut(BaseModel):
    """A document's words that one instrument carries out the other."""

    document_id: str
    end: int
    instrument: CitedInstrumentOut
    start: int
    words: str


class SearchOut(BaseModel):
    """Ranked passages; confidence "none" means that the plans do not speak of it."""

    confidence: str
    further: list[HitOut]
    """
    Behind the last result: passages that match less
    """
    index: IndexOut
    next: str | None = None
    """
    Cursor of the part after this one; null at the end
    """
    query: str
    results: list[HitOut]
    total: int
    """
    How many results there are, on all pages
    """


class SimilarHitOut(BaseModel):
    """A near passage with its measure; `difference` is from the passage asked about to this one.

    `inside` is given where a clause of the one stands in the other.
    """

    also_in: list[AlsoInOut]
    """
    Copies of the document in another form
    """
    citation: str
    citation_en: str
    difference: DifferenceOut
    document: DocumentOut
    end: int
    inside: InsideOut | None
    likeness: str
    matches: list[MatchOut]
    page: int | None
    passage_id: str
    rank: int
    score: float
    section: list[str]
    start: int
    text: str
    url: str
    """
    Path on this server
    """


class SimilarOut(BaseModel):
    """The nearest passages of other documents, and apart from them those of the same document.

    `likeness` is that of the nearest result: "unsure" means that another document may speak of it, "none"
    that none does. Results of these measures are only the nearest passages.
    """

    index: IndexOut
    likeness: str
    passage_id: str
    results: list[SimilarHitOut]
    same_document: list[SimilarHitOut]


class SuggestOut(BaseModel):
    """What the plans name that begins with the typed words, best first."""

    suggestions: list[SuggestionOut]


class TogetherOut(BaseModel):
    """An instrument that `documents` documents cite beside this one."""

    documents: int
    instrument: CitedInstrumentOut


class ValuesOut(BaseModel):
    """The values of each filter; years newest first, the others by name."""

    province: list[NamedCountOut]
    type: list[NamedCountOut]
    year: list[YearCountOut]


class AskOut(BaseModel):
    """Quotes that answer a question; `nearest` holds passages where there is no evidence."""

    answer: list[QuoteOut]
    answer_line: AnswerLineOut | None
    confidence: str
    coverage: list[DocumentCoverageOut]
    """
    Which document has actor and topic, or one only
    """
    index: IndexOut
    nearest: list[HitOut]
    notes: list[NoteOut]
    """
    What the reorganisation of 2025 made of the names asked for
    """
    plans: list[PlanOut]
    """
    For questions about documents, one entry a document
    """
    question: str
    reading: ReadingOut
    status: str


class BatchedOut(BaseModel):
    """What a search alone would have been answered: its status, and either its answer or its problem."""

    answer: SearchOut | None
    problem: Problem | None
    status: int


class ChainLinkOut(BaseModel):
    """What the document says it carries out, in its `words`, and under it what that carries out in turn."""

    citation: CitationOut
    instrument: CitedInstrumentOut
    opening: bool
    """
    True in the title and the words before the first label
    """
    under: list[ChainLinkOut]
    words: str | None


class CheckOut(BaseModel):
    """The quotations and the citations of a draft, each in order."""

    citations: list[DraftCitationOut]
    index: IndexOut
    quotations: list[DraftQuotationOut]
    unpaired_marks: list[int]
    """
    Where quotation marks stand that open or close nothing
    """


class ComparedCellOut(BaseModel):
    """What one document says in a row; measure, difference and `inside` are to the leading document.

    Where it has no passage here, `elsewhere` names what it has nearest, in another row or in a heading, and
    the measure and `inside` are of that; null where it says nothing near.
    """

    difference: DifferenceOut | None
    document_id: str
    elsewhere: str | None
    inside: InsideOut | None
    likeness: str | None
    passage: PassageOut | None


class DocumentInstrumentsOut(BaseModel):
    """The chain of grounds of a document, and all instruments that it cites."""

    chain: list[ChainLinkOut]
    document: DocumentOut
    instruments: list[DocumentInstrumentOut]


class DutiesOut(BaseModel):
    """A part of the table; `confidence` "none" means that the plans do not speak of the topic.

    The documents within the filters have `passages`, of which `without_actor` name no body with a duty.
    `notes` are other names of the body asked for, whose duties are asked for by them.
    """

    actors: list[ActorCountOut]
    confidence: str | None
    duties: list[DutyOut]
    index: IndexOut
    next: str | None = None
    """
    Cursor of the part after this one; null at the end
    """
    notes: list[NoteOut]
    passages: int
    total: int
    without_actor: int


class FacetsOut(BaseModel):
    """How many documents pass the filters; each value is counted under the other filters."""

    documents: int
    facets: ValuesOut
    index: IndexOut


class InstrumentDetailOut(BaseModel):
    """An instrument with the documents that cite it, a part of them, and those that do not."""

    carried_out_by: list[RelationOut]
    carries_out: list[RelationOut]
    citations: int
    cited_by: list[CitingOut]
    cited_together: list[TogetherOut]
    date: str | None
    document: DocumentOut | None
    """
    The instrument itself, where the index holds it
    """
    documents: int
    """
    How many documents cite it
    """
    index: IndexOut
    issuer: str | None
    key: str
    label: str
    """
    Type and number, as "Kết luận 57-KL/TW"
    """
    level: str
    """
    The Party's centre, the central State, or a province
    """
    name: str | None
    name_source: NameSourceOut | None
    """
    Null where the name is the instrument's own title
    """
    next: str | None = None
    """
    Cursor of the part after this one; null at the end
    """
    not_citing: NotCitingOut
    number: str
    place: str | None
    """
    Province or district of a local instrument
    """
    type: str | None
    url: str
    """
    Path on this server
    """


class RowOut(BaseModel):
    """A provision of the leading document with its partners, a cell a document in the order asked for.

    `kind` is "all" or "some" documents, "elsewhere" where another document says it in another row, "unsure"
    where another may say it there, and "only" where no other does.
    `likeness` is the farthest measure of a partner, null where there is none.
    """

    cells: list[ComparedCellOut]
    kind: str
    lead: str
    likeness: str | None
    number: int
    section: list[str]


class StatisticsOut(BaseModel):
    """How much the index holds."""

    actors: int
    """
    Bodies as the plans write them
    """
    copies: int
    """
    Copies of them in another form
    """
    created: str
    """
    When the generation was made, ISO 8601
    """
    documents: int
    """
    Documents that are searched
    """
    duties: int
    index: IndexOut
    instruments: int
    """
    Instruments that are cited
    """
    older: int
    """
    Earlier states of them
    """
    passages: int
    values: ValuesOut


class BatchOut(BaseModel):
    """An answer for each search, in their order."""

    answers: list[BatchedOut]


class CompareOut(BaseModel):
    """Documents side by side, every provision of each in exactly one row; the first leads the order."""

    counts: dict[str, int]
    documents: list[DocumentOut]
    index: IndexOut
    rows: list[RowOut]


ChainLinkOut.model_rebuild()
