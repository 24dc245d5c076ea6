"""`plansearch check`: what it prints, and how it ends."""

import json

import pytest

from tests.serving import process

RIGHT = "Theo Kế hoạch số 45/KH-UBND ngày 12/01/2024 của UBND tỉnh Hải Lâm.\n"
WRONG = "“Khách ở lại trung bình 2,3 đêm, thấp hơn mục tiêu 1,8 đêm”\n"


def run(sample_data, *arguments, **options):
    return process("check", *arguments, "--data", sample_data, **options)


@pytest.fixture
def draft(tmp_path):
    return tmp_path / "draft.txt"


def test_a_clean_draft_ends_with_0(sample_data, draft):
    draft.write_text(RIGHT, encoding="utf-8")
    done = run(sample_data, draft)
    assert (done.returncode, done.stderr) == (0, "")
    assert "agrees  Kế hoạch số 45/KH-UBND" in done.stdout


def test_a_changed_quotation_is_shown_between_signs_and_ends_with_1(sample_data, draft):
    draft.write_text(RIGHT + WRONG, encoding="utf-8")
    done = run(sample_data, draft)
    assert (done.returncode, done.stderr) == (1, "")
    assert "[-1,3-] {+2,3+} đêm" in done.stdout
    as_json = run(sample_data, draft, "--json")
    assert as_json.returncode == 1
    assert [one["verdict"] for one in json.loads(as_json.stdout)["quotations"]] == ["altered"]


def test_a_draft_may_come_on_stdin(sample_data):
    done = run(sample_data, "-", typed=WRONG)
    assert (done.returncode, "{+2,3+}" in done.stdout) == (1, True)


def test_what_cannot_be_read_ends_with_2(sample_data, draft):
    for content in (b"", b"\x00\x01\x02" * 99):
        draft.write_bytes(content)
        done = run(sample_data, draft)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("plansearch: ")
    assert run(sample_data, draft.with_name("missing.txt")).returncode == 2
