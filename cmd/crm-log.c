/*
 * crm-log: who did what and when, and taking it back.
 */
#include "crm.h"
#include "crm_sql.h"

static enum crm_rc
list(struct crm *crm)
{
	return crm_emit(
	    crm, crm_query(crm,
		     crm_opt(crm, "reverse") == NULL ? SQL_LOG_LIST
						     : SQL_LOG_LIST_REVERSE,
		     ARG(crm_opt_number(crm, "after", 0)),
		     ARG(crm_opt_number(crm, "limit", -1))));
}

/* The change of this number; 0 with an error when there is none. */
static int64_t
change_of(struct crm *crm, const char *ref)
{
	return crm_numbered(crm, "change", "change", "there is no change",
	    "crm-log list shows them", ref);
}

static enum crm_rc
change_show(struct crm *crm, const char *ref)
{
	int64_t id = change_of(crm, ref);

	return crm_emit(crm, crm_query(crm, SQL_LOG_SHOW, ARG(id)));
}

static enum crm_rc
show(struct crm *crm)
{
	return crm_each(crm, change_show);
}

static enum crm_rc
undo_one(struct crm *crm, const char *ref)
{
	return crm_undo(crm, change_of(crm, ref));
}

static enum crm_rc
undo(struct crm *crm)
{
	return crm_each(crm, undo_one);
}

static const struct crm_option list_options[] = {
    {"limit", "N", "so many at most", NULL, 0},
    {"after", "ID", "those older than this one", NULL, 0},
    {"reverse", NULL, "oldest first", NULL, 0}, {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {
    {"list", list, 0, "", "what was done, newest first", list_options},
    {"show", show, 0, "ID...", "every row that a change touched", NULL},
    {"undo", undo, CRM_WRITES, "ID...",
	"take a change back; what changed since is kept and named", NULL},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-log",
	    .help = "who did what and when, and taking it back",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
