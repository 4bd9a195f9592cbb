/*
 * import.c: whole files of any type, tried on a database of two clients, with
 * what is usual of headers and words, or with a preset that somebody wrote.
 *
 * The first byte says which type it is and whether there is a preset, which
 * then goes up to a line "%%"; the file is the rest.
 */
#include "base.h"
#include "entity.h"
#include "preset.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
planned(struct crm *c, const char *text, size_t len)
{
	(void)c;
	if (len == 0 || text[len - 1] != '\n')
		abort();
}

/* The preset in front of the file; NULL: it is none. */
static const struct preset *
preset_take(const char **text)
{
	const char *end = strstr(*text, "\n%%\n"), *error;
	const char *preset;

	if (end == NULL)
		return NULL;
	preset = crm_keepf(&crm, "%.*s", (int)(end + 1 - *text), *text);
	*text = end + 4;
	return preset_parse(&crm.keep, "fuzz", "fuzz.map", preset, &error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_options o = {.dry_run = true, .planned = planned};
	struct import_counts n = {0};
	const char *text;
	char path[32];
	int fd;

	if (size == 0)
		return 0;
	base_ready();
	text = keep_mem(&crm.keep, (const char *)data + 1, size - 1);
	/* The first are settings, which are not imported. */
	o.entity = crm_entities[1 + data[0] % 16 % (crm_nentities - 1)];
	o.match = (data[0] & 0x20) != 0;
	o.strict = (data[0] & 0x40) != 0;
	if (data[0] & 0x10)
		o.preset = preset_take(&text);
	else
		o.no_preset = true;
	fd = bytes_file(path, sizeof(path), text, strlen(text));
	if (import_file(&crm, path, &o, &n) != CRM_OK) /* as crm_main() does */
		sqlite3_exec(crm.db, "ROLLBACK", NULL, NULL, NULL);
	base_check(&n);
	close(fd);
	return 0;
}
