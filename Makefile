# One command each. The virtual environment makes itself, from the exact versions in requirements.lock.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve test fuzz browser lint format bench bench-full audit update clean

site: .venv/ready  ## build the site into site/
	$(BIN)/mkdocs build --strict

serve: .venv/ready  ## show it at http://127.0.0.1:8000 and follow edits
	$(BIN)/mkdocs serve --livereload

test: .venv/ready
	$(BIN)/pytest

browser: .venv/ready  ## only the tests that drive a browser, the system's Chromium
	FACTSHEET_BROWSER=required $(BIN)/pytest tests/test_site.py

lint: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: .venv/ready
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

SIZES ?= 50,500
bench: .venv/bench  ## measure quality and speed, against peers and floors in the same run; sheets of SIZES facts
	$(BIN)/python benchmarks/quotations.py
	$(BIN)/python benchmarks/figures_and_dates.py
	$(BIN)/python benchmarks/speed.py --sizes $(SIZES)

bench-full: .venv/bench  ## the same with a sheet of 5,000 facts, and a corpus of 100,000 articles: takes long
	$(MAKE) bench SIZES=50,500,5000
	$(BIN)/python benchmarks/corpus.py

audit: .venv/audit/ready  ## Lighthouse, the Nu HTML checker and LinkChecker on the built site; needs node, java and Chromium
	$(BIN)/python benchmarks/audit.py

MINUTES ?= 5
ENGINE ?= hypothesis
fuzz: .venv/ready $(if $(filter atheris,$(ENGINE)),.venv/fuzz)  ## feed readers, writer, comparer and pages what no person would write
	PYTHONPATH=tests $(BIN)/python tests/fuzz.py --minutes $(MINUTES) --engine $(ENGINE)

update:  ## write requirements.lock anew from the ranges in pyproject.toml, with the hashes of every file for every platform
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	echo '# Written by `make update`: every version with the hashes of its files, for Python 3.11 to 3.13 on any platform. Do not edit.' > requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes --no-annotate --no-header --extra dev pyproject.toml >> requirements.lock
	rm -rf .venv

clean:
	rm -rf .venv site

.venv/audit/ready: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[audit]'
	npm install --silent --ignore-scripts --no-audit --no-fund --prefix .venv/audit lighthouse@12 vnu-jar@26
	touch $@

.venv/fuzz: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	touch $@

.venv/bench: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
