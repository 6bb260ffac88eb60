#!/bin/sh
# Set up everything that a command needs: `tools/setup.sh run` or `tools/setup.sh test`. Safe to call again: it does
# nothing when nothing changed. Works on a fresh Debian machine with Python 3.11 or newer.
set -eu
cd "$(dirname "$0")/.."
goal="${1:-run}"
when="${2:-now}"
python="${PYTHON:-python3}"
export PIP_DISABLE_PIP_VERSION_CHECK=1

debian_install() { # what a fresh Debian lacks; only with root rights or sudo
    if [ "$(id -u)" = 0 ]; then as_root=""; elif command -v sudo >/dev/null 2>&1; then as_root="sudo"; else
        echo "Installeer eerst met beheerdersrechten: apt-get install $*" >&2
        exit 1
    fi
    echo "Pakketten van Debian installeren: $*"
    $as_root apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install() { # uv takes a third of the time of pip, but does not know pip's settings (an own index, a certificate)
    sed -n '/^uv==/,/[^\\]$/p' requirements-dev.lock > .venv/uv.lock
    .venv/bin/python -m pip install --quiet --require-hashes --no-deps -r .venv/uv.lock
    .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes --no-deps -r "$1" ||
        .venv/bin/python -m pip install --quiet --require-hashes --no-deps -r "$1"
}

if ! command -v "$python" >/dev/null 2>&1; then debian_install python3; fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 of nieuwer is nodig; dit is $("$python" --version)." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then debian_install python3-venv; fi

[ "$goal" = test ] && lock=requirements-dev.lock || lock=requirements.lock
stamp=".venv/.installed"
wanted="$goal $(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)"
# What `make test` installs contains what `make run` needs.
if ! { [ -f "$stamp" ] && { grep -qxF "$wanted" "$stamp" || [ "$goal" = run ] && grep -qxF "test $(cat requirements-dev.lock pyproject.toml | sha256sum | cut -d' ' -f1)" "$stamp"; }; }; then
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    echo "Vastgelegde pakketten installeren ($lock) ..."
    install "$lock"
    .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
    # Half a minute now, instead of while somebody waits for a first plan; `make test` does it beside other work.
    [ "$when" = later ] || .venv/bin/python -m risk_map.planning.ahead
    echo "$wanted" > "$stamp"
fi

sh tools/vendor.sh

if [ "$goal" = test ]; then
    command -v chromium >/dev/null 2>&1 || debian_install chromium
    # They read printed route lists back.
    command -v pdftotext >/dev/null 2>&1 || debian_install poppler-utils
    if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
        # The tests start a server of their own; Debian's must not be made, nor start by itself.
        debian_install postgresql-common
        $as_root sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
        debian_install postgresql
    fi
fi
