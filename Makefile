# Two commands on a fresh Debian machine with Python: `make run` and `make test`. Each does its own set-up.
.PHONY: run test check demo bench bench-app lock clean
.DEFAULT_GOAL := run

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

lock: ## Pin everything again (versions and hashes, no index address).
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--extra dev --extra build pyproject.toml --output-file requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--extra build --constraint requirements-dev.lock pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--extra node pyproject.toml --constraint requirements-dev.lock --output-file requirements-node.lock
