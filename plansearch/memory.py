"""Memory that was needed for a while goes back to the system."""

import ctypes
import sys


def give_back() -> None:
    """Give the system what the allocator keeps for later, which is much after something large was made.

    Only the GNU C library knows how; elsewhere nothing is done.
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)
