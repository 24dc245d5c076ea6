# Two commands do everything: `make serve` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= .data/samples
PORT ?= 8000
MODEL_DATA ?= ../shared/model-data
STAMP := $(VENV)/.installed
PACKAGES := chromium libreoffice-writer-nogui libreoffice-impress-nogui tesseract-ocr tesseract-ocr-vie \
  fonts-dejavu-core fonts-dejavu-extra

.DEFAULT_GOAL := help
.PHONY: help install serve test test-thorough test-long lint tools explore model client samples bench clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

install: $(STAMP) ## Install PlanSearch into .venv

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing (a few minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

serve: install ## Ingest the sample corpus and serve the pages on http://127.0.0.1:8000
	$(BIN)/plansearch ingest --data $(DATA) samples
	$(BIN)/plansearch serve --data $(DATA) --port $(PORT)

test: lint tools ## Run all checks and the tests of every part
	$(BIN)/python -m pytest -rs

test-thorough: install tools ## Run those that kill processes, run several, or go through every moment
	$(BIN)/python -m pytest -rs -m thorough

test-long: install tools ## Run the tests that take minutes: kills at random times, growth, a server of Milvus
	$(BIN)/python -m pytest -rs -n 0 -m long

explore: install ## Look for counterexamples to the properties with new examples (long)
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -m '' $$(grep -rl "^@given" tests)

lint: install ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m index.glossary
	$(BIN)/python -m training.lint

tools: install ## Install the Debian packages that some tests need, where that is allowed
	@{ command -v chromium && command -v soffice && tesseract --list-langs | grep -qx vie; } >/dev/null 2>&1 \
	  || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null; } \
	  || echo "NOTE: tests that need one of these will be skipped: apt-get install $(PACKAGES)"

model: install ## Train the bundled model from MODEL_DATA (20 to 30 minutes)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,training]'
	OMP_NUM_THREADS=1 $(BIN)/python -m training --data $(MODEL_DATA)
	$(BIN)/python -m training.confidence
	$(BIN)/python -m training.question_pairs
	OMP_NUM_THREADS=1 $(BIN)/python -m training.choosing

client: install ## Make the client's models again from the description of the API
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'datamodel-code-generator>=0.89'
	$(BIN)/python -m tests.client_models

samples: install ## Make samples/office again from its texts (needs LibreOffice)
	$(BIN)/python -m tests.samples

bench: install ## Measure ranking, speed and memory (see benchmarks/README.md)
	$(BIN)/python -m benchmarks

clean: ## Remove what make has built
	rm -rf $(VENV) .data build *.egg-info .mypy_cache .pytest_cache .ruff_cache
