"""The tests, which mirror the tree of the product."""

import os

# One thread a worker: pools of several would wait for each other. Read where numpy and its like are
# imported, so before everything else.
for _pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(_pool, "1")
