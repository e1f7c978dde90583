# The only commands a contributor types. `make` alone lists them.
PYTHON ?=
BIN := .venv/bin
PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_DISABLE_PIP_VERSION_CHECK
# Compiled modules make start-up four times faster; some machines switch them off.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check bench golden shots clean

help:
	@echo "make run      install what is needed and open the sample workspace"
	@echo "make test     all tests          (make test ARGS='-m \"not slow\"' for the quick ones)"
	@echo "make check    exactly what CI checks: style, types, arrows, tests"
	@echo "make bench    times and sizes on this machine"
	@echo "make golden   accept changed pictures and documents"
	@echo "make shots    screenshots for the guide"
	@echo "make clean    remove everything that was made, .venv too"

.venv/.ready: pyproject.toml constraints.txt packaging/prepare.sh
	python="$$(PYTHON='$(PYTHON)' sh packaging/prepare.sh)" && "$$python" -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

run: .venv/.ready
	@$(BIN)/python -m compileall -q workbench
	$(BIN)/python -m workbench --sample

test: .venv/.ready
	$(BIN)/python -m pytest -n 2 --max-worker-restart=0 $(ARGS)

check: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --max-worker-restart=0 $(ARGS)

bench: .venv/.ready
	$(BIN)/python -m compileall -q workbench
	$(BIN)/python -m tests.bench $(ARGS)

golden: .venv/.ready
	$(BIN)/python -m pytest --golden-update $(ARGS)

shots: .venv/.ready
	$(BIN)/python -m tests.shots $(ARGS)

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find workbench tests -name __pycache__ -prune -exec rm -rf {} +
