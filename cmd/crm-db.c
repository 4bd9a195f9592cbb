/*
 * crm-db: the database file itself.
 */
#include "crm.h"
#include "crm_sql.h"

static enum crm_rc
info(struct crm *crm)
{
	return crm_db_info(crm);
}

static const struct crm_option init_options[] = {
    {"journal", "MODE", "wal, or delete for network folders", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option check_options[] = {
    {"fix", NULL, "derive again what has drifted", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {
    {"info", info, 0, "", "version, size, number of records", NULL},
    {"init", crm_db_init, CRM_ALONE | CRM_WRITES, "",
	"create an empty database", init_options},
    {"check", crm_db_check, CRM_ALONE | CRM_WRITES, "",
	"is the file whole, and every derived figure right?", check_options},
    {"backup", crm_db_backup, 0, "FILE", "a copy, also while others write",
	NULL},
    {"restore", crm_db_restore, CRM_ALONE | CRM_WRITES | CRM_ASKS, "FILE",
	"put a backup in the place of the database", NULL},
    {"migrate", crm_db_migrate, CRM_ALONE | CRM_WRITES, "",
	"bring an older file up to date, keeping a copy", NULL},
    {"schema", crm_db_schema, 0, "",
	"the SQL of the tables; with --json every field", NULL},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-db",
	    .help = "the database file: create, check, back up, migrate",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
