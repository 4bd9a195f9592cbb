/*
 * crm-dedupe: clients that are there twice, and records that may belong to a
 * client we know.
 */
#include "crm.h"

static enum crm_rc
pending(struct crm *crm)
{
	return crm_queue_list(crm);
}

static enum crm_rc
show(struct crm *crm)
{
	return crm_each(crm, crm_queue_show);
}

static enum crm_rc
resolve(struct crm *crm)
{
	return crm_each(crm, crm_queue_resolve);
}

static enum crm_rc
unmerge(struct crm *crm)
{
	return crm_each(crm, crm_unmerge);
}

static const struct crm_option merge_options[] = {
    {"prefer", "FIELD=WAY", "whose value: newest, longest or keep; repeat it",
	NULL, 0},
    {"min", "SCORE", "of the pairs on stdin those from this score on", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option resolve_options[] = {
    {"use", NULL, "it is the client it looks like", NULL, 0},
    {"new", NULL, "it is somebody else: a client is made", NULL, 0},
    {"ignore", NULL, "not now: it waits, out of sight", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option scan_options[] = {
    {"min", "SCORE", "pairs from this score on, if not 0.75", NULL, 0},
    {"since", "DATE|last",
	"only with clients added or changed since then, or since the last scan",
	NULL, 0},
    {"clusters", NULL, "pairs that hang together, beside the oldest of them",
	NULL, 0},
    {"limit", "N", "so many at most", NULL, 0}, {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option distinct_options[] = {
    {"reason", "TEXT", "why", NULL, 0}, {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {
    {"pending", pending, CRM_LIST, "", "records that wait for review", NULL},
    {"show", show, 0, "N... | -",
	"one of them beside the client it may belong to", NULL},
    {"resolve", resolve, CRM_WRITES, "N... | -", "say whose they are",
	resolve_options},
    {"scan", crm_dedupe_scan, CRM_OWNTX, "",
	"pairs of clients who may be one person", scan_options},
    {"explain", crm_dedupe_explain, 0, "REF REF",
	"how alike two clients are, and why", NULL},
    {"distinct", crm_dedupe_distinct, CRM_WRITES | CRM_SETS, "[REF REF]",
	"two clients are not one; without them, who is known not to be",
	distinct_options},
    {"merge", crm_merge, CRM_WRITES, "KEEP LOSE... | -",
	"make them one client; with -, each pair on stdin", merge_options},
    {"unmerge", unmerge, CRM_WRITES, "N... | -", "take a merge apart again",
	NULL},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-dedupe",
	    .help = "duplicates: found, reviewed, merged and taken apart",
	    .entity = "association",
	    .columns = "id,type,ref,name,email,phone,candidate_id,"
		       "candidate_name,score,reason",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
