"""How large a file may be."""

# The largest file that is read, in bytes, on the disk or in an archive.
LARGEST_FILE = 50_000_000
