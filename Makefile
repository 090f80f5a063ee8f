# Knock-on: `make demo` shows what it does, `make test` checks everything. `make help` lists the rest.
#
# Everything is installed in $(VENV), from whatever index this machine's pip is set to, by hashed
# requirements. Nothing is installed on the machine itself, save python3-venv where Python cannot
# make an environment without it and, when KNOCKON_APT=1 allows it, what those of pages and PDFs need.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HERE := $(VENV)/bin/python
DONE := $(VENV)/.done
UV := $(HERE) requirements/like_pip.py
INSTALL := $(UV) pip install --quiet --python $(HERE)
LOCKED := $(INSTALL) --require-hashes
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header
KERNEL := $(wildcard src/knockon/flow/kernel/*.c src/knockon/flow/kernel/*.h)
BROWSER := chromium fonts-liberation fonts-dejavu-core
# Opens letters and workbooks as their readers do, in the long tests.
OFFICE := libreoffice-writer-nogui libreoffice-calc-nogui
# Lays out text in PDFs; turns their pages into pictures for the tests.
PRINTER := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils
APT := DEBIAN_FRONTEND=noninteractive apt-get --option DPkg::Lock::Timeout=300
APT_INSTALL := $(APT) install --yes --no-install-recommends
# What a chatty command said is shown only if it failed.
QUIETLY = said=$$($(1) 2>&1) || { printf '%s\n' "$$said" >&2; exit 1; }

export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test check deep docs mutate bench lock kernel clean machine office

help: ## list what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | \
		while IFS=$$'\t' read -r name does; do printf '  make %-8s %s\n' "$$name" "$$does"; done

demo: $(DONE)/knockon ## forecast a made-up system and write the report
	@$(BIN)/knockon demo

test: check machine $(DONE)/test ## check everything: style, types, imports, then every test
	@$(BIN)/python -m pytest -n 2 -rs

check: $(DONE)/lint $(DONE)/test ## style, types and the order of packages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo --no-cache

deep: machine office $(DONE)/lint $(DONE)/test ## the long tests, a bare machine among them
	@$(BIN)/python -m pytest -m deep -rs --timeout 3600

docs: $(DONE)/docs ## build the manual, the rule book with it, into site/
	@$(BIN)/knockon packs book --out docs/rule-book --force
	@$(BIN)/zensical build --clean --strict

mutate: $(DONE)/mutation ## which changes to the judging of plans no test notices (half an hour)
	@$(BIN)/python -m coverage run -m pytest tests/unit/compliance
	@$(BIN)/python -m coverage report --fail-under 100 --skip-covered
	@$(BIN)/mutmut run --max-children 2 > /dev/null
	@$(BIN)/mutmut results

bench: $(DONE)/bench ## time the engine and its peers, into benchmarks/results/ and the manual (ten minutes)
	@$(BIN)/knockon bench --out benchmarks/results
	@$(BIN)/python benchmarks/page.py

kernel: $(DONE)/knockon ## compile the engine in place

lock: $(DONE)/uv ## write requirements/*.txt afresh
	@$(COMPILE) pyproject.toml --output-file requirements/base.txt
	@$(COMPILE) --group test --constraints requirements/base.txt --output-file requirements/test.txt
	@$(COMPILE) --group lint --constraints requirements/base.txt --constraints requirements/test.txt \
		--output-file requirements/lint.txt
	@$(COMPILE) --group docs --constraints requirements/base.txt --constraints requirements/test.txt \
		--constraints requirements/lint.txt --output-file requirements/docs.txt
	@$(COMPILE) --group build --constraints requirements/base.txt --constraints requirements/test.txt \
		--constraints requirements/lint.txt --output-file requirements/build.txt
	@$(COMPILE) --group mutation --constraints requirements/base.txt --constraints requirements/test.txt \
		--output-file requirements/mutation.txt
	@$(COMPILE) --group bench --constraints requirements/base.txt --constraints requirements/test.txt \
		--output-file requirements/bench.txt
	@for one in zig uv; do $(COMPILE) --group $$one --output-file requirements/$$one.txt; done

clean: ## forget the environment and everything built
	@rm -rf $(VENV) build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find src/knockon -name '_flow_*' -type f -delete

# The environment, step by step; each step leaves a stamp.

$(DONE)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Knock-on needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …' >&2; exit 1; }
	@if ! $(PYTHON) -m venv $(VENV) > /dev/null 2>&1; then \
		if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then \
			echo 'This Python cannot make environments yet: installing python3-venv.'; \
			$(call QUIETLY,$(APT) update && $(APT_INSTALL) python3-venv); \
			$(PYTHON) -m venv $(VENV); \
		else \
			echo 'This Python cannot make environments. Run: apt-get install python3-venv' >&2; exit 1; \
		fi; \
	fi
	@mkdir -p $(DONE) && touch $@

$(DONE)/uv: requirements/uv.txt | $(DONE)/venv
	@$(HERE) -m pip install --quiet --quiet --require-hashes --requirement requirements/uv.txt
	@touch $@

$(DONE)/base: requirements/base.txt requirements/build.txt | $(DONE)/uv
	@echo 'Installing what Knock-on is built on …'
	@$(LOCKED) --requirements requirements/base.txt --requirements requirements/build.txt
	@touch $@

$(DONE)/knockon: pyproject.toml hatch_build.py requirements/zig.txt $(KERNEL) | $(DONE)/base
	@if ! $(HERE) -c 'import sys, hatch_build; sys.exit(hatch_build.system_compiler() is None)'; then \
		echo 'No C compiler here: fetching one (ziglang) …'; \
		$(LOCKED) --requirements requirements/zig.txt || { \
			echo 'There is no C compiler and ziglang cannot be had. Install one: apt-get install gcc libc6-dev' >&2; \
			echo '(or set pip to an index or a folder that has ziglang), then run make again.' >&2; exit 1; }; \
	fi
	@echo 'Compiling the engine …'
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DONE)/test: requirements/test.txt $(DONE)/knockon
	@$(LOCKED) --requirements $<
	@touch $@

$(DONE)/lint: requirements/lint.txt $(DONE)/knockon
	@$(LOCKED) --requirements $<
	@touch $@

$(DONE)/docs: requirements/docs.txt $(DONE)/knockon
	@$(LOCKED) --requirements $<
	@touch $@

$(DONE)/bench: requirements/bench.txt $(DONE)/knockon
	@$(LOCKED) --requirements $<
	@touch $@

$(DONE)/mutation: requirements/mutation.txt $(DONE)/test
	@$(LOCKED) --requirements $<
	@touch $@

# What only the machine can give. Without KNOCKON_APT=1 this installs nothing.
machine: | $(DONE)/venv
	@missing=""; \
	command -v chromium chromium-browser google-chrome > /dev/null || missing="$(BROWSER)"; \
	$(HERE) -c 'import ctypes.util, shutil, sys; \
		sys.exit(not (ctypes.util.find_library("pangoft2-1.0") and shutil.which("pdftoppm")))' \
		|| missing="$$missing $(PRINTER)"; \
	if [ -z "$$missing" ]; then :; \
	elif [ "$${KNOCKON_APT:-}" = 1 ]; then \
		echo "Installing what pages and PDFs are tested with: $$missing …"; \
		$(call QUIETLY,$(APT) update && $(APT_INSTALL) $$missing); \
	else \
		echo 'Tests of pages in a browser or of PDFs will be skipped (listed below). To run them:'; \
		echo "  apt-get install $$missing"; \
	fi

office:
	@if command -v soffice libreoffice > /dev/null; then :; \
	elif [ "$${KNOCKON_APT:-}" = 1 ]; then \
		echo 'Installing what letters are opened with: $(OFFICE) …'; \
		$(call QUIETLY,$(APT) update && $(APT_INSTALL) $(OFFICE)); \
	else \
		echo 'Tests that open letters in LibreOffice will be skipped (listed below). To run them:'; \
		echo '  apt-get install $(OFFICE)'; \
	fi
