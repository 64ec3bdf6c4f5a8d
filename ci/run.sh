#!/usr/bin/env bash
# The step of the action that checks: runs catchall with what the inputs say, and exits as catchall does.
#
# Inputs are data: each stands quoted as one argument, or is split and never read as shell.
#
#   INPUT_PATHS    what to check, one path a line; the current folder if empty
#   INPUT_ARGS     further arguments, split at white space, without quoting
#   INPUT_CONFIG   for --config
#   INPUT_FAIL_ON  for --fail-on
#   INPUT_SINCE    for --since
#
# It leaves catchall.sarif in GITHUB_WORKSPACE, a table in GITHUB_STEP_SUMMARY, and in GITHUB_OUTPUT the
# outputs `exit-code` and `sarif`, which is empty where there is no such file.
set -euo pipefail

arguments=()
# `read` fails at the end of the text, and has read all of it.
read -r -d '' -a arguments <<<"${INPUT_ARGS:-}" || true
if [[ -n "${INPUT_CONFIG:-}" ]]; then
    arguments+=("--config=$INPUT_CONFIG")
fi
if [[ -n "${INPUT_FAIL_ON:-}" ]]; then
    arguments+=("--fail-on=$INPUT_FAIL_ON")
fi
if [[ -n "${INPUT_SINCE:-}" ]]; then
    arguments+=("--since=$INPUT_SINCE")
fi

paths=()
while IFS= read -r path; do
    path=${path%$'\r'}
    case $path in
        '') ;;
        # Neither an option nor standard input.
        -*) paths+=("./$path") ;;
        *) paths+=("$path") ;;
    esac
done <<<"${INPUT_PATHS:-}"
if [[ ${#paths[@]} -eq 0 ]]; then
    paths=(.)
fi

cd -- "${GITHUB_WORKSPACE:-.}"
sarif=catchall.sarif
# One from before would be taken for this run's.
rm -f -- "$sarif"
summary=$(mktemp)
trap 'rm -f -- "$summary"' EXIT

code=0
# Before Bash 4.4, which macOS has, an empty array counts as unset.
catchall check \
    --output-format github --output-format "sarif=$sarif" --output-format "markdown=$summary" \
    ${arguments[@]+"${arguments[@]}"} -- "${paths[@]}" </dev/null || code=$?

if [[ ! -s "$summary" ]]; then
    printf '# catchall\n\nNothing was checked: the log of this job says why.\n' >"$summary"
fi
if [[ -n "${GITHUB_STEP_SUMMARY:-}" ]]; then
    cat -- "$summary" >>"$GITHUB_STEP_SUMMARY"
fi
if [[ -n "${GITHUB_OUTPUT:-}" ]]; then
    if [[ ! -f "$sarif" ]]; then
        sarif=
    fi
    printf 'exit-code=%s\nsarif=%s\n' "$code" "$sarif" >>"$GITHUB_OUTPUT"
fi
exit "$code"
