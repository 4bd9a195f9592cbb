/*
 * crm-export: records to a file, or every fact of the database.
 */
#include "crm.h"

static const char *const versions[] = {"3.0", "4.0", NULL};

static const struct crm_option options[] = {
    {"font", "FILE", "pdf: the TrueType font to set it in", NULL, 0},
    {"vcard-version", "VERSION", "vcard: 3.0, as usual, or 4.0", versions, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct emit_format *const formats[] = {
    &crm_format_xlsx, &crm_format_vcard, &crm_format_list, NULL};

static const struct crm_verb verbs[] = {
    {"records", crm_export, CRM_LIST, "TYPE|all",
	"write records of a type; or every fact, for crm-import all", options},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-export",
	    .help = "records to CSV, Excel, vCard, PDF, JSON or NDJSON",
	    .formats = formats,
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
