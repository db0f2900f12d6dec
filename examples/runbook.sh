#!/bin/sh
# A runbook without a person: from an error to the next step, with the whole report as JSON beside it.
#
#   runbook.sh REPORT.json ERROR [FLAGS OF rdpfix diagnose]...
#   runbook.sh report.json 0x904/0x7 --answer certificate-state=expired
#   runbook.sh report.json "$(cat error.txt)" --answers answers.json
#
# Changes nothing. Ends with the exit code of rdpfix (rdpfix help exit-codes).
# To act on details read them from REPORT.json, for example: jq -r '.missing[].flag' REPORT.json
set -eu

[ $# -ge 2 ] || { echo 'usage: runbook.sh REPORT.json ERROR [FLAG]...' >&2; exit 2; }
report=$1
error=$2
shift 2

# The error goes in by standard input: a pasted text may hold quotes and line ends, or begin with a dash.
diagnose() { printf '%s\n' "$error" | rdpfix diagnose - --no-input "$@"; }

# The text first. Without --json the reason of an exit code 2 goes to stderr, and then there is no report.
code=0
text=$(diagnose "$@" --format plain) || code=$?
[ $code != 2 ] || exit 2

# The same input gives the same report.
diagnose "$@" --json --output "$report" --force --exit-zero

case $code in
    0) echo 'RESULT: a fix is next, or it connects.' ;;
    1) echo 'RESULT: nothing more to do from here, hand it over.' ;;
    3) echo 'RESULT: an answer is missing. Run again with one of the --answer flags below.' ;;
    4) echo 'RESULT: it connects, but a temporary weakening must be undone.' ;;
    *) echo "RESULT: stopped with $code." ;;
esac
printf '%s\n' "$text"
exit $code
