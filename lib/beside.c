/*
 * beside.c: more handles on the same state of the same file.
 */
#include "beside.h"

#include "banned.h"

#define TRIES 5 /* while others write */

/* The latest state, for as long as nothing else is asked for. */
static void
state_take(struct crm *crm)
{
	if (!sqlite3_get_autocommit(crm->db))
		db_exec(crm, "COMMIT");
	db_exec(crm, "BEGIN");
	crm_int(crm, "SELECT count(*) FROM state");
}

/*
 * Every handle sees what is committed when it first reads. If, for this one,
 * nothing was from before the others did until after that, all see the same.
 */
static bool
states_take(struct crm *crm, struct crm *others, int n)
{
	int64_t version = crm_int(crm, "PRAGMA data_version");
	int i;

	for (i = 0; i < n; i++)
		state_take(&others[i]);
	state_take(crm);
	return crm_int(crm, "PRAGMA data_version") == version;
}

static bool
states_meet(struct crm *crm, struct crm *others, int n)
{
	int i, tries = 1;

	while (!states_take(crm, others, n) && tries < TRIES)
		tries++;
	for (i = 0; i < n; i++)
		if (others[i].rc != CRM_OK)
			return false;
	return tries < TRIES;
}

bool
beside_open(struct crm *crm, struct crm *others, int n)
{
	bool open = !crm->transient && crm->rc == CRM_OK;
	int i;

	for (i = 0; i < n && open; i++) {
		others[i] = (struct crm){.file = crm->file,
		    .now = crm->now,
		    .wait = crm->wait,
		    .cli = crm->cli};
		open = db_open(&others[i], DB_READ | DB_THREADS) == CRM_OK;
	}
	if (open && states_meet(crm, others, n))
		return true;
	beside_close(others, i);
	return false;
}

enum crm_rc
beside_status(struct crm *crm, const struct crm *others, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (others[i].rc != CRM_OK)
			crm_fail(crm, others[i].rc, others[i].word, "%s",
			    others[i].message);
	return crm->rc;
}

void
beside_close(struct crm *others, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		db_close(&others[i]);
		keep_free(&others[i].keep);
	}
}
