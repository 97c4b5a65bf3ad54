# `make reproduce` and `make test` do all set-up: Python 3.11 or newer with venv, git and make are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
SOURCES := decision tests docs benchmarks examples

.PHONY: reproduce proofs test test-slow coverage doctest lint format types docs bench all lock clean

reproduce: $(READY)  ## the convergence map, every cell checked; the page is build/reproduce/index.html
	$(BIN)/decision reproduce

test: $(READY)  ## all tests and doctests but the slow ones
	$(BIN)/python -m pytest -n auto -m "not slow"

test-slow: $(READY)
	$(BIN)/python -m pytest -n auto -m slow || [ $$? -eq 5 ]  # 5: no test is marked slow

coverage: $(READY)  ## branch coverage of the fast tests by package, and what they do not reach; red tests are for `make test`
	rm -rf build/coverage && mkdir -p build/coverage
	-CI=1 $(BIN)/python -m coverage run -m pytest -q -n auto -m "not slow"
	$(BIN)/python -m coverage combine -q
	$(BIN)/python -m coverage json -q -o build/coverage/coverage.json
	$(BIN)/python -m tests.quality.coverage_table

doctest: $(READY)
	$(BIN)/python -m pytest -n auto decision

lint: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: $(READY_DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY_DEV)
	$(BIN)/pyright

docs: $(READY_DEV)  ## the site, docs/_build/html/index.html; with the convergence map, if `make reproduce` ran before
	$(BIN)/python -m sphinx -n -W --keep-going -q -b html -j auto -d docs/_build/doctrees docs docs/_build/html

proofs: $(READY) build/reproduce/map.json  ## compile the Coq files, run the verified checker; needs coqc (Debian: coq)
	$(BIN)/python -m proofs.prove
	$(BIN)/python -m proofs.compare

build/reproduce/map.json:
	$(MAKE) reproduce

bench: $(READY)
	set -e; for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

all: test test-slow lint types reproduce docs

lock: $(READY_DEV)  ## after a change of dependencies in pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --all-extras \
		pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --extra build --extra test \
		-c requirements-dev.lock pyproject.toml -o requirements.lock

clean:
	rm -rf build docs/_build .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("decision needs Python 3.11 or newer, this is " \
		+ sys.version.split()[0] + "; name another one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }  # Debian: apt install python3-venv

# requirements.lock: what running and testing needs; requirements-dev.lock: the same and lint, types, docs.
$(READY): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_DEV): requirements-dev.lock $(READY)
	$(PIP) install -r requirements-dev.lock
	@touch $@
