/*
 * import.c: a file of records, read and checked row by row, and kept until
 * import_write() puts all of it into the database.
 */
#include <stdlib.h>
#include <string.h>

#include "heap.h"
#include "import_in.h"
#include "setting.h"

#include "banned.h"

#define FILE_MANY 4000000 /* bytes that are worth a larger cache */
#define FILE_MB	  100 /* and so much memory for what is read */

/* --- rejected rows --- */

static void
row_reject(struct import *im, int64_t line, int column, const char *raw,
    size_t rawlen, enum crm_rc rc, const char *word, const char *why)
{
	struct crm *crm = im->crm;
	struct str where = STR_INIT;

	if (im->apply != NULL) {
		apply_refuse(im, line, word, "%s", why);
		return;
	}
	read_where(im->read, &where, line, column);
	im->counts->rejected++;
	plan_reject(im, line, column, word, why);
	reject_add(&im->rejects, line, raw, rawlen, why);
	if (im->options->rejected != NULL) {
		im->options->rejected(crm, where.ptr, rc, word, why);
	} else if (crm->notice != NULL) {
		str_addf(&where, ": %s", why);
		crm->notice(crm, where.ptr);
	}
	str_free(&where);
}

void
import_reject(struct import *im, int64_t line, const char *raw, size_t rawlen,
    enum crm_rc rc, const char *word, const char *why)
{
	row_reject(im, line, -1, raw, rawlen, rc, word, why);
}

/* The column that a field came from, the first that it may have; -1. */
static int
column_of(const struct import *im, const struct crm_field *f)
{
	size_t i;

	for (i = 0; f != NULL && i < im->map.ntargets; i++)
		if (im->map.targets[i].kind > TARGET_IGNORE &&
		    im->map.targets[i].field == f)
			return (int)i;
	return -1;
}

void
import_reject_problem(struct import *im, int64_t line, const char *raw,
    size_t rawlen, const struct record *rec)
{
	const struct problem *p = &rec->problem;
	struct str why = STR_INIT;

	if (p->field != NULL)
		str_addf(&why, "%s: ", p->field->key);
	str_adds(&why, p->text);
	im->unreachable += strcmp(why.ptr, "email: required") == 0;
	if (p->field != NULL && p->field->kind == KIND_WORD &&
	    strncmp(p->text, "not one of ", 11) == 0) {
		im->unworded++;
		im->word = p->field;
	}
	row_reject(im, line, column_of(im, p->field), raw, rawlen, p->rc,
	    p->word, why.ptr);
	str_free(&why);
}

/* --- the file --- */

/* Columns that have come: where they go, and the records that they need. */
static enum crm_rc
columns_take(struct import *im)
{
	int i;

	map_columns(&im->map, im->read);
	for (i = 1; i <= im->map.nlinked; i++)
		if (im->linked[i].entity == NULL) {
			record_init(&im->linked[i], im->crm, im->map.linked[i]);
			im->linked[i].country = im->options->country;
			im->linked[i].decimal_comma =
			    im->options->decimal_comma;
		}
	return im->crm->rc;
}

/*
 * The clients that rows name are looked up while the file is read: in one
 * transaction, so that the file is not locked for each. Not from a pipe, which
 * may keep us waiting, and writers with us where there is no write-ahead log.
 */
void
import_lookups(struct import *im, const char *sql)
{
	if (im->options->entity->client < 0 || im->read->size <= 0)
		return;
	if (im->read->size >= FILE_MANY)
		db_cache(im->crm, FILE_MB);
	db_exec(im->crm, sql);
}

/* A dry run tells where the columns go; --save-map keeps it. */
static void
map_show(struct import *im)
{
	struct str text = STR_INIT;
	struct out out;
	char *line, *rest;

	if (im->own.save_map == NULL && !im->own.dry_run)
		return;
	map_write(&im->map, im->read, &text);
	if (im->own.save_map != NULL) {
		out_init(&out, im->own.save_map, false);
		str_add(&out.buf, text.ptr, text.len);
		if (!out_commit(&out))
			crm_fail(im->crm, CRM_FAILURE, "output", "%s: %s",
			    im->own.save_map, strerror(out.error));
		out_abandon(&out);
	}
	for (rest = text.ptr; im->own.dry_run && im->crm->rc == CRM_OK &&
			      (line = strsep(&rest, "\n")) != NULL;)
		if (strncmp(line, "word: ", 6) != 0 && *line != '\0')
			crm_remark(im->crm, "%s: %s", im->read->file, line);
	str_free(&text);
}

/*
 * Rows are those of clients where nobody said otherwise. Has a column the
 * service of a booking and another its time, that may not have been meant.
 */
static void
type_hint(struct import *im)
{
	struct import_options bookings = {.entity = entity_find("booking")};
	struct map map;

	if (im->typed || im->preset != NULL || bookings.entity == NULL ||
	    map_init(&map, im->crm, &bookings, NULL) != CRM_OK)
		return;
	map_columns(&map, im->read);
	if (map_has(&map, "service") && map_has(&map, "starts_at"))
		crm_remark(im->crm,
		    "%s: clients are made of it, though it looks like "
		    "bookings: "
		    "crm-import bookings %s",
		    im->read->file, im->read->file);
}

static enum crm_rc
file_read(struct import *im)
{
	struct read *r = im->read;

	columns_take(im);
	if (r->error == NULL && r->headed && map_check(&im->map, r) == CRM_OK &&
	    map_known(&im->map, r) == CRM_OK)
		type_hint(im);
	part_begin(im);
	if (r->size >= FILE_MANY)
		heap_reserve(FILE_MB);
	import_lookups(im, "BEGIN");
	while (im->crm->rc == CRM_OK && read_next(r)) {
		if (im->map.ntargets < r->ncolumns)
			columns_take(im);
		ahead_row(im);
		part_end(im);
		if (im->crm->tick != NULL)
			im->crm->tick(im->crm, r->rows, r->bytes, r->size);
	}
	if (im->crm->rc == CRM_OK && r->error == NULL)
		ahead_end(im);
	import_lookups(im, "COMMIT");
	if (r->error != NULL)
		return crm_fail(im->crm, CRM_FAILURE, "unreadable", "%s: %s",
		    r->file, r->error);
	if (im->remarks > REMARKS_MAX)
		crm_remark(im->crm, "%s: %lld more rows like that", r->file,
		    (long long)(im->remarks - REMARKS_MAX));
	if (im->unreachable > 0)
		crm_remark(im->crm,
		    "%s: %lld of the rejected rows lack%s only an email: "
		    "crm-config set client.require name lets such in",
		    r->file, (long long)im->unreachable,
		    im->unreachable == 1 ? "s" : "");
	if (im->unworded > 0)
		crm_remark(im->crm,
		    "%s: %lld of the rejected rows ha%s a %s that is not "
		    "known: --word '%s: WORD = %s' says what one means",
		    r->file, (long long)im->unworded,
		    im->unworded == 1 ? "s" : "ve", im->word->key,
		    im->word->key, *im->word->words);
	aside_remark(im);
	if (r->notice != NULL)
		crm_remark(im->crm, "%s: %s", r->file, r->notice);
	if (r->rows > 0)
		map_check(&im->map, r);
	if (im->crm->rc == CRM_OK)
		map_remark(&im->map, r);
	if (im->crm->rc == CRM_OK)
		map_show(im);
	return im->crm->rc;
}

/* What the file is, where that was not said: by its header. */
static void
preset_take(struct import *im)
{
	struct import_options *o = &im->own;
	const struct preset *p = o->preset;

	if (p == NULL && !o->no_preset && im->read->error == NULL &&
	    im->read->headed) {
		p = preset_guess(im->crm, o->presets, im->read, o->entity);
		if (p != NULL)
			crm_remark(im->crm,
			    "%s: taken as %s; --preset none if it is not",
			    im->read->file, p->title);
	}
	im->typed = o->entity != NULL;
	if (o->entity == NULL && p != NULL)
		o->entity = p->entity;
	if (o->entity == NULL)
		o->entity = entity_find("client");
	if (p == NULL)
		return;
	im->preset = p;
	if (p->decimal_comma)
		o->decimal_comma = true;
	if (o->date_order == DATE_NONE)
		o->date_order = date_order_find(p->date_order);
	if (p->zone != NULL && !o->zone)
		zone_set(p->zone);
}

void
import_begin(struct import *im, struct crm *crm, const char *file,
    const struct import_options *options, struct import_counts *counts)
{
	struct read_hints hints = options->hints;

	*im = (struct import){.crm = crm,
	    .own = *options,
	    .counts = counts,
	    .raw = STR_INIT,
	    .plan = {.text = STR_INIT, .with = STR_INIT},
	    .asides.keep = KEEP_INIT,
	    .stage.scratch = STR_INIT};
	*counts = (struct import_counts){0};
	hints.formats = &read_every;
	im->read = read_open(file, &hints);
	im->options = &im->own;
}

void
import_settle(struct import *im)
{
	struct crm *crm = im->crm;
	const struct import_options *options = im->options;

	im->counts->entity = options->entity;
	im->rejects.file = options->rejects;
	im->guarded = im->read->bom;
	record_init(&im->rec, crm, options->entity);
	record_init(&im->old, crm, options->entity);
	im->rec.country = options->country;
	im->rec.decimal_comma = options->decimal_comma;
	im->rec.trusted = true;
	match_init(&im->match, crm, options->entity, &im->stage);
	strangers_init(&im->strangers, crm, options->entity, options);
	weigh_open(im);
	plan_init(im);
}

void
import_open(struct import *im, struct crm *crm, const char *file,
    const struct import_options *options, struct import_counts *counts)
{
	import_begin(im, crm, file, options, counts);
	preset_take(im);
	import_settle(im);
}

void
import_close(struct import *im)
{
	int i;

	for (i = 1; i <= im->map.nlinked; i++)
		if (im->linked[i].entity != NULL)
			record_free(&im->linked[i]);
	if (im->rec.entity != NULL)
		match_free(&im->match);
	record_free(&im->rec);
	record_free(&im->old);
	strangers_free(&im->strangers);
	weigh_close(im);
	stage_free(&im->stage);
	reject_free(&im->rejects);
	ahead_free(&im->ahead);
	keep_free(&im->asides.keep);
	plan_free(&im->plan);
	str_free(&im->raw);
	read_close(im->read);
}

/* What is written must not take the place of what is read. */
static enum crm_rc
files_check(const struct import *im)
{
	const struct import_options *o = im->options;
	const char *option = read_is(im->read, o->rejects)    ? "rejects"
			     : read_is(im->read, o->save_map) ? "save-map"
							      : NULL;

	return option == NULL ? im->crm->rc
			      : crm_fail(im->crm, CRM_USAGE, NULL,
				    "--%s: %s is the file that is imported",
				    option, im->read->file);
}

enum crm_rc
import_file(struct crm *crm, const char *file,
    const struct import_options *options, struct import_counts *counts)
{
	struct import *im;

	if (crm->rc != CRM_OK)
		return crm->rc;
	im = mem_alloc(sizeof(*im));
	import_open(im, crm, file, options, counts);
	if (im->read->error != NULL)
		crm_fail(crm, CRM_FAILURE, "unreadable", "%s: %s",
		    im->read->file, im->read->error);
	if (files_check(im) == CRM_OK &&
	    map_init(&im->map, crm, &im->own, im->preset) == CRM_OK &&
	    file_read(im) == CRM_OK)
		import_write(im);
	part_fail(im);
	plan_tell(im);
	if (im->preset != NULL && im->preset->zone != NULL && !im->own.zone)
		zone_account(crm);
	import_close(im);
	free(im);
	return crm->rc;
}
