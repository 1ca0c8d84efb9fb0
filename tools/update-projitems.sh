#!/bin/sh
# Rewrites the lists of source files in the shared projects (*.projitems) of the device: every .cs file beside the
# .projitems file, sorted by byte, once. Run it after a source file was added, moved or deleted; a test
# (ProjectItemsTests) fails until that is done.
#
# Wildcards would do the same for the build. The lists are explicit because Visual Studio shows and edits a shared project's
# files one by one and replaces a wildcard at the first change, and because a review then sees which files a device gets.
#
# usage: tools/update-projitems.sh [--check]
#   --check   change nothing; name the files that are out of date and exit with 1
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/.."

check=no
case "${1-}" in
    --check) check=yes ;;
    "") ;;
    *)
        echo "usage: tools/update-projitems.sh [--check]" >&2
        exit 2
        ;;
esac

new=$(mktemp)
trap 'rm -f "$new"' EXIT
stale=0
for items in \
    shared/TinyEdge.Bundles/TinyEdge.Bundles.projitems \
    firmware/TinyEdge.Kernels/TinyEdge.Kernels.projitems \
    firmware/TinyEdge.Runtime/TinyEdge.Runtime.projitems \
    firmware/TinyEdge.App/TinyEdge.App.projitems \
    firmware/TinyEdge.Firmware/TinyEdge.Firmware.projitems \
    tests/TinyEdge.NanoTests/TinyEdge.NanoTests.projitems
do
    folder=$(dirname "$items")
    {
        # Everything before the first Compile item, the list, everything behind the last one.
        awk '/<Compile Include=/ { exit } { print }' "$items"
        (cd "$folder" && find . -name '*.cs' -type f ! -path './bin/*' ! -path './obj/*') | sed 's|^\./||' | sort \
            | sed 's|.*|    <Compile Include="$(MSBuildThisFileDirectory)&" />|'
        awk '/<Compile Include=/ { held = ""; seen = 1; next } seen { held = held $0 "\n" } END { printf "%s", held }' "$items"
    } > "$new"
    if ! cmp -s "$new" "$items"; then
        stale=1
        if [ "$check" = yes ]; then
            echo "out of date: $items" >&2
        else
            cat "$new" > "$items"
            echo "rewritten: $items"
        fi
    fi
done

if [ "$check" = yes ] && [ "$stale" -ne 0 ]; then
    echo "run tools/update-projitems.sh" >&2
    exit 1
fi
