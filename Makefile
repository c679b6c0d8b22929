# casus: every recipe works on a machine that has Python 3.11+ and make, and nothing else.
#
#   make demo     see what casus does
#   make test     every test
#   make check    all that CI runs: format, lint, types, imports, tests, docs, accuracy floors, the wheel
#   make docs     regenerate what the docs quote from casus's own output
#   make bench    speed, and what is too long for CI
#   make train    train and export the models (some three hours on two cores)

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types imports docs docs-check floors wheel bench train clean

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DATA ?= ../shared/data

# Weights that had not seen some files of our own reports, out of the history: what is learned from readings needs them (training/unseen.py).
UNSEEN := --models 'reports_[a-g]=build/unseen/da4040a' --models 'reports_[h-o]=build/unseen/e32f73e'

help:
	@sed -n 's/^#   //p' Makefile

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "casus needs Python 3.11 or newer on the PATH"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make environments: install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	@$(BIN)/casus demo

test: $(VENV)/.dev
	$(BIN)/python -m bench.postgres $(BIN)/python -m pytest --numprocesses 2

check: format lint types imports test docs-check floors wheel

format: $(VENV)/.dev
	$(BIN)/ruff format --check

lint: $(VENV)/.dev
	$(BIN)/ruff check

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache

docs: $(VENV)/.dev
	$(BIN)/python -m bench.quotes --write

docs-check: $(VENV)/.dev
	$(BIN)/python -m bench.quotes

floors: $(VENV)/.dev
	$(BIN)/python -m bench.floors --data $(DATA)

wheel: $(VENV)/.dev
	$(BIN)/python -m bench.wheel

bench: $(VENV)/.dev
	$(BIN)/python -m bench.speed

$(VENV)/.train: $(VENV)/.dev
	$(PIP) install --constraint constraints.txt --editable '.[train]'
	@touch $@

train: $(VENV)/.train
	$(BIN)/python -m training.spans --data $(DATA) --out build/spans1 --own-passes 0 --resume
	$(BIN)/python -m training.spans --data $(DATA) --out build/spans2 --start build/spans1 --epochs 2 --rate 1.5e-4 --head-rate 5e-4 --masked 0.08 --resume
	$(BIN)/python -m training.spans --data $(DATA) --out build/spans3 --start build/spans2 --epochs 1 --rate 1.2e-4 --masked 0.05 --articles 0.33 --resume
	$(BIN)/python -m training.blend --earlier build/spans2 --later build/spans3 --share 0.6 --out build/spans23
	$(BIN)/python -m training.spans --data $(DATA) --out build/spans4 --start build/spans23 --epochs 1 --rate 1e-4 --articles 0.4 --own-passes 2 --resume
	$(BIN)/python -m training.spans --data $(DATA) --out build/spans5 --start build/spans4 --epochs 1 --rate 1.2e-4 --head-rate 5e-4 --masked 0.05 --articles 0.6 --own-passes 3 --seed 20261123 --resume
	$(BIN)/python -m training.blend --earlier build/spans4 --later build/spans5 --share 0.6 --out build/spans45
	$(BIN)/python -m training.spans --data $(DATA) --out build/spans6 --start build/spans45 --epochs 1 --rate 1.2e-4 --masked 0.05 --articles 0.6 --own-passes 3 --seed 20261124 --resume
	$(BIN)/python -m training.blend --earlier build/spans45 --later build/spans6 --share 0.6 --out build/spans
	$(BIN)/python -m training.heads --checkpoint build/spans --layer evidence
	$(BIN)/python -m training.pairs --data $(DATA) --out build/pairs
	$(BIN)/python -m training.export --spans build/spans --pairs build/pairs --out src/casus/reader/weights
	$(BIN)/python -m training.evidence --write
	$(BIN)/python -m training.thresholds --data $(DATA) --weights src/casus/reader/weights
	$(BIN)/python -m training.crossval --data $(DATA) --out build/crossval
	$(BIN)/python -m training.calibrate --folds build/crossval/0.pt --weights src/casus/reader/weights
	$(BIN)/python -m training.kinds --write
	$(MAKE) build/unseen/da4040a build/unseen/e32f73e
	$(BIN)/python -m training.surroundings $(UNSEEN) --write
	$(BIN)/python -m training.answers $(UNSEEN) --write
	$(BIN)/python -m training.sides $(UNSEEN) --write

build/unseen/%:
	mkdir -p $@.part && cp src/casus/reader/weights/* $@.part
	for file in pairs.json pairs.onnx spans.json spans.onnx; do git show $*:src/casus/reader/weights/$$file > $@.part/$$file || exit 1; done
	mv $@.part $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
