#!/bin/bash
# The everyday tests: every unit program, then every bats file, more at a time
# than there are processors: tests wait as much as they work. Arguments name
# single bats files. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
: "${BUILD:=$PWD/build}"
export BUILD
passed=0 failed=0

# One unit program: a line that says how it ended, and on failure its last words.
unit() {
	local out

	if out=$("$1" 2>&1); then
		echo "ok unit ${1##*/}: $(printf '%s' "$out" | tail -n 1)"
	else
		printf 'not ok unit %s\n%s\n' "${1##*/}" \
		    "$(printf '%s\n' "$out" | tail -n 30)"
	fi
}
export -f unit

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ $# -eq 0 ]; then
	find "$BUILD/unit" -type f ! -name '*.[od]' | sort |
	    xargs -P 2 -I '{}' bash -c 'unit {}' | tee "$log"
	passed=$(grep -c '^ok unit ' "$log")
	failed=$(grep -c '^not ok unit ' "$log")
	# The long ones first: nobody waits for one of them at the end.
	set -- tests/torture.bats tests/stress.bats tests/derive.bats \
	    tests/journey-model.bats tests/journey-boundary.bats \
	    tests/crm-client.bats tests/crm-timeline.bats
	for file in tests/*.bats; do
		case " $* " in *" $file "*) ;; *) set -- "$@" "$file" ;; esac
	done
fi

bats --tap --jobs "$(($(nproc) + 2))" --no-parallelize-within-files --print-output-on-failure \
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
