/*
 * crm-note: private notes of the staff about a client.
 */
#include "crm.h"

/* The text comes from the arguments, from stdin for "-", else from $EDITOR. */
static enum crm_rc
add(struct crm *crm)
{
	return crm_record_add_text(crm, "text");
}

static enum crm_rc
edit(struct crm *crm)
{
	return crm_record_edit_text(crm, "text");
}

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    {"add", add, CRM_WRITES | CRM_FIELDS, "REF [TEXT | -] | -",
	"add one; the text from stdin with -, else from $EDITOR", NULL},
    {"edit", edit, CRM_WRITES | CRM_FIELDS, "ID... | ID - | -",
	"change it; without options in $EDITOR", NULL},
    CRM_VERB_DELETE, {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-note",
	    .help = "private notes of the staff about a client",
	    .entity = "note",
	    .positional = "client,text",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
