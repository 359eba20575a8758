# Everything runs in .venv, which the first target that needs it makes.
PYTHON = .venv/bin/python

.PHONY: test heavy lint docs bench demo snapshots
test: .venv/made
	$(PYTHON) -m pytest

heavy: .venv/made
	$(PYTHON) -m pytest --heavy

lint: .venv/made
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

docs: .venv/made
	$(PYTHON) tools/make_reference.py
	.venv/bin/pip install --quiet -e '.[docs]'
	$(PYTHON) -m sphinx --fail-on-warning --nitpicky --quiet -c docs . site

bench: .venv/made
	$(PYTHON) benchmarks

snapshots: .venv/made
	$(PYTHON) -m pytest tests/test_tui_pictures.py -n 0 --snapshot-update

demo: .venv/made
	.venv/bin/caseload demo

.venv/made: pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install --quiet -e '.[test,lint]'
	touch .venv/made
