#!/bin/sh
# Install the pinned npm packages (package-lock.json: exact versions, integrity hashes) and place the files that the
# browser needs in static/vendor/, which the app serves and git ignores. Safe to call again: does nothing when nothing
# changed. Uses npm where the machine has it, else Node.js from PyPI in the virtual environment.
set -eu
cd "$(dirname "$0")/.."
target=static/vendor
stamp="$target/.installed"
wanted="$(cat package.json package-lock.json tools/vendor.sh | sha256sum | cut -d' ' -f1)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

if ! command -v npm >/dev/null 2>&1; then
    if [ ! -x .venv/bin/npm ]; then
        echo "Node.js installeren in de virtuele omgeving (requirements-node.lock) ..."
        .venv/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements-node.lock
    fi
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
fi
echo "Kaartbibliotheek plaatsen in $target ..."
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null

fresh="$(mktemp -d static/.vendor.XXXXXX)"
trap 'rm -rf "$fresh"' EXIT
mkdir -p "$fresh/leaflet/images" "$fresh/leaflet-draw"
cp node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css "$fresh/leaflet/"
cp node_modules/leaflet/dist/images/*.png "$fresh/leaflet/images/"
# Its style sheet is for a toolbar that the map does not show; the map has buttons of its own.
cp node_modules/leaflet-draw/dist/leaflet.draw.js "$fresh/leaflet-draw/"
{
    echo "# Licences of the files in this folder"
    echo
    echo "Installed from npm by tools/vendor.sh; not part of the project's own code."
    for package in leaflet leaflet-draw; do
        version="$(sed -n 's/^ *"version": "\(.*\)",*$/\1/p' "node_modules/$package/package.json" | head -n 1)"
        echo
        echo "## $package $version"
        echo
        # Without a licence file of its own, the top of its script says whose it is.
        cat "node_modules/$package/LICENSE" 2>/dev/null ||
            { sed -n 's/^ *"license": "\(.*\)",*$/Licence: \1/p' "node_modules/$package/package.json"
              head -n 6 "node_modules/$package/dist/leaflet.draw.js" | cut -c 1-120; }
    done
} > "$fresh/LICENCES.md"
echo "$wanted" > "$fresh/.installed"
chmod 755 "$fresh"
rm -rf "$target"
mv "$fresh" "$target"
trap - EXIT
