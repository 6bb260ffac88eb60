# Two commands on a fresh Debian machine with Python: `make run` and `make test`. Each does its own set-up.
.PHONY: run test check types compiled soak search bench bench-app demo golden screenshots lock clean
.DEFAULT_GOAL := run

BIN := .venv/bin
PORT ?= 8501
WORKERS := --numprocesses 3 --dist loadfile --no-loadscope-reorder
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	--python-version 3.11 pyproject.toml --extra build

run: ## Open the app on the demonstration region.
	@sh tools/setup.sh run
	@$(BIN)/risk-map demo --if-absent
	@$(BIN)/python -m risk_map.app.server --port $(PORT)

test: ## Set up, then run every check and every test.
	@sh tools/setup.sh test later
	@$(MAKE) --no-print-directory check

check: ## Style, types, floors, tests (set-up done before).
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory --jobs 2 types compiled
	$(BIN)/pytest $(WORKERS)

types:
	$(BIN)/mypy

compiled: # the planner, before three workers at once would
	$(BIN)/python -m risk_map.planning.ahead

soak: ## The long tests of what is kept: killed, crowded, full, eleven years. They print the figures of docs/betrouwbaarheid.md.
	@sh tools/setup.sh test
	$(BIN)/pytest -m "soak or figure"

search: ## Every test on examples that were not tried before: the property tests look further than in `make test`.
	@sh tools/setup.sh test
	RISK_MAP_EXAMPLES=search $(BIN)/pytest $(WORKERS)

bench: ## Speed and memory of imports, scores, travel times and plans, beside others (an hour).
	@sh tools/setup.sh test
	$(BIN)/python benchmarks/bench_startup.py
	$(BIN)/python benchmarks/bench_import.py
	$(BIN)/python benchmarks/bench_score.py --large
	$(BIN)/python benchmarks/bench_travel.py
	@sh tools/peers.sh
	$(BIN)/python benchmarks/bench_plan.py --peers .venv-peers/bin/python
	$(BIN)/python benchmarks/bench_print.py

bench-app: ## First paint and click to answer, in headless Chromium.
	@sh tools/setup.sh test
	$(BIN)/python benchmarks/bench_app.py

demo: ## Make the demonstration region again.
	@sh tools/setup.sh run
	$(BIN)/risk-map demo

screenshots: ## Take the pictures of every page for README and manual (Chromium; a few minutes).
	@sh tools/setup.sh test
	PYTHONPATH=. $(BIN)/python tools/screenshots.py

golden: ## Write the printed route lists that the tests compare with anew; look at the difference before committing.
	RISK_MAP_GOLDEN=rewrite $(BIN)/pytest --numprocesses 0 tests/reporting/test_route_pdf.py tests/reporting/test_route_html.py

lock: ## Pin everything again: versions and hashes, no index address.
	$(COMPILE) --extra dev --output-file requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		benchmarks/planners/requirements.in --output-file benchmarks/planners/requirements.lock
	$(COMPILE) --extra node --constraint requirements-dev.lock --output-file requirements-node.lock

clean: ## Remove what set-up made.
	rm -rf .venv .venv-peers node_modules static/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
