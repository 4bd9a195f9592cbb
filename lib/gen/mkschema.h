/*
 * mkschema.h: what the parts of the build tool share.
 */
#ifndef MKSCHEMA_H
#define MKSCHEMA_H

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>

#include <sqlite3.h>

#include "entity.h"
#include "str.h"

/* What the first comment of a CREATE TABLE says it is. */
enum table_class { TABLE_FACT, TABLE_DERIVED, TABLE_INTERNAL };

struct column {
	char *name;
	char *type;
	char *help;
	char *ref;
	char *words[32]; /* of CHECK (x IN (...)), NULL at the end */
	long long least, most; /* of CHECK (x BETWEEN 1 AND 5), (x >= 0) */
	enum kind kind;
	unsigned flags; /* FIELD_* */
	int keyed; /* index of its _key column, or -1 */
};

struct table {
	char *name;
	char *noun; /* the name, or "order" of a table "orders" */
	char *help;
	char *sql;
	enum table_class class;
	bool small; /* scanning it is no matter */
	struct column columns[FIELDS_MAX];
	int ncolumns;
};

extern struct table tables[64];
extern int ntables;

extern sqlite3 *db; /* the schema, in memory */

/* mkschema.c: SQLite with the build's error handling; files; C literals. */
void sql_run(const char *sql, const char *where);
sqlite3_stmt *sql_prepare(const char *sql, const char *where);
char *text_of(sqlite3_stmt *, int column);
char *file_text(const char *path);
int sql_files(const char *folder, struct dirent ***, char *path, size_t);
void put_text(FILE *, const char *);

/* mkquery.c: functions to prepare with, plans, and the queries. */
void functions_register(void);
void plan_check(const char *sql, const char *where);
void queries_write(FILE *, FILE *header);

/* mktables.c: read every table off SQLite, and hold it to the rules. */
void tables_read(void);

/* mkcode.c: the journal triggers and the timeline, as SQL. */
void triggers_generate(struct str *);
void timeline_generate(struct str *);
void arms_write(FILE *);

/* mkentity.c: the descriptors, as C. */
void entities_write(FILE *);
void numbers_write(FILE *);

#endif
