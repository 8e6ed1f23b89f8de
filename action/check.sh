#!/usr/bin/env bash
# The step of action.yml: runs `userlint check` with what stands in the environment, writes the summary of the step and
# its outputs, and ends with the exit status of the check.
#
# In: USERLINT_PATHS (one a line), USERLINT_ARGS (separated by white space), USERLINT_SARIF (a file, or nothing), and what
# a runner sets: RUNNER_TEMP, GITHUB_STEP_SUMMARY, GITHUB_OUTPUT.
set -uo pipefail

paths=()
while IFS= read -r line; do
    line=${line%$'\r'}
    if [ -n "$line" ]; then
        paths+=("$line")
    fi
done <<<"${USERLINT_PATHS:-}"
if [ "${#paths[@]}" -eq 0 ]; then
    echo "userlint: the input \`paths\` is empty" >&2
    exit 2
fi

args=()
while IFS= read -r line; do
    # Words, not code: nothing in them is expanded.
    read -r -a words <<<"$line"
    args+=(${words[@]+"${words[@]}"})
done <<<"${USERLINT_ARGS:-}"

sarif=${USERLINT_SARIF:-}
case $sarif in
*$'\n'* | *$'\r'*)
    # A line of its own would be an output of its own.
    echo "userlint: the input \`sarif\` has a line break" >&2
    exit 2
    ;;
esac

if [ -z "${RUNNER_TEMP:-}" ]; then
    echo "userlint: RUNNER_TEMP is not set: this script is a step of an action" >&2
    exit 2
fi
summary=$RUNNER_TEMP/userlint-summary.md
reports=(--report github --report "markdown=$summary")
if [ -n "$sarif" ]; then
    mkdir -p -- "$(dirname -- "$sarif")"
    reports+=(--report "sarif=$sarif")
fi

# What an earlier step left is not the report of this one.
rm -f -- "$summary" ${sarif:+"$sarif"}
status=0
# The summary is written here, from the report that is made for it.
env -u GITHUB_STEP_SUMMARY userlint check "${reports[@]}" ${args[@]+"${args[@]}"} -- "${paths[@]}" || status=$?

if [ -f "$summary" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat -- "$summary" >>"$GITHUB_STEP_SUMMARY"
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    echo "status=$status" >>"$GITHUB_OUTPUT"
    if [ -n "$sarif" ] && [ -f "$sarif" ]; then
        printf 'sarif=%s\n' "$sarif" >>"$GITHUB_OUTPUT"
    fi
fi
exit "$status"
