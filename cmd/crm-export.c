/*
 * crm-export: records to a file, or every fact of the database.
 */
#include "crm.h"

static const struct crm_verb verbs[] = {
    {"records", crm_export, CRM_LIST, "TYPE|all",
	"write records of a type; or every fact, for crm-import all", NULL},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-export",
	    .help = "records to CSV, TSV, JSON or NDJSON",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
