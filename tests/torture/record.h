/*
 * record.h: what record.c writes down and replay.c reads: one operation after
 * the other, each with the bytes that were written behind it.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdint.h>

enum {
	OP_CREATE = 'C',
	OP_WRITE = 'W',
	OP_SIZE = 'T',
	OP_SYNC = 'S',
	OP_UNLINK = 'U',
	OP_ACK = 'A'
};

/* The folder itself, which is synchronised as well. */
#define OP_FOLDER "."

struct op {
	char kind;
	char file[47]; /* its name in the folder */
	int64_t at; /* offset of a write; new size */
	int64_t length; /* bytes that follow */
};

#endif
