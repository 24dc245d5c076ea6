"""One thread a computation: a server has other requests for the other cores.

On two cores the thread pools of numpy and FAISS wait for each other, and a thread without work
keeps its core busy looking for some: a search then takes three times the processor's time.
"""

import faiss
from threadpoolctl import threadpool_limits

# That of numpy holds for the whole process; numpy is loaded, for FAISS needs it.
threadpool_limits(1, "blas")


def use_one_thread() -> None:
    """Let FAISS compute in the calling thread alone; each thread has to say so for itself."""
    faiss.omp_set_num_threads(1)
