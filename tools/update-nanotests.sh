#!/bin/sh
# Writes the expected values of the device's own tests (tests/TinyEdge.NanoTests/Generated) again: published vectors, definitions in
# double precision, and a signed bundle with the decisions that a desktop makes from it. Run it after the bundle, model or front-end format has
# changed; a test (GeneratedSourcesTests) fails until that is done. Then look at the difference before you commit it.
set -eu
cd "$(dirname "$0")/.."
dotnet run --project tests/TinyEdge.NanoTests.Generator -- tests/TinyEdge.NanoTests/Generated
tools/update-projitems.sh
