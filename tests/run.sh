#!/bin/bash
# The everyday tests: every unit program, then every bats file, two at a
# time. Arguments name single bats files. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
: "${BUILD:=$PWD/build}"
export BUILD
passed=0 failed=0

if [ $# -eq 0 ]; then
	for unit in "$BUILD"/unit/*; do
		case $unit in *.o | *.d) continue ;; esac
		if out=$("$unit" 2>&1); then
			echo "ok unit ${unit##*/}: $(printf '%s' "$out" | tail -n 1)"
			passed=$((passed + 1))
		else
			echo "not ok unit ${unit##*/}"
			printf '%s\n' "$out" | tail -n 30
			failed=$((failed + 1))
		fi
	done
	set -- tests/*.bats
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
bats --tap --jobs 2 --no-parallelize-within-files --print-output-on-failure \
	"$@" | tee "$log"
[ "${PIPESTATUS[0]}" -eq 0 ] || failed_run=1
ok=$(grep -c '^ok ' "$log")
skipped=$(grep -c '^ok .* # skip' "$log")
bad=$(grep -c '^not ok ' "$log")
passed=$((passed + ok - skipped))
failed=$((failed + bad))
[ "${failed_run:-0}" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
