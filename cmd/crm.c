/*
 * crm: the suite by one name: "crm client list" runs crm-client list.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crm.h"

/* The folder that this program was started from: its siblings are there. */
static const char *
own_folder(char *path, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	if (n <= 0)
		return NULL;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	return path;
}

static int
is_command(const struct dirent *d)
{
	return strncmp(d->d_name, "crm-", 4) == 0 &&
	       strchr(d->d_name, '.') == NULL;
}

/* Every crm-* beside this program. */
static int
commands_list(FILE *f, bool bare)
{
	char path[4096];
	const char *folder = own_folder(path, sizeof(path));
	struct dirent **list;
	int i, n = folder == NULL
		       ? -1
		       : scandir(folder, &list, is_command, alphasort);

	if (n < 0)
		return 1;
	for (i = 0; i < n; i++) {
		fprintf(f, bare ? "%s\t\n" : "  %s\n",
		    list[i]->d_name + (bare ? 4 : 0));
		free(list[i]);
	}
	free(list);
	return 0;
}

static int
help(FILE *f)
{
	fputs("crm: the clients of a service business in one SQLite file\n\n"
	      "usage: crm NOUN [VERB] [ARGUMENT...] [OPTION...]\n"
	      "       crm help [NOUN]\n\n"
	      "\"crm client list\" is \"crm-client list\". The commands:\n\n",
	    f);
	commands_list(f, false);
	fputs("\n  -h, --help     this text\n  -V, --version  the version of "
	      "crm\n\nEach has --help and a manual page; begin with: man 7 "
	      "crm.\n",
	    f);
	return ferror(f) || fflush(f) != 0;
}

/* Become crm-NOUN: the one beside this program, else the one in PATH. */
static int
run(const char *noun, char **argv)
{
	char path[4096], file[8192];
	const char *folder = own_folder(path, sizeof(path));

	argv[0] = file;
	errno = ENOENT; /* of a noun that is a path */
	if (folder != NULL && strchr(noun, '/') == NULL) {
		snprintf(file, sizeof(file), "%s/crm-%s", folder, noun);
		execv(file, argv);
	}
	if (strchr(noun, '/') == NULL) {
		snprintf(file, sizeof(file), "crm-%s", noun);
		execvp(file, argv);
	}
	if (errno != ENOENT) {
		fprintf(stderr, "crm: %s: %s\n", file, strerror(errno));
		return CRM_FAILURE;
	}
	fprintf(stderr,
	    "crm: there is no command \"%s\"; crm help lists "
	    "them\n",
	    noun);
	return CRM_USAGE;
}

/* "crm help client" and completion ask the command itself. */
static int
ask(const char *noun, const char *flag)
{
	char option[16];
	char *argv[3] = {NULL, option, NULL};

	snprintf(option, sizeof(option), "%s", flag);
	return run(noun, argv);
}

/* The words typed so far: the first is a noun, the rest its command's. What
 * was "crm --complete NOUN WORD" becomes "crm-NOUN --complete WORD". */
static int
complete(int argc, char **argv)
{
	char *noun = argv[2];

	if (argc <= 3 || strcmp(noun, "help") == 0)
		return commands_list(stdout, true);
	argv[2] = argv[1];
	return run(noun, argv + 1);
}

int
main(int argc, char **argv)
{
	const char *noun = argc > 1 ? argv[1] : "help";

	if (strcmp(noun, "--complete") == 0)
		return complete(argc, argv);
	if (strcmp(noun, "--version") == 0 || strcmp(noun, "-V") == 0)
		return printf("crm %s\n", CRM_VERSION) < 0 ||
		       fflush(stdout) != 0;
	if (strcmp(noun, "--help") == 0 || strcmp(noun, "-h") == 0)
		return help(stdout);
	if (strcmp(noun, "help") == 0)
		return argc > 2 ? ask(argv[2], "--help") : help(stdout);
	if (*noun == '-') {
		fprintf(stderr,
		    "crm: there is no option %s; crm help tells "
		    "more\n",
		    noun);
		return CRM_USAGE;
	}
	return run(noun, argv + 1);
}
