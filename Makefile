# The only commands a newcomer needs. They need Python 3.11 or newer with venv, make and a package index.
.DEFAULT_GOAL := demo
.PHONY: demo run test lint audit bench lock

# The first Python that is new enough; PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 4

# Stamps: nothing is installed again until a lock file or pyproject.toml changes.
VENV := $(BIN)/python
RUN := .venv/installed-run
DEV := .venv/installed-dev

demo: $(RUN)
	@exec $(BIN)/eventsapp demo

run: $(RUN)
	@exec $(BIN)/eventsapp serve

test: $(DEV)
	@$(BIN)/python -m tests.databases
	@chromium="$$($(BIN)/python -m tests.browser.chromium)" && export CHROMIUM="$$chromium" && set -x && \
		$(BIN)/python -m pytest --numprocesses=logical --maxprocesses=$(WORKERS) --dist=worksteal

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates

# Outside `lint`: it asks a database of known faults over the network, and fails if that did not answer.
audit: $(DEV)
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements-dev.lock
	$(BIN)/bandit --quiet --severity-level medium --recursive --configfile pyproject.toml eventsapp config.py

bench: $(DEV)
	$(BIN)/python -m benchmarks

$(VENV):
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found. Install one, or run: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Making .venv with $(PYTHON) …"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python has no venv here. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(RUN): requirements.lock pyproject.toml | $(VENV)
	@echo "Installing what the lock file names; the first time takes a minute or two …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# Resolve again, for every system and every Python from 3.11 on. The files name no index.
# hatchling and editables build the package itself; they are locked like everything else.
COMPILE := uv pip compile --no-config --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet pyproject.toml -
lock:
	@command -v uv >/dev/null || { echo "Locking needs uv. Install it with: $(PYTHON) -m pip install uv" >&2; exit 1; }
	@printf 'hatchling\neditables\n' | $(COMPILE) $(UPGRADE) --output-file requirements.lock
	@printf 'hatchling\neditables\n-c requirements.lock\n' | $(COMPILE) $(UPGRADE) --extra dev --output-file requirements-dev.lock
