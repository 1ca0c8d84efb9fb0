#!/usr/bin/env bash
# The long runs of all targets, one after the other, at the lowest priority, going on where the last call of the same revision ended.
#   tests/TinyEdge.Fuzzing/long.sh [INPUTS [MINUTES]]
# INPUTS a target, 10,000,000 unless told; MINUTES a target and call, none unless told. The rows of FIGURES.md are added to
# artifacts/fuzzing/REVISION/figures.md, findings to the folder beside it; ends with 1 when there is one.
set -euo pipefail
cd "$(dirname "$0")/../.."
inputs=${1:-10000000}
minutes=${2:-0}
targets="bundle keyring tflite http console bootrecord records model line deployment csv wav"

if [ -n "$(git status --porcelain)" ]; then
    echo "error: a run is told by its revision, and there are changes that are not committed." >&2
    exit 2
fi

work=artifacts/fuzzing/$(git rev-parse --short=9 HEAD)
[ -e "$work/bin/TinyEdge.Fuzzing.dll" ] || dotnet publish tests/TinyEdge.Fuzzing -c Release -o "$work/bin" -v q
findings=0
for target in $targets; do
    done=$([ ! -e "$work/figures.md" ] && echo 0 || awk -F '|' -v target=" $target " '$2 == target { gsub(/[ ,]/, "", $5); end = $4 + $5; if (end > most) most = end } END { print most + 0 }' "$work/figures.md")
    if [ "$done" -lt "$inputs" ]; then
        nice -n 19 dotnet "$work/bin/TinyEdge.Fuzzing.dll" run --target "$target" --first "$done" --inputs $((inputs - done)) --seed 1 --minutes "$minutes" \
            --minimise --findings "$work/findings" --report "$work/figures.md" || findings=$?
    fi
done
exit "$findings"
