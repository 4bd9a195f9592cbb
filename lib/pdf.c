/*
 * pdf.c: a paper to hand over, from its beginning to the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pdf_paper.h"

#include "banned.h"

/* --- the document ------------------------------------------------------------
 */

static const char *
option_keep(struct pdf *p, const char *text)
{
	return keep_text(&p->keep, text != NULL ? text : "");
}

/* Out of memory is told of by who asked for it: libharu asks here. */
static void *HPDF_STDCALL
memory_get(HPDF_UINT size)
{
	return mem_alloc(size);
}

static void HPDF_STDCALL
memory_put(void *p)
{
	free(p);
}

static void
properties_set(struct pdf *p)
{
	time_t now = (time_t)p->options.now;
	HPDF_Date date = {.ind = '+'};
	struct tm tm;

	if (*p->options.title != '\0')
		HPDF_SetInfoAttr(p->doc, HPDF_INFO_TITLE, p->options.title);
	if (*p->options.author != '\0')
		HPDF_SetInfoAttr(p->doc, HPDF_INFO_AUTHOR, p->options.author);
	if (*p->options.creator != '\0')
		HPDF_SetInfoAttr(p->doc, HPDF_INFO_CREATOR, p->options.creator);
	if (gmtime_r(&now, &tm) == NULL || tm.tm_year < 0 || tm.tm_year > 8099)
		return;
	date.year = tm.tm_year + 1900;
	date.month = tm.tm_mon + 1;
	date.day = tm.tm_mday;
	date.hour = tm.tm_hour;
	date.minutes = tm.tm_min;
	date.seconds = tm.tm_sec;
	HPDF_SetInfoDateAttr(p->doc, HPDF_INFO_CREATION_DATE, date);
}

struct pdf *
pdf_new(const struct pdf_options *options)
{
	struct pdf *p = mem_alloc(sizeof(*p));

	memset(p, 0, sizeof(*p));
	p->day = (struct str)STR_INIT;
	p->shaper.text = (struct str)STR_INIT;
	p->shaper.run = (struct str)STR_INIT;
	p->options = *options;
	p->options.title = option_keep(p, options->title);
	p->options.author = option_keep(p, options->author);
	p->options.creator = option_keep(p, options->creator);
	p->options.made = option_keep(p, options->made);
	p->pages = mem_alloc(PDF_PAGES_MAX * sizeof(HPDF_Page));
	p->width = options->letter ? 612 : 595.276f;
	p->height = options->letter ? 792 : 841.89f;
	p->doc = HPDF_NewEx(NULL, memory_get, memory_put, 0, NULL);
	if (p->doc == NULL) {
		p->error = "the library of documents does not start";
		return p;
	}
	HPDF_SetCompressionMode(p->doc, HPDF_COMP_ALL);
	HPDF_SetPagesConfiguration(p->doc, 50);
	HPDF_UseUTFEncodings(p->doc);
	HPDF_SetCurrentEncoder(p->doc, "UTF-8");
	properties_set(p);
	if (!fonts_open(&p->fonts, p->doc, options))
		p->error = keep_printf(&p->keep,
		    "%s: is no TrueType font that may be embedded",
		    options->font);
	return p;
}

void
pdf_free(struct pdf *p)
{
	struct pdf_lines *lines[] = {&p->scrap, &p->dots, &p->time, &p->type,
	    &p->title, &p->status, &p->amount, &p->detail, &p->text};
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		lines_free(lines[i]);
	if (p->doc != NULL)
		HPDF_Free(p->doc);
	table_free(&p->table);
	fonts_close(&p->fonts);
	shaper_free(&p->shaper);
	keep_free(&p->keep);
	str_free(&p->day);
	free(p->pages);
	free(p);
}

/* --- the end --- */

static void
warning_settle(struct pdf *p)
{
	unsigned missing = p->fonts.missing;

	snprintf(p->warning, sizeof(p->warning), "%s",
	    missing & PDF_MISS_TEXT
		? "no TrueType font for text: only Latin letters are drawn; "
		  "install the package fonts-dejavu-core"
	    : missing & PDF_MISS_CJK
		? "no font has some Chinese, Japanese or Korean letters, "
		  "which are drawn as boxes; install the package "
		  "fonts-wqy-microhei"
	    : missing & PDF_MISS_OTHER
		? "no font has some letters, which are drawn as boxes; "
		  "install the package fonts-noto-core"
		: "");
}

static void
save(struct pdf *p, struct str *out)
{
	HPDF_UINT32 size;
	char *to;

	HPDF_SaveToStream(p->doc);
	size = HPDF_GetStreamSize(p->doc);
	HPDF_ResetStream(p->doc);
	to = str_room(out, size);
	if (HPDF_ReadFromStream(p->doc, (HPDF_BYTE *)to, &size) == HPDF_OK)
		out->len += size;
	out->ptr[out->len] = '\0';
}

const char *
pdf_error(const struct pdf *p)
{
	return p->error;
}

const char *
pdf_finish(struct pdf *p, struct str *out)
{
	HPDF_STATUS status;

	paper_first(p);
	if (p->error != NULL)
		return p->error;
	paper_feet(p);
	fonts_complete(&p->fonts);
	warning_settle(p);
	save(p, out);
	status = HPDF_GetError(p->doc);
	if (status != HPDF_OK)
		p->error = keep_printf(&p->keep,
		    "the library of documents says 0x%04lx",
		    (unsigned long)status);
	return p->error;
}

const char *
pdf_warning(const struct pdf *p)
{
	return *p->warning != '\0' ? p->warning : NULL;
}
