"""Write `samples/office` again: `python -m tests.samples`."""

from tests.samples.office import OFFICE, made

for name, data in made().items():
    (OFFICE / name).write_bytes(data)
