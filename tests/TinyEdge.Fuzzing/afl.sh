#!/usr/bin/env bash
# Coverage-guided fuzzing of one target: SharpFuzz instruments a published copy, AFL++ runs it.
#   tests/TinyEdge.Fuzzing/afl.sh TARGET [SECONDS]
# Needs afl-fuzz (Debian: apt install afl++) and package restore. Crashes end up in artifacts/afl/TARGET/default/crashes;
# `replay --target TARGET FILE` says what each of them is.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${1:?usage: afl.sh TARGET [SECONDS]}
seconds=${2:-600}

if ! command -v afl-fuzz > /dev/null; then
    echo "SKIPPED: afl-fuzz is not installed, so nothing was fuzzed with coverage." >&2
    exit 0
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=artifacts/afl
bin=$work/bin
if [ ! -e "$bin/instrumented" ]; then
    rm -rf "$bin" "$work/plain"
    dotnet publish tests/TinyEdge.Fuzzing -c Release -o "$work/plain" -v q
    cp -r "$work/plain" "$bin"
    [ -x "$work/tools/sharpfuzz" ] || dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$work/tools"
    for assembly in TinyEdge.Bundles TinyEdge.Runtime TinyEdge.Companion TinyEdge.OpenDevice; do
        "$work/tools/sharpfuzz" "$bin/$assembly.dll"
    done
    # Instrumented code runs under AFL++ only; whatever else is asked of the program goes to the plain copy.
    touch "$bin/instrumented"
fi

rm -rf "$work/$target.in"
dotnet "$work/plain/TinyEdge.Fuzzing.dll" seeds --target "$target" --to "$work/$target.in"

# The runtime starts slowly and needs no core of its own; AFL++ shall not ask for settings of the machine.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_AUTORESUME=1
nice -n 19 afl-fuzz -i "$work/$target.in" -o "$work/$target" -V "$seconds" -t 10000 -m none -- dotnet "$bin/TinyEdge.Fuzzing.dll" afl --target "$target"
grep -E '^(execs_done|execs_per_sec|corpus_count|saved_crashes|saved_hangs|run_time) ' "$work/$target/default/fuzzer_stats"
