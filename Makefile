# make run    opens NaGlass on an example spectrum (without a display: drives the same window and leaves demo-output/)
# make test   runs every test
# The other targets are for developers: venv check bench screens validate faults examples installer clean

python := .venv/bin/python
# One BLAS thread: figures do not depend on the number of cores.
export OPENBLAS_NUM_THREADS ?= 1
export OMP_NUM_THREADS ?= 1
# Compiled modules are kept: the tests start some hundred processes, and each would compile the package anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check venv bench screens validate faults examples installer clean

# A Mac always has a display; elsewhere a variable names it.
display := $(if $(filter Darwin,$(shell uname)),mac,$(DISPLAY)$(WAYLAND_DISPLAY))

run: venv
	@$(python) -m $(if $(display),naglass_gui demo,tests.demo)

test: venv
	$(python) -m pytest -q -n auto --dist loadgroup --max-worker-restart=0 $(TESTS)

check: venv
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	.venv/bin/lint-imports

venv:
	@sh tools/environment.sh

bench: venv
	$(python) -m tests.benchmarks $(ROWS)

screens: venv
	$(python) -m tests.screens

validate: venv
	$(python) -m tests.validate

faults: venv
	NAGLASS_FAULTS=full $(python) -m pytest -q -s -o faulthandler_timeout=0 tests/faults

examples: venv
	$(python) tools/make_examples.py

installer: venv
	$(python) installer/build.py

clean:
	rm -rf build dist demo-output screens-output bench-output .venv .venv-bench*
