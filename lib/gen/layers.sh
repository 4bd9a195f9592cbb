#!/bin/sh
# layers.sh: a file includes headers of its own layer or of a lower one; the
# commands include crm.h and the generated queries only. The list below is
# the architecture; a new header needs a place in it.
set -u
cd "$(dirname "$0")/../.." || exit 1
layers='
0 str.h keep.h fold.h kind.h scan.h date_in.h utf8.h place.h zone.h fold_table.h banned.h quote.h copy.h match.h match_in.h
0 phone_table.h currency_table.h country_table.h nickname_table.h freemail_table.h match_weight_table.h
0 heap.h pdf.h pdf_in.h pdf_paper.h tasks.h
1 crm.h sqlmem.h db.h schema.h entity.h setting.h sums.h rate.h days.h act.h act_in.h act_table.h crm_sql.h derive_table.h crm_fields.h
1 tally.h tally_in.h stages.h beside.h
2 kept.h
2 undo.h record.h record_in.h bulk_table.h value_in.h change.h derive.h derive_in.h list.h list_in.h client.h timeline.h timeline_in.h arrive.h queue.h people.h people_in.h block.h pairs.h cluster.h dedupe.h distinct.h match_store.h
3 out.h plan.h preset.h preset_table.h usual_table.h emit.h emit_table.h emit_xlsx.h read.h read_in.h read_guard.h import.h import_in.h import_map.h import_match.h import_stage.h export.h
3 read_csv.h read_xlsx.h read_vcard.h
4 import_verb.h cli.h incoming.h progress.h follow.h
4 report.h report_in.h insights.h
2 merge.h
4 merge_in.h
'
layer_of() {
	echo "$layers" | awk -v name="$1" '{ for (i = 2; i <= NF; i++)
		if ($i == name) { print $1; exit } }'
}
# A source belongs to the layer of the header of its name, or as listed here.
own_of() {
	case $1 in
	import_verb.c | import_asked.c | export_verb.c | timeline_verb.c | queue_verb.c | scan_verb.c) echo 4 ;;
	pdf*.c | width.c | clean.c | word.c | date*.c | email.c | money.c | decimal.c | country.c | phone.c) echo 0 ;;
	merge_row.c | merge_field.c) echo 2 ;;
	merge_verb.c | merge_show.c | merge_pairs.c) echo 4 ;;
	match_store.c) echo 2 ;;
	rhythm.c | history.c | idset.c | visits.c | moves.c | segments.c) echo 1 ;;
	report_*.c | insights_*.c) echo 4 ;;
	match_*.c) echo 0 ;;
	open.c | function.c | so_far.c | stage.c) echo 1 ;;
	bulk*.c | client*.c | booking.c | series.c | doings.c | record_*.c | rules.c | value*.c | timeline_*.c | undo_*.c | people_*.c | block_*.c | list_*.c | drift.c | due.c | derive_merge.c) echo 2 ;;
	emit_*.c | read_*.c | import_*.c | plan_*.c | preset_*.c) echo 3 ;;
	answer.c | args.c | around.c | span.c | compare.c | tab.c | document.c | batch.c | incoming.c | options*.c | help.c | complete.c | verbs*.c | patch.c | config.c | check.c | \
	editor.c | daily.c | maintain.c | move.c | fill.c | make.c) echo 4 ;;
	*) layer_of "${1%.c}.h" ;;
	esac
}
bad=0
for file in lib/*.c; do
	own=$(own_of "${file##*/}")
	if [ -z "$own" ]; then
		echo "$file: has no layer; give it one in lib/gen/layers.sh"
		bad=1
		continue
	fi
	# shellcheck disable=SC2013 # a header's name is one word
	for header in $(sed -n 's/^#include "\(.*\)"/\1/p' "$file"); do
		layer=$(layer_of "$header")
		if [ -z "$layer" ]; then
			echo "$file: $header has no layer"
			bad=1
		elif [ "$layer" -gt "$own" ]; then
			echo "$file: layer $own includes $header of layer $layer"
			bad=1
		fi
	done
done
for file in cmd/*.c; do
	if sed -n 's/^#include "\(.*\)"/\1/p' "$file" |
		grep -vxE 'crm\.h|crm_sql\.h'; then
		echo "$file: includes more than crm.h and crm_sql.h"
		bad=1
	fi
done
exit $bad
