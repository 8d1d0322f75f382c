# Thin: sets up .venv once (270 MB to load; 103 seconds where it was measured, see README.md), then calls the package.
# `make site` and `make test` are all that most people need.
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
	@$(BIN)/python -m poppybook.cli site

test: $(READY)
	@$(BIN)/python -P -m pytest

proof: $(READY)
	@$(BIN)/python -P -m pytest -m proof

lab: $(READY)
	@$(BIN)/python -m jupyterlab notebooks

run: $(READY)
	@$(BIN)/python -m poppybook.cli run

figures: $(READY)
	@$(BIN)/python -m poppybook.cli figures

offline: $(READY)
	@$(BIN)/python -m poppybook.cli offline

assignments: $(READY)
	@$(BIN)/python -m poppybook.cli assignments

grade: $(READY)
	@test -n "$$IN" && test -n "$$OUT" || { echo "Say where: make grade IN=submissions OUT=graded" >&2; exit 2; }
	@$(BIN)/python -m poppybook.cli grade "$$IN" "$$OUT"

bench: $(READY)
	@$(BIN)/python -m benchmarks

# A set-up belongs to one folder, which its stamp names, and to one Python: where the book was moved, or when another
# Python is named, it is made anew. What can fail on the way, and what to do then, stands in set_up.py.
SAME := test "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)"
ifneq ($(origin PYTHON),file)
SAME += && test "$$("$(PYTHON)" -V 2>&1)" = "$$($(BIN)/python -V 2>&1)"
endif
ifneq ($(shell $(SAME) && echo yes),yes)
.PHONY: $(READY)
endif

$(READY): pyproject.toml constraints.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null || { \
		found=$$("$(PYTHON)" --version 2>&1) || found="not on this machine"; \
		echo "This book needs Python 3.11 to 3.14; $(PYTHON) is $$found." >&2; \
		echo "Name another one, for example: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@"$(PYTHON)" set_up.py
