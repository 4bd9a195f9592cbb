/*
 * crm-client: the record of every client, contact and lead.
 */
#include <string.h>

#include "crm.h"
#include "crm_sql.h"

/* --- show -------------------------------------------------------------------
 */

#define TABS_MAX 64

struct tab {
	const char *name;
	const char *sql; /* its rows, of the client ?1 */
	bool card; /* for people: the card has it */
};

/* Tabs that are no type of record; each type is one, by its plural. */
static const struct tab own_tabs[] = {
    {"main", SQL_CLIENT_TAB_MAIN, true},
    {"info", SQL_CLIENT_TAB_INFO, true},
    {"timeline", SQL_CLIENT_TAB_TIMELINE, false},
    {"conversations", SQL_CLIENT_TAB_CONVERSATIONS, false},
    {"checkins", SQL_CLIENT_TAB_CHECKINS, false},
};

#define OWN_TABS (int)(sizeof(own_tabs) / sizeof(own_tabs[0]))

/* The i-th tab there is; one without a name past the last. */
static struct tab
tab_at(struct crm *crm, int i)
{
	struct tab tab = {NULL, NULL, false};

	if (i < OWN_TABS)
		return own_tabs[i];
	tab.name = crm_client_type(crm, i - OWN_TABS);
	if (tab.name != NULL)
		tab.sql = crm_client_records(crm, tab.name);
	return tab;
}

static bool
is_word(const char *word, const char *text, size_t len)
{
	return strlen(word) == len && strncmp(word, text, len) == 0;
}

/* --tab a,b --tab c: is it one of them? */
static bool
is_wanted(struct crm *crm, const char *name)
{
	const char *text;
	int place = 0;
	size_t len;

	while ((text = crm_opt_next(crm, "tab", &place)) != NULL)
		for (; *text != '\0'; text += len, text += *text == ',') {
			len = strcspn(text, ",");
			if (is_word(name, text, len) ||
			    is_word("all", text, len))
				return true;
		}
	return false;
}

static bool
is_tab(struct crm *crm, const char *text, size_t len)
{
	struct tab tab;
	int i;

	for (i = 0; (tab = tab_at(crm, i)).name != NULL; i++)
		if (is_word(tab.name, text, len))
			return true;
	return is_word("all", text, len);
}

static void
tab_unknown(struct crm *crm, const char *text, size_t len)
{
	const char *names = "all";
	struct tab tab;
	int i;

	for (i = 0; (tab = tab_at(crm, i)).name != NULL; i++)
		names = crm_keepf(crm, "%s, %s", names, tab.name);
	crm_fail(crm, CRM_USAGE, NULL,
	    "--tab: there is no tab \"%.*s\"; there are: %s", (int)len, text,
	    names);
}

static enum crm_rc
tabs_check(struct crm *crm)
{
	const char *text;
	int place = 0;
	size_t len;

	while ((text = crm_opt_next(crm, "tab", &place)) != NULL)
		do {
			len = strcspn(text, ",");
			if (!is_tab(crm, text, len))
				tab_unknown(crm, text, len);
			text += len;
		} while (*text++ == ',');
	return crm_status(crm);
}

/* What client_given.sql is given: the client, the figures, the points. */
#define FIGURES	   14
#define POINTS	   3
#define GIVEN_ARGS (1 + FIGURES + POINTS)

/*
 * Both are counted by statements of their own, and only for who has any: to
 * prepare them is more work than all the rest of showing a client.
 */
static void
args_give(struct crm *crm, int64_t id, struct crm_arg *args)
{
	struct crm_rows *r;
	int i;

	for (i = 0; i < GIVEN_ARGS; i++)
		args[i] = ARG_NULL;
	args[0] = ARG(id);
	if (crm_int(crm, SQL_CLIENT_HISTORY, ARG(id)) == 0)
		return;
	r = crm_query(crm, SQL_CLIENT_FIGURES, ARG(id));
	if (crm_next(r))
		for (i = 0; i < FIGURES; i++)
			args[1 + i] = crm_col_arg(r, i);
	crm_close(r);
	r = crm_query(crm, SQL_LOYALTY_POINTS, ARG(id));
	if (crm_next(r))
		for (i = 0; i < POINTS; i++)
			args[1 + FIGURES + i] = crm_col_arg(r, 1 + i);
	crm_close(r);
}

/* The card, and under it the tabs one after the other. */
static enum crm_rc
show_card(struct crm *crm, int64_t id)
{
	struct crm_arg args[GIVEN_ARGS + 1] = {{0}};
	struct tab tab;
	int i;

	args_give(crm, id, args);
	crm_emit_card(crm, crm_query_args(crm, SQL_CLIENT_CARD, args));
	if (crm_opt(crm, "tab") == NULL)
		return crm_status(crm);
	for (i = 0; (tab = tab_at(crm, i)).name != NULL; i++)
		if (!tab.card && is_wanted(crm, tab.name))
			crm_section(crm, tab.name, tab.sql, ARG(id));
	return crm_status(crm);
}

/* The record, and each tab as one more column of it. */
static enum crm_rc
show_record(struct crm *crm, int64_t id)
{
	struct crm_arg args[GIVEN_ARGS + TABS_MAX + 1] = {{0}};
	const char *columns = "";
	struct tab tab;
	int i, n = GIVEN_ARGS;

	args_give(crm, id, args);
	if (crm_opt(crm, "tab") == NULL)
		return crm_emit_one(
		    crm, crm_query_args(crm, SQL_CLIENT_SHOW, args));
	for (i = 0; (tab = tab_at(crm, i)).name != NULL; i++) {
		if (n == GIVEN_ARGS + TABS_MAX)
			break;
		if (!is_wanted(crm, tab.name))
			continue;
		args[n++] =
		    ARG(crm_json(crm, crm_query(crm, tab.sql, ARG(id))));
		columns =
		    crm_keepf(crm, "%s, ?%d AS %s_json", columns, n, tab.name);
	}
	return crm_emit_one(crm, crm_query_args(crm,
				     crm_keepf(crm, "SELECT s.*%s FROM (%s) s",
					 columns, SQL_CLIENT_SHOW),
				     args));
}

static enum crm_rc
client_show(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);

	if (crm_status(crm) != CRM_OK)
		return crm_status(crm);
	return crm_machine_format(crm) ? show_record(crm, id)
				       : show_card(crm, id);
}

static enum crm_rc
show(struct crm *crm)
{
	if (tabs_check(crm) != CRM_OK)
		return crm_status(crm);
	return crm_each(crm, client_show);
}

/* --- online booking --- */

static enum crm_rc
client_block(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);

	crm_record_change(crm, id, "blocked", "yes");
	crm_record_change(crm, id, "block_reason", crm_opt(crm, "reason"));
	return crm_record_answer(crm, id);
}

static enum crm_rc
client_unblock(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);

	crm_record_change(crm, id, "blocked", "no");
	crm_record_change(crm, id, "block_reason", NULL);
	return crm_record_answer(crm, id);
}

static enum crm_rc
block(struct crm *crm)
{
	return crm_each(crm, client_block);
}

static enum crm_rc
unblock(struct crm *crm)
{
	return crm_each(crm, client_unblock);
}

/* --- tags: tag REF TAG...; the reference comes first, - for many --- */

static enum crm_rc
tags_change(struct crm *crm, const char *ref, bool add)
{
	int64_t id = crm_client_id(crm, ref);
	const char *tag;
	int i;

	for (i = 0; (tag = crm_rest(crm, i)) != NULL; i++)
		crm_record_item(crm, id, "tags", tag, add);
	return crm_record_answer(crm, id);
}

static enum crm_rc
client_tag(struct crm *crm, const char *ref)
{
	return tags_change(crm, ref, true);
}

static enum crm_rc
client_untag(struct crm *crm, const char *ref)
{
	return tags_change(crm, ref, false);
}

static enum crm_rc
tag(struct crm *crm)
{
	return crm_each_first(crm, client_tag);
}

static enum crm_rc
untag(struct crm *crm)
{
	return crm_each_first(crm, client_untag);
}

/* --- for good --- */

static enum crm_rc
client_purge(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);
	/* Under every number that the person had. */
	const char *ids = crm_text(crm,
	    "SELECT json_group_array(id) FROM (SELECT ?1 AS id UNION ALL "
	    "SELECT lost_id FROM merge WHERE client_id = ?1)",
	    ARG(id));

	crm_queue_purge(crm, id);
	/* What the journal remembers of the person goes as well. */
	crm_run(crm, "DELETE FROM client WHERE id = ?1", ARG(id));
	crm_run(crm,
	    "UPDATE journal SET old_json = NULL WHERE client_id IN (SELECT "
	    "value FROM json_each(?1)) AND tbl <> 'setting' /*scan*/",
	    ARG(ids));
	/* So does what was typed about the person, this command included. */
	crm_run(crm,
	    "UPDATE change SET command = substr(command, 1, "
	    "instr(command || ' ', ' ')) || '(purged)' WHERE id IN (SELECT "
	    "change_id FROM journal WHERE client_id IN (SELECT value FROM "
	    "json_each(?1))) /*scan*/",
	    ARG(ids));
	return crm_status(crm);
}

static enum crm_rc
purge(struct crm *crm)
{
	const char *reason = crm_opt(crm, "reason");

	if (reason == NULL)
		return crm_fail(crm, CRM_USAGE, "required",
		    "purge: say why: "
		    "--reason TEXT");
	crm_each(crm, client_purge);
	crm_summary(crm, "purged for good: %s", reason);
	return crm_status(crm);
}

/* --- why is it so? --- */

static enum crm_rc
client_explain(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);

	return crm_emit(crm, crm_query(crm, SQL_CLIENT_EXPLAIN, ARG(id)));
}

static enum crm_rc
explain(struct crm *crm)
{
	return crm_each(crm, client_explain);
}

/* --- the table --- */

static const struct crm_option add_options[] = {
    {"as-new", NULL, "although a deleted client has this email", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option show_options[] = {
    {"tab", "NAME,...", "their records too: bookings, timeline, all, ...", NULL,
	0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option reason_options[] = {
    {"reason", "TEXT", "why", NULL, 0}, {NULL, NULL, NULL, NULL, 0}};

static const struct crm_move moves[] = {
    {"restore", "active", "deleted,spam,archived", NULL},
    {"activate", "active", NULL, NULL}, {"archive", "archived", NULL, NULL},
    {"delete", "deleted", NULL, NULL}, {"spam", "spam", NULL, NULL},
    {NULL, NULL, NULL, NULL}};

static const struct crm_verb verbs[] = {CRM_VERB_LIST,
    {"show", show, 0, "REF... | -", "show them whole", show_options},
    {"add", crm_record_add, CRM_WRITES | CRM_FIELDS, "[NAME] | -",
	"add one, or with - one for each JSON line of stdin", add_options},
    {"edit", crm_record_edit, CRM_WRITES | CRM_FIELDS, "REF... | REF - | -",
	"change fields; from stdin: JSON objects, or with options "
	"references",
	add_options},
    {"tag", tag, CRM_WRITES, "REF|- TAG...", "add labels", NULL},
    {"untag", untag, CRM_WRITES, "REF|- TAG...", "take labels away", NULL},
    {"archive", crm_record_move, CRM_WRITES, "REF... | -",
	"put aside those who left", NULL},
    {"activate", crm_record_move, CRM_WRITES, "REF... | -",
	"make them active again", NULL},
    {"delete", crm_record_move, CRM_WRITES, "REF... | -",
	"hide them; restore brings them back", NULL},
    {"restore", crm_record_move, CRM_WRITES, "REF... | -",
	"bring back deleted, spam or archived ones", NULL},
    {"spam", crm_record_move, CRM_WRITES, "REF... | -",
	"hide them, and leave them out of every count", NULL},
    {"block", block, CRM_WRITES, "REF... | -", "refuse their online bookings",
	reason_options},
    {"unblock", unblock, CRM_WRITES, "REF... | -", "take online bookings again",
	NULL},
    {"purge", purge, CRM_WRITES | CRM_ASKS, "REF... | -",
	"remove them for good, with all their records", reason_options},
    {"explain", explain, 0, "REF... | -",
	"why every derived figure is what it is", NULL},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-client",
	    .help = "the record of every client, contact and lead",
	    .entity = "client",
	    .positional = "name",
	    .verbs = verbs,
	    .moves = moves,
	};

	return crm_main(&tool, argc, argv);
}
