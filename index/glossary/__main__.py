"""`python -m index.glossary` lints the glossary."""

import sys

from index.glossary.entries import GlossaryError, load_glossary
from index.glossary.lint import lint


def main() -> int:
    """Print the faults; exit code 1 where there are any."""
    try:
        entries = load_glossary()
    except GlossaryError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    faults = lint(entries)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{len(entries)} entries, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
