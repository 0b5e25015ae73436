# `make demo` makes the real example edition; `make test` runs the tests. Both set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SET_UP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes
INSTALL_SELF := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .

.PHONY: demo desk test lint bench golden schemas asr servers lock clean help
.DEFAULT_GOAL := help

help: ## Say what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(VENV)/run.ready ## Make the example edition and name the page to open
	@$(BIN)/python -m flows.make_edition examples/egov-2024.yaml --audience leaders --audience citizens

desk: $(VENV)/run.ready ## Open the examples in a browser: write, and see what it becomes
	@$(BIN)/briefcast desk examples

test: $(VENV)/dev.ready ## Run the tests that need nothing but Python
	@$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/dev.ready ## Check style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: $(VENV)/dev.ready ## Measure films against the bare encoder and other tools; keep the table in docs/performance.md
	@$(BIN)/python -m bench.video --peers --changed --long --write

golden: $(VENV)/dev.ready ## Draw the reference pictures again; look at each before committing it
	@$(BIN)/python -m tests.golden && $(BIN)/python -m tests.golden_charts

schemas: $(VENV)/dev.ready ## Write the JSON Schemas of the brief and the manifest
	@$(BIN)/python -m briefcast.cli.schema

asr: $(VENV)/asr.ready ## Add speech recognition, for the tests that listen to the voices

servers: tests/servers/bluesky/node_modules/.ready tests/servers/s3/node_modules/.ready tests/servers/oidc/node_modules/.ready tests/browser/axe/node_modules/.ready tests/browser/vnu/node_modules/.ready ## Build the Bluesky and S3 servers that tests publish on and the provider that they sign in at, and fetch the rules pages are held to (Node.js, a minute or two)

tests/%/node_modules/.ready: tests/%/package-lock.json
	@# SQLite is compiled here; without optimising that takes a third of the time, and the tests do not notice.
	@cd $(dir $<) && CFLAGS=-O0 CXXFLAGS=-O0 npm ci --silent --no-audit --no-fund && touch $(notdir $(@D))/.ready

# What the locks take against the word of a dependency: MoviePy 2.2 asks for a Pillow below 12, which has published holes.
OVERRIDES := pillow>=13

lock: ## Pin every dependency again, with hashes
	@$(BIN)/pip install --quiet uv==0.13.9
	@for set in run machines dev asr; do \
	  groups="--group build"; test $$set = run || groups="$$groups --constraint locks/run.txt"; \
	  test $$set = machines && groups="$$groups --extra postgres --extra machines"; \
	  test $$set = dev -o $$set = asr && groups="$$groups --group dev --extra edge"; \
	  test $$set = asr && groups="$$groups --group asr"; \
	  echo "$(OVERRIDES)" | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --override - --extra footage --extra voices --extra channels --extra search $$groups pyproject.toml \
	    --output-file locks/$$set.txt; done

clean: ## Remove what was made, and the environment
	rm -rf $(VENV) outputs/*/ .briefcast .pytest_cache .mypy_cache .ruff_cache

$(BIN)/python:
	@echo "Setting up (once, a minute or two)…"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "briefcast needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.ready: $(BIN)/python locks/run.txt pyproject.toml
	@$(SET_UP) -r locks/run.txt && $(INSTALL_SELF) && touch $@

$(VENV)/asr.ready: locks/asr.txt $(VENV)/dev.ready
	@$(SET_UP) -r locks/asr.txt && $(BIN)/python -m tests.lay_listener && touch $@

$(VENV)/dev.ready: $(BIN)/python locks/dev.txt pyproject.toml
	@$(SET_UP) -r locks/dev.txt && $(INSTALL_SELF) && touch $@ $(VENV)/run.ready
