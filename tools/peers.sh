#!/bin/sh
# An environment of their own for the planners that bench_plan.py compares with; safe to call again.
set -eu
cd "$(dirname "$0")/.."
lock=benchmarks/planners/requirements.lock
stamp=.venv-peers/.installed
wanted="$(sha256sum "$lock" | cut -d' ' -f1)"
if ! { [ -f "$stamp" ] && grep -qxF "$wanted" "$stamp"; }; then
    [ -x .venv-peers/bin/python ] || "${PYTHON:-python3}" -m venv .venv-peers
    .venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
    echo "$wanted" > "$stamp"
fi
