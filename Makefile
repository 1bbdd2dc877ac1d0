# The manual: every command a developer needs. `make help` prints this list.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run worker clock test check format bench fuzz migrate lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY) ## Make the environment (.venv, node_modules)

$(READY): requirements.lock package-lock.json pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-uv.lock
	$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	$(BIN)/python -m base.frontend
	touch $@

run: $(READY) ## Start everything with nine demonstration partners, on http://127.0.0.1:8000
	$(BIN)/wijzer run --demo

worker: $(READY) ## Start a worker over the broker of the settings (production: Redis)
	$(BIN)/python -m celery -A tasks.app worker -Q fetching,crawling,publishing

clock: $(READY) ## Start the clock that tells the workers what is due
	$(BIN)/python -m celery -A tasks.app beat

test: check ## Check the house and run all tests
	$(BIN)/python -m pytest

check: $(READY) ## Format, lint, types, layers, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell README.md CHANGELOG.md docs

format: $(READY) ## Rewrite the code in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## Print what `python -m bench` can measure
	$(BIN)/python -m bench --help

fuzz: $(READY) ## Read broken files for some minutes (SEED=1 SECONDS=180 FOLDERS=...)
	$(BIN)/python -m bench fuzz --seed $(or $(SEED),1) --seconds $(or $(SECONDS),180) $(FOLDERS)

migrate: $(READY) ## Bring the database up to date
	$(BIN)/wijzer migrate

lock: ## Refresh the lock files
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 --group dev pyproject.toml -o requirements.lock
	grep -A 40 '^uv==' requirements.lock | awk 'NR==1 || /^    --hash/{print; next} {exit}' > requirements-uv.lock

clean: ## Remove what was made here (environment, state)
	rm -rf $(VENV) node_modules var
