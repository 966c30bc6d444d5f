# The commands of the README. Each sets up what it needs; nothing has to be done by hand first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test check lock clean messages chromium redis postgres

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | awk -F': ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/.run: requirements/run.txt requirements/build.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing what the site needs"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "installing what the tests need"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

demo: $(VENV)/.run ## serve the site with the carriers' sandboxes on http://127.0.0.1:8000
	@exec $(BIN)/tracking-site demo --port $(PORT)

test: $(VENV)/.dev chromium redis postgres ## run every test
	@$(BIN)/python -m pytest

check: $(VENV)/.dev ## ruff, mypy, the direction of imports, templates and catalogues
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m tests.architecture.check_catalogues
	@$(BIN)/python -m tests.architecture.check_templates

chromium redis postgres:
	@sh tests/install.sh $@

lock: $(VENV)/.run ## resolve the dependencies anew and write requirements/ with their hashes
	@$(PIP) install "uv>=0.9"
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes --no-header -q -o requirements/run.txt
	@$(BIN)/uv pip compile --group build -c requirements/run.txt --universal --python-version 3.11 --upgrade --generate-hashes --no-header -q -o requirements/build.txt
	@$(BIN)/uv pip compile pyproject.toml --group build --group test --group check -c requirements/run.txt --universal --python-version 3.11 --upgrade --generate-hashes --no-header -q -o requirements/dev.txt

clean: ## remove what the targets installed and wrote
	@rm -rf $(VENV) dist build var .mypy_cache .ruff_cache .pytest_cache .hypothesis

messages: $(VENV)/.run ## write translations/messages.pot anew and bring the catalogues up to it
	@$(BIN)/pybabel -q extract -F translations/babel.cfg -k N_ --project tracking-site --copyright-holder "the tracking-site maintainers" --no-location --sort-output --omit-header -o translations/messages.pot .
	@for language in translations/*/; do \
	  $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -i translations/messages.pot -d translations -l $$(basename $$language); \
	done
