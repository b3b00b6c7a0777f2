# Thin: the work is done by the programs in tools/. `make help` lists the targets.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv/bin
FLASK := $(VENV)/flask --app webapp

.DEFAULT_GOAL := help
.PHONY: help setup setup-server setup-dev run worker demo-reset test check format texts docs screens bench lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: ## install what the site needs; safe to repeat
	@$(PYTHON) -m tools.setup

setup-server: ## install what a server at scale needs: drivers of PostgreSQL, Redis, object storage
	@$(PYTHON) -m tools.setup --kind server

setup-dev: ## install what the checks and tests need as well
	@$(PYTHON) -m tools.setup --kind dev

check: setup-dev ## the quick half: lint, types, imports, templates, unit tests
	@$(VENV)/python -m tools.check quick

test: setup-dev ## every check and every test
	@$(VENV)/python -m tools.check all

format: setup-dev ## let ruff lay out the code and mend what it can
	@$(VENV)/ruff format .
	@$(VENV)/ruff check --fix-only --quiet .

run: setup ## start the site with its demo on PORT (8000)
	@$(VENV)/python -m tools.run --port $(PORT)

texts: setup-dev ## bring the translation files in line with the code
	@$(VENV)/python -m tools.catalogue extract

worker: setup ## run the jobs in a process of their own
	@$(FLASK) worker

demo-reset: setup ## bring the demo back as it was
	@$(FLASK) db upgrade
	@$(FLASK) demo load --reset

screens: setup-dev ## photograph the pages of the demo for docs/screens.md
	@$(VENV)/python -m tools.screens

docs: setup-dev ## write the pages of docs/ that are made from the code
	@$(VENV)/python -m tools.reference

bench: setup-dev ## measure the public pages beside a bare Flask application
	@$(VENV)/python -m tools.bench

lock: setup-dev ## rebuild the lock files; UPGRADE=1 takes newer versions
	@$(VENV)/python -m tools.lock $(if $(UPGRADE),--upgrade)

clean: ## remove what was installed or made; keeps instance/
	@rm -rf .venv node_modules static/vendor .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find translations -name '*.mo' -delete 2>/dev/null || true
