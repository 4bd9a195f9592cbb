#!/usr/bin/env bash
# How well crm-dedupe scan finds who is there twice, on sets whose truth is
# known: precision, recall and F1 of the pairs at the default score.
#
# usage: BUILD=DIR [CLIENTS=100000] tests/bench/linkage.sh [SET...]
#
# BUILD is where the programs and gen-clients are. The sets are febrl1, febrl3
# and fake_1000, out of the data folder beside the project ($LINKAGE where that
# is), and people, which gen-clients writes. Settings are the defaults, except
# that an email is not required of a client; nothing is learnt from elsewhere.
# What is given to crm-import has neither the truth nor the national id in it.
# Ends with status 1 when a figure misses its must (quality.md, section 4).
#
# Each set is imported as a user would: rows that are rejected for a birthday
# or an email come again without it. Rows of a known email are of its client,
# as the importer says, and pairs in one client are found: "rows". "clients"
# has only pairs of two clients, which the scan alone must find. Who has no
# name can be no client, and is left out of the truth.

set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
BUILD=$(cd "${BUILD:?must name the folder of the programs}" && pwd) || exit 1
LINKAGE=${LINKAGE:-$here/../../../shared/data/linkage}
CLIENTS=${CLIENTS:-100000}

# What each must come to and aims at (of "rows"), the columns that are given,
# and the SQL of who a row is in truth.
febrl='given_name surname street_number address_1 suburb postcode date_of_birth'
sets() {
	cat <<-END
	febrl1	.995	1.0	$febrl	substr(rec_id, 5, instr(substr(rec_id, 5), '-') - 1)
	febrl3	.990	.999	$febrl	substr(rec_id, 5, instr(substr(rec_id, 5), '-') - 1)
	fake_1000	.85	.92	first_name surname dob city email	cluster
	twice	.92	.96	name email phone birthday address postcode city country	person
	END
}

maps=(--map row=external_id --map first_name=given_name
    --map surname=family_name --map dob=birthday --map date_of_birth=birthday
    --map "street_number + address_1=address" --map suburb=city)

die() {
	printf 'linkage.sh: %s\n' "$*" >&2
	exit 1
}

sql() {
	sqlite3 -bail eval.db "$@"
}

# The set as table raw, and the columns that are given as given.csv.
set_read() {
	local columns
	if [ "$1" = twice ]; then
		"$BUILD/gen-clients" twice "$CLIENTS" >set.csv || exit 1
	else
		sed '1s/, /,/g; 2,$s/, */,/g' "$LINKAGE/$1.csv" >set.csv || exit 1
	fi
	rm -f eval.db crm.db*
	sql '.import --csv set.csv raw'
	columns=${2// /, }
	sql -csv -header "SELECT rowid AS row, $columns FROM raw" >given.csv
}

# Rows that were rejected come again, without what they were rejected for.
set_import() {
	local line column args=()
	for line in "${maps[@]}"; do
		# Only columns of this file can be mapped.
		column=${line%%=*}
		column=${column%% +*}
		if [ "$line" != --map ] && head -n 1 given.csv |
		    grep -qw "$column"; then
			args+=(--map "$line")
		fi
	done
	"$BUILD/crm-config" set client.require name -q
	"$BUILD/crm-import" clients given.csv "${args[@]}" --source bench \
	    --rejects rejects.csv 2>err
	sed -n 's/.*given.csv:\([0-9]*\):.*same as line \([0-9]*\)$/\1,\2/p' \
	    err >same.csv
	[ -s rejects.csv ] || return 0
	sql '.import --csv rejects.csv rejects'
	for line in birthday:dob birthday:date_of_birth email:email; do
		column=${line#*:}
		sql "UPDATE rejects SET $column = ''
		    WHERE _error LIKE '${line%:*}:%'" 2>err
	done
	sql -csv -header "SELECT * FROM rejects" >again.csv
	"$BUILD/crm-import" clients again.csv "${args[@]}" \
	    --map _line=- --map _error=- --source bench -q 2>err
	return 0
}

# Precision, recall and F1: of all rows that are somebody's, and of clients.
set_judge() {
	sql <<-END
	ATTACH 'crm.db' AS crm;
	CREATE TABLE same (line INTEGER PRIMARY KEY, first INTEGER);
	.import --csv same.csv same
	CREATE TABLE row (id INTEGER PRIMARY KEY, truth, client INTEGER, own);
	INSERT INTO row
	SELECT r.rowid, $2, coalesce(c.id, f.id, e.id), c.id IS NOT NULL
	FROM raw r
	LEFT JOIN same s ON s.line = r.rowid + 1
	LEFT JOIN crm.client c ON c.external_id = r.rowid || ''
	LEFT JOIN crm.client f ON f.external_id = s.first - 1 || ''
	LEFT JOIN crm.client e
	    ON e.email_key = lower($3) AND e.status <> 'deleted';
	DELETE FROM row WHERE client IS NULL;
	CREATE INDEX row_client ON row (client, truth);
	CREATE INDEX row_truth ON row (truth);
	CREATE TABLE found (a INTEGER, b INTEGER);
	.import --csv found.csv found
	INSERT INTO found SELECT DISTINCT client, client FROM row;
	CREATE TABLE score AS
	SELECT 'rows' AS what, count(*) AS n, sum(x.truth = y.truth) AS good,
	    (SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) AS n FROM row
		GROUP BY truth)) AS there
	FROM found f CROSS JOIN row x ON x.client = f.a
	CROSS JOIN row y ON y.client = f.b
	WHERE f.a <> f.b OR x.id < y.id
	UNION ALL
	SELECT 'clients', count(*), sum(x.truth = y.truth),
	    (SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) AS n FROM row
		WHERE own GROUP BY truth))
	FROM found f CROSS JOIN row x ON x.client = f.a AND x.own
	CROSS JOIN row y ON y.client = f.b AND y.own WHERE f.a <> f.b;
	.separator "\t"
	SELECT what, (SELECT count(*) FROM row WHERE what = 'rows' OR own),
	    there, n, 1.0 * good / n, 1.0 * good / there,
	    2.0 * good / (n + there) FROM score;
	END
}

set_measure() {
	local name=$1 must=$2 aim=$3 columns=$4 truth=$5 email=NULL
	set_read "$name" "$columns"
	case " $columns " in *" email "*) email=r.email ;; esac
	set_import
	"$BUILD/crm-dedupe" scan -f ndjson -q -o found.ndjson ||
		die "$name: no answer"
	sed 's/^{"a":{"id":\([0-9]*\),.*"b":{"id":\([0-9]*\),.*/\1,\2/' \
	    found.ndjson >found.csv
	set_judge "$name" "$truth" "$email" | awk -F '\t' -v name="$name" \
	    -v must="$must" -v aim="$aim" '{
		held = $1 == "rows"
		verdict = !held ? "-" : $7 < must ? "FAIL" : \
		    $7 < aim ? "PASS" : "PASS, aim"
		printf "%-10s%-8s%7d%9d%9d%10.4f%8.4f%8.4f  %-6s%-6s%s\n", name,
		    $1, $2, $3, $4, $5, $6, $7, held ? must : "-",
		    held ? aim : "-", verdict
		bad = bad || verdict == "FAIL" }
		END { exit bad || NR != 2 }'
}

for name; do
	sets | cut -f 1 | grep -qxF -- "$name" || die "no set $name"
done
tmp=$(mktemp -d "${TMPDIR:-/tmp}/crm-linkage.XXXXXX") || exit 1
trap 'cd / && rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
cd "$tmp" || exit 1
export HOME=$tmp LC_ALL=C.UTF-8 TZ=UTC CRM_NOW=2026-12-01T00:00:00Z
export CRM_DB=$tmp/crm.db CRM_ACTOR=bench
unset XDG_DATA_HOME

status=0
printf '%-10s%-8s%7s%9s%9s%10s%8s%8s  %-6s%-6s%s\n' "set" "of" "n" "pairs" \
    "found" "precision" "recall" "F1" "must" "aim" "verdict"
while IFS=$'\t' read -r name must aim columns truth; do
	case " ${*:-$(sets | cut -f 1)} " in *[[:space:]]"$name"[[:space:]]*)
		set_measure "$name" "$must" "$aim" "$columns" "$truth" ||
			status=1 ;;
	esac
done < <(sets)
exit "$status"
