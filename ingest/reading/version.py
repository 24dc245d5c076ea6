"""Which version of the reader this is.

Raise it with every change of what is read from the same text: documents of an older reader are read again at the
next ingest.
"""

READER_VERSION = 6
