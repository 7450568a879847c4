# Two commands set everything up: `make map` and `make test`. CONTRIBUTING.md says more.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := map
.PHONY: map test check gate gate-full bench clean data help

help:            ## list these commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ -/'

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

map: $(VENV)/.installed       ## make the examples' maps in output/
	$(BIN)/geo regenerate output

test: $(VENV)/.installed-dev  ## run the tests
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

gate: $(VENV)/.installed-dev  ## hold the accuracy floors
	$(BIN)/python -m tests.gate.gate

gate-full: $(VENV)/.installed-dev ## hold them on every corpus
	$(BIN)/python -m tests.gate.gate --full

bench: $(VENV)/.installed-dev ## measure speed and memory, as ratios in one run
	$(BIN)/python -m tests.bench

clean:           ## remove what make has made
	rm -rf $(VENV) build *.egg-info
