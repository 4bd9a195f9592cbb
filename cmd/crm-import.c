/*
 * crm-import: records from files, all of a file or nothing.
 */
#include "crm.h"
#include "crm_sql.h"

static enum crm_rc
list(struct crm *crm)
{
	return crm_emit(crm, crm_query(crm, SQL_IMPORT_LOG));
}

static enum crm_rc
undo_one(struct crm *crm, const char *ref)
{
	int64_t batch = crm_numbered(crm, "batch", "import",
	    "there is no batch", "crm-import log shows them", ref);
	int64_t change = crm_int(
	    crm, "SELECT change_id FROM import WHERE id = ?1", ARG(batch));

	return crm_undo(crm, change);
}

static enum crm_rc
undo(struct crm *crm)
{
	return crm_each(crm, undo_one);
}

static const char *const modes[] = {"insert", "update", "upsert", NULL};
static const char *const policies[] = {"skip", "fill", "update", "error", NULL};

static const char *const orders[] = {"dmy", "mdy", "ymd", NULL};

static const struct crm_option options[] = {
    {"map", "HEADER=FIELD",
	"where a column goes; #3 for the third, - for "
	"nowhere",
	NULL, 'm'},
    {"set", "FIELD=VALUE", "of the rows that say nothing of it", NULL, 0},
    {"word", "FIELD: WORD = WORD",
	"what a word of the file means, such as \"status: VIP = active\"", NULL,
	0},
    {"preset", "NAME",
	"what file it is, as crm-import presets names them; none: not to be "
	"found out",
	NULL, 0},
    {"map-file", "FILE", "a preset of your own: see crm-import(5)", NULL, 0},
    {"save-map", "FILE", "write where every column went, for --map-file", NULL,
	0},
    {"on-duplicate", "WHAT",
	"of a record that is there: skip it, fill "
	"what is empty, update it, or take it for an error",
	policies, 0},
    {"match", NULL,
	"weigh each client who is new: who may be one that is there waits for "
	"review",
	NULL, 0},
    {"mode", "MODE",
	"insert what is new, update what is there, or upsert: both", modes, 0},
    {"external-id", "HEADER", "the column that names a record elsewhere", NULL,
	0},
    {"source", "NAME", "where the numbers of --external-id are from", NULL, 0},
    {"rejects", "FILE",
	"write the rows that could not be used to this "
	"file",
	NULL, 0},
    {"commit-every", "N",
	"store N rows at a time; the same command again goes on where one was "
	"ended",
	NULL, 0},
    {"strict", NULL, "one bad row, and nothing is imported", NULL, 0},
    {"no-create", NULL,
	"who comes in with a booking, order, purchase or form and is no "
	"client is not made one",
	NULL, 0},
    {"country", "CODE", "of phone numbers that name none", NULL, 0},
    {"currency", "CODE", "of amounts that name none", NULL, 0},
    {"tz", "ZONE", "of times that name none, such as Europe/Lisbon", NULL, 0},
    {"apply", "PLAN",
	"carry out what --dry-run --format ndjson printed; - is standard input",
	NULL, 0},
    {"sniff", NULL,
	"print what a file would be taken for, and why; import nothing", NULL,
	0},
    {"date-order", "ORDER",
	"of days in numbers alone, 1/2/2026, where the column does not tell",
	orders, 0},
    {"decimal-comma", NULL, "amounts are written 12,50", NULL, 0},
    {"delimiter", "CHAR", "what parts the fields of CSV", NULL, 0},
    {"sheet", "NAME", "the sheet of a workbook, by its name or number", NULL,
	0},
    {"max", "NAME=N",
	"raise a limit that a message has named, such as columns=2000", NULL,
	0},
    {"encoding", "NAME", "of the text, such as WINDOWS-1252", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {
    {"file", crm_import, CRM_WRITES | CRM_OWNTX | CRM_MANY, "[TYPE] FILE...",
	"import files: clients, another type of record, or all", options},
    {"presets", crm_import_presets, 0, "",
	"the files of other programs that are known", NULL},
    {"log", list, 0, "", "the files imported so far, newest first", NULL},
    {"undo", undo, CRM_WRITES, "BATCH...",
	"take a file back; what changed since is kept and named", NULL},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-import",
	    .help = "records from files: CSV, .xlsx, vCard, NDJSON",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
