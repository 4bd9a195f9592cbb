/*
 * around.c: what a command finds around it: who runs it, when, by which
 * words, over which file, on how wide a terminal.
 */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "fold.h"
#include "kind.h"

#include "banned.h"

static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

/* The data folder of the user, made where it is to be; NULL: there is none. */
static const char *
data_folder(struct crm *crm, bool make)
{
	const char *data = environment("XDG_DATA_HOME"), *home;

	if (data == NULL || *data != '/') {
		if ((home = environment("HOME")) == NULL)
			return NULL;
		data = crm_keepf(crm, "%s/.local", home);
		if (make)
			mkdir(data, 0700);
		data = crm_keepf(crm, "%s/share", data);
	}
	if (make)
		mkdir(data, 0700);
	data = crm_keepf(crm, "%s/crm", data);
	if (make)
		mkdir(data, 0700);
	return data;
}

const char *
cli_folder(struct crm *crm, const char *name)
{
	const char *data = data_folder(crm, false);

	return data == NULL ? NULL : crm_keepf(crm, "%s/%s", data, name);
}

/* --db, $CRM_DB, or crm.db in the data folder of the user, which is made. */
const char *
cli_database(struct crm *crm)
{
	const char *path = crm_opt(crm, "db"), *data;

	if (path != NULL && *path == '\0')
		crm_fail(crm, CRM_USAGE, NULL, "--db: which file?");
	if (path != NULL || (path = environment("CRM_DB")) != NULL)
		return path;
	if ((data = data_folder(crm, true)) != NULL)
		return crm_keepf(crm, "%s/crm.db", data);
	crm_fail(
	    crm, CRM_USAGE, NULL, "no database: say --db FILE or set CRM_DB");
	return NULL;
}

/* As the user data base knows it: asking costs more than all else at start,
 * so only who writes asks. */
static const char *
login_name(struct crm *crm)
{
	struct passwd *user = getpwuid(getuid());

	return user != NULL ? crm_keep(crm, user->pw_name)
			    : crm_keepf(crm, "%u", getuid());
}

/* Who is at work, cleaned like any text that is stored. */
const char *
crm_actor(struct crm *crm)
{
	struct str clean = STR_INIT;
	const char *name = crm_opt(crm, "actor");

	if (crm->actor != NULL)
		return crm->actor;
	if (name == NULL && (name = environment("CRM_ACTOR")) == NULL &&
	    (name = environment("LOGNAME")) == NULL &&
	    (name = environment("USER")) == NULL)
		name = login_name(crm);
	if (text_clean(&clean, name, strlen(name)) != NULL || clean.len == 0)
		crm_fail(
		    crm, CRM_USAGE, NULL, "--actor: not a name: \"%s\"", name);
	crm->actor = crm_keep(crm, clean.ptr);
	str_free(&clean);
	return crm->actor;
}

void
cli_clock(struct crm *crm)
{
	const char *now = environment("CRM_NOW"), *reason;

	crm->now = time(NULL);
	if (now == NULL)
		return;
	reason = time_parse(&crm->now, now, strlen(now), crm->now);
	if (reason != NULL)
		crm_fail(
		    crm, CRM_USAGE, NULL, "CRM_NOW: %s: \"%s\"", reason, now);
}

const char *
crm_now(struct crm *crm)
{
	char text[21];

	if (crm->now_text == NULL) {
		time_print(text, crm->now);
		crm->now_text = crm_keep(crm, text);
	}
	return crm->now_text;
}

/* What was typed, for the journal. */
void
cli_command(struct crm *crm, int argc, char **argv)
{
	struct str text = STR_INIT;
	int i;

	str_adds(&text, crm->cli->name);
	for (i = 1; i < argc && text.len < 1000; i++) {
		bool plain =
		    *argv[i] != '\0' &&
		    argv[i][strspn(argv[i],
			"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"0123456789-_=+:,./@%")] == '\0';

		str_adds(&text, plain ? " " : " '");
		visible(&text, argv[i], strlen(argv[i]));
		if (!plain)
			str_addc(&text, '\'');
	}
	crm->command = crm_keep(crm, text.ptr);
	str_free(&text);
}

int
cli_width(void)
{
	struct winsize size;
	const char *columns = environment("COLUMNS");
	int64_t n;

	if (columns != NULL &&
	    int_parse(&n, columns, strlen(columns)) == NULL && n >= 20 &&
	    n <= 10000)
		return (int)n;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
		return size.ws_col;
	return 80;
}
