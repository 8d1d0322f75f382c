# Thin: sets up .venv once, then calls the package. `make site` and `make test` are all that most people need.
#
#   make site      render the book          -> _site/index.html
#   make test      check data, code, notebooks and site: all that a change can break, in minutes
#   make proof     what takes longer: every page in every view by every renderer, large classes, kills, set-ups
#   make lab       open the notebooks in JupyterLab
#   make run       execute the notebooks that are stale
#   make figures   draw the pictures that are stale (needs Chromium)
#   make offline   the whole book as one archive -> dist/poppy-to-precursor-offline.zip
#   make assignments   write the zips for students and instructors -> dist/assignments/
#   make grade IN=folder OUT=folder   grade submissions as a learning platform exports them
#   make bench     time the book against the bare tools it stands on
#
# Another Python than python3: make PYTHON=python3.12 site

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: site test proof lab run figures offline assignments grade bench
site: $(READY)
	@$(BIN)/poppybook site

test: $(READY)
	@$(BIN)/pytest

proof: $(READY)
	@$(BIN)/pytest -m proof

lab: $(READY)
	@$(BIN)/jupyter lab notebooks

run: $(READY)
	@$(BIN)/poppybook run

figures: $(READY)
	@$(BIN)/poppybook figures

offline: $(READY)
	@$(BIN)/poppybook offline

assignments: $(READY)
	@$(BIN)/poppybook assignments

grade: $(READY)
	@test -n "$(IN)" && test -n "$(OUT)" || { echo "Say where: make grade IN=submissions OUT=graded" >&2; exit 2; }
	@$(BIN)/poppybook grade "$(IN)" "$(OUT)"

bench: $(READY)
	@$(BIN)/python -m benchmarks

# The stamp is the last thing written: a set-up that was stopped half-way starts again.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null || { \
		found=$$($(PYTHON) --version 2>/dev/null) || found="not on this machine"; \
		echo "This book needs Python 3.11 to 3.14; $(PYTHON) is $$found." >&2; \
		echo "Name another one, for example: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up .venv with pinned versions (once, about a minute)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e ".[test]" -c constraints.txt
	@touch $@
