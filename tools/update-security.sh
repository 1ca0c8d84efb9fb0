#!/bin/sh
# Puts the figures of the campaigns into the marked section of SECURITY.md, from the reports in the repository. The reports are made by
#   tinyedge faults --long --report tests/faults/figures/campaigns.md
#   tinyedge faults --mutants --report tests/faults/figures/seeded-bugs.md
#   tinyedge soak --windows 1000000 --seed 1 --report tests/faults/figures/soak.md
# and, for the fuzzer, as tests/TinyEdge.Fuzzing/FIGURES.md says. A test (SecurityDocumentTests) fails until this is run.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/.."

figures=tests/faults/figures

# The line that says how a report was made.
made_by() {
    grep -m 1 '^Made by' "$1"
}

# The first table of a report.
table() {
    awk '/^\|/ { print; seen = 1; next } seen { exit }' "$1"
}

section=$(mktemp)
new=$(mktemp)
trap 'rm -f "$section" "$new"' EXIT
{
    printf '### Power cuts and flash faults\n\n'
    made_by $figures/campaigns.md
    printf '\n'
    grep -m 1 ' cases, ' $figures/campaigns.md
    printf '\n### Seeded bugs that the campaigns must find\n\n'
    if [ -f $figures/seeded-bugs.md ]; then
        made_by $figures/seeded-bugs.md
        printf '\n'
        table $figures/seeded-bugs.md
    else
        printf '%s\n' 'No report yet; `SeededBugTests` puts each bug that `tinyedge faults --list` names into the sources and requires that it is found.'
    fi
    printf '\n### Soak\n\n'
    made_by $figures/soak.md
    printf '\n'
    table $figures/soak.md
    printf '\n### Fuzzing\n\n'
    table tests/TinyEdge.Fuzzing/FIGURES.md
} > "$section"

awk -v section="$section" '
    /^<!-- figures -->$/ { print; print ""; while ((getline line < section) > 0) print line; print ""; skip = 1; next }
    /^<!-- end of figures -->$/ { skip = 0 }
    !skip { print }
' SECURITY.md > "$new"
cat "$new" > SECURITY.md
