"""A search is the work of one thread: on few cores, pools of threads only wait for each other."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from subprocess import run

import faiss
import numpy as np

from index.embedded.dense import DenseIndex, write_dense

_POOLS = """
import json
import index.searcher
from threadpoolctl import threadpool_info
print(json.dumps([pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]))
"""


def in_new_thread(search) -> int:
    """Return how many threads FAISS uses in a thread of its own after a search there."""

    def after() -> int:
        search()
        return faiss.omp_get_max_threads()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(faiss.omp_set_num_threads, 4).result()
        return pool.submit(after).result()


def test_numpy_multiplies_in_the_calling_thread():
    # The tests themselves run with one thread, so that it would be one in any case.
    several = {**os.environ, "OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4"}
    done = run([sys.executable, "-c", _POOLS], capture_output=True, text=True, check=True, env=several)
    assert set(json.loads(done.stdout)) == {1}


def test_passages_are_found_in_the_calling_thread(tmp_path):
    vectors = np.eye(4, dtype=np.float32)
    write_dense(tmp_path, vectors)
    index = DenseIndex([tmp_path], 4)
    assert in_new_thread(lambda: index.nearest(vectors[0], None, 2)) == 1
