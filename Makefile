# Set-up needs Python 3.11 or newer (with venv), git and make; everything else goes into .venv, checked by hash.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SEEDS ?= 20

.PHONY: demo test laws check lock clean

demo: $(READY)  ## The whole story, on your machine (ARGS=--exit ends it instead of staying up)
	$(BIN)/stagekeeper demo $(ARGS)

test: $(READY)  ## Every test, in parallel
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

laws: $(READY)  ## The laws of the contract engine, held against SEEDS times as many examples, other ones each time
	$(BIN)/python -m pytest tests/unit/contract/laws -n auto --dist worksteal --seeds $(SEEDS) $(ARGS)

check: $(READY)  ## What continuous integration checks, tests included
	bash .ci/run

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Stagekeeper needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
	  || { echo "$(PYTHON) cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock: $(READY)  ## Write requirements/*.txt anew from pyproject.toml
	$(BIN)/python tools/lock.py

clean:
	rm -rf .venv
