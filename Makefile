# Every recipe has a sentence behind ##; `make help` lists them. What a recipe needs, it sees to itself.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

python := .venv/bin/python
packages := $(patsubst %/__init__.py,%,$(wildcard libs/*/netral_*/__init__.py services/*/netral_*/__init__.py apps/*/netral_*/__init__.py))
scripts := $(wildcard deploy/*/*.py)
protos := $(wildcard proto/netral/*/v1/*.proto)

.PHONY: help
help: ## Lists the recipes.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Makes .venv with the locked dependencies and netral itself, editable; ends with .venv/bin/netral.
	@bash deploy/provision/setup.sh

.PHONY: components
components: ## Sees to what tests start: Java, Kafka, PostgreSQL, Prometheus, Alertmanager.
	@bash deploy/provision/components.sh

.PHONY: demo
demo: setup ## Starts netral on a fresh home and tells its story with real events.
	@.venv/bin/netral demo $(ARGS)

.PHONY: up-server
up-server: setup components ## Starts netral on a local Kafka and PostgreSQL.
	@$(python) deploy/server/up.py $(ARGS)

.PHONY: lint
lint: setup ## Checks style, types, protos, and that generated code is what the protos say.
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy $(packages) $(scripts)
ifneq ($(protos),)
	.venv/bin/buf lint
	@test -f proto/baseline.binpb || { echo "no proto/baseline.binpb: run \`make baseline\` and commit it"; exit 1; }
	.venv/bin/buf breaking --against proto/baseline.binpb
endif
	$(python) deploy/provision/contracts.py check

.PHONY: test
test: setup components ## Runs every test; real brokers and databases, nothing skipped.
	$(python) -m pytest -v -n 2 --dist loadfile $(ARGS)

.PHONY: storm
storm: setup components ## Kills everything at random under load and checks that nothing is lost or double.
	$(python) tests/chaos/storm.py $(ARGS)

.PHONY: crashes
crashes: setup components ## Ends services at every crash point in every way on both profiles and compares what is left.
	@$(python) tests/chaos/crashes.py $(ARGS)

.PHONY: imports
imports: setup components ## Kills imports of 10,996 rows at ten random moments and counts what they left.
	@$(python) tests/chaos/killed_imports.py $(ARGS)

.PHONY: bench
bench: setup components ## Measures every figure of docs/performance.md against its floor in the same run.
	$(python) bench/run.py $(ARGS)

.PHONY: format
format: setup ## Formats and sorts imports in place.
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

.PHONY: proto
proto: setup ## Generates libs/contracts/netral from proto/.
	$(python) deploy/provision/contracts.py write

.PHONY: baseline
baseline: setup ## Records the protos as the promise that later ones may not break; part of a release.
	if [ -f proto/baseline.binpb ]; then .venv/bin/buf breaking --against proto/baseline.binpb; fi
	.venv/bin/buf build -o proto/baseline.binpb

.PHONY: lock
lock: setup ## Resolves requirements.in anew into requirements.lock.
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header requirements.in -o requirements.lock
