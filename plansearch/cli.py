"""The command line: results on stdout, progress and messages on stderr, exit codes 0, 1, 2.

Each command is a file of `plansearch.commands`; imports of our own rooms stand inside them, so that
`--help` is instant.
"""

import typer

from plansearch.commands.ask import ask
from plansearch.commands.backup import backup
from plansearch.commands.check import check
from plansearch.commands.compare import compare
from plansearch.commands.demo import demo
from plansearch.commands.documents import documents
from plansearch.commands.duties import duties
from plansearch.commands.evaluate import evaluate
from plansearch.commands.feedback import feedback
from plansearch.commands.ingest import ingest
from plansearch.commands.instruments import instruments
from plansearch.commands.keys import keys
from plansearch.commands.mcp import mcp
from plansearch.commands.merge import merge
from plansearch.commands.publish import publish
from plansearch.commands.quarantine import quarantine
from plansearch.commands.remove import remove
from plansearch.commands.restore import restore
from plansearch.commands.search import search
from plansearch.commands.serve import serve
from plansearch.commands.show import show
from plansearch.commands.similar import similar
from plansearch.commands.verify import verify

app = typer.Typer(
    name="plansearch",
    help="Semantic search and Q&A over Vietnamese government plans.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command()(ingest)
app.command()(merge)
app.command()(search)
app.command()(ask)
app.command()(similar)
app.command()(duties)
app.command()(compare)
app.command()(check)
app.command()(documents)
app.command()(show)
app.command()(instruments)
app.command()(remove)
app.command()(publish)
app.command()(quarantine)
app.command("eval")(evaluate)
app.command()(feedback)
app.command()(serve)
app.command()(demo)
app.command()(mcp)
app.add_typer(keys, name="keys")
app.command()(verify)
app.command()(backup)
app.command()(restore)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
