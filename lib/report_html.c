/*
 * report_html.c: the report as a web page: one file that asks for no other, is
 * read without scripts, in light and dark, on paper and on a phone. Pictures
 * are SVG and say nothing that the table beside them does not.
 */
#include <string.h>

#include "report.h"

#include "banned.h"

/* Of the line: in units of its viewBox. */
#define CHART_WIDTH  960
#define CHART_HEIGHT 200
#define CHART_LEFT   8
#define CHART_TOP    16
#define CHART_BASE   199

static const char style[] =
    ":root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#16202c;"
    "--soft:#566273;--rule:#e1e5ea;--bar:#2563a8;--fill:#2563a822}"
    "@media (prefers-color-scheme:dark){:root{--bg:#10151b;--card:#19212a;"
    "--ink:#e8edf3;--soft:#a3b0bf;--rule:#2d3844;--bar:#6fb1f5;"
    "--fill:#6fb1f526}}"
    "*{box-sizing:border-box}"
    "body{margin:0;background:var(--bg);color:var(--ink);"
    "font:16px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,"
    "\"Noto Sans\",\"DejaVu Sans\",sans-serif}"
    "main,header,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}"
    "header{padding-top:2.5rem;padding-bottom:1rem}"
    "h1{font-size:2rem;line-height:1.2;margin:.1rem 0;"
    "overflow-wrap:anywhere}"
    "header p{margin:0;color:var(--soft)}"
    ".name{font-weight:600;color:var(--bar)!important}"
    ".cards{display:grid;gap:.75rem;margin:1rem 0;padding:0;"
    "grid-template-columns:repeat(auto-fit,minmax(min(100%,9.5rem),1fr))}"
    ".cards>div,section{background:var(--card);"
    "border:1px solid var(--rule);border-radius:.6rem}"
    ".cards>div{padding:.9rem 1.1rem}"
    "dt,.cards span{color:var(--soft);font-size:.875rem}"
    "dd{margin:0}"
    "dd b{display:block;font-size:1.75rem;line-height:1.25;"
    "font-variant-numeric:tabular-nums}"
    "section{padding:1.1rem 1.25rem;margin:1rem 0}"
    ".pair{columns:2 26rem;column-gap:1rem}"
    ".pair section{break-inside:avoid;margin:0 0 1rem}"
    "h2{font-size:1.1rem;margin:0 0 .4rem}"
    "section>p{margin:0 0 .6rem;color:var(--soft);font-size:.875rem}"
    ".wide{overflow-x:auto}"
    "table{border-collapse:collapse;width:100%;font-size:.9375rem}"
    "th{font-weight:600;color:var(--soft);font-size:.8125rem;"
    "text-align:left;vertical-align:bottom}"
    "td,th{padding:.34rem .9rem .34rem 0;"
    "border-bottom:1px solid var(--rule)}"
    "tr:last-child td{border-bottom:0}"
    "td{overflow-wrap:break-word}"
    ".n{text-align:right;white-space:nowrap;"
    "font-variant-numeric:tabular-nums}"
    ".p{white-space:nowrap}"
    ".pair .n{width:1%}"
    ".pair td,.pair th{padding-right:.6rem}"
    ".pair table{font-size:.875rem}"
    ".pair .b,.b{width:24%;min-width:1.5rem;padding-right:0}"
    ".b svg{display:block;width:100%;height:.7rem}"
    ".b rect{fill:var(--bar)}"
    "figure{margin:0 0 .8rem}figure svg{display:block;width:100%;"
    "height:11rem}"
    ".line,.dot,.axis{fill:none;stroke:var(--bar);stroke-width:2.5;"
    "stroke-linejoin:round;vector-effect:non-scaling-stroke}"
    ".dot{stroke-width:10;stroke-linecap:round}"
    ".axis{stroke:var(--rule);stroke-width:1}.area{fill:var(--fill)}"
    "figcaption{display:flex;justify-content:space-between;"
    "color:var(--soft);font-size:.8125rem;padding-top:.3rem}"
    "footer{color:var(--soft);font-size:.8125rem;padding-top:.5rem;"
    "padding-bottom:2.5rem}"
    "@media (max-width:30rem){h1{font-size:1.6rem}"
    "dd b{font-size:1.4rem}section{padding:.9rem "
    "1rem}td,th,.pair td,.pair th{padding-right:.35rem}"
    "td:last-child,th:last-child{padding-right:0}"
    "th.n,.p{white-space:normal}.pair .b,.b{display:none}"
    "table,.pair table{font-size:.8125rem}th{font-size:.75rem}"
    "figure svg{height:8rem}}"
    "@media print{:root{--bg:#fff;--card:#fff;--ink:#000;--soft:#444;"
    "--rule:#ccc;--bar:#1d4f87;--fill:#1d4f8722}"
    "@page{size:auto;margin:15mm}"
    "html{font-size:11px}body{font-size:1rem;print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}"
    "main,header,footer{max-width:none;padding:0}"
    "tr,.cards>div,figure{break-inside:avoid}h2{break-after:avoid}"
    "section{border:0;padding:.4rem 0}"
    "figure svg{height:9rem}header{padding-top:0}"
    ".cards{grid-template-columns:repeat(3,1fr)}"
    "dd b{font-size:1.35rem}}";

/* --- text -------------------------------------------------------------------
 */

/* Text of any origin: nothing in it is markup, and what no page may hold, or
 * would turn the direction of what follows, is left out. */
static void
text_put(struct str *out, const char *text)
{
	const unsigned char *p;

	for (p = (const unsigned char *)text; *p != '\0'; p++) {
		switch (*p) {
		case '&':
			str_adds(out, "&amp;");
			break;
		case '<':
			str_adds(out, "&lt;");
			break;
		case '>':
			str_adds(out, "&gt;");
			break;
		case '"':
			str_adds(out, "&quot;");
			break;
		case '\'':
			str_adds(out, "&#39;");
			break;
		default:
			str_addc(out, *p < 0x20 || *p == 0x7f ? ' ' : (char)*p);
		}
	}
}

static void
tag_put(struct str *out, const char *open, const char *text, const char *close)
{
	str_adds(out, open);
	text_put(out, text);
	str_adds(out, close);
}

/* --- pictures ----------------------------------------------------------------
 */

static void
bar_put(struct str *out, double share)
{
	str_addf(out,
	    "<td class=\"b\"><svg viewBox=\"0 0 100 10\" "
	    "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
	    "<rect width=\"%.2f\" height=\"10\"/></svg></td>",
	    100 * share);
}

static double
point_x(const struct report_part *p, int i)
{
	return CHART_LEFT + (CHART_WIDTH - 2.0 * CHART_LEFT) * i /
				(p->nrows > 1 ? p->nrows - 1 : 1);
}

static double
point_y(const struct report_part *p, int i)
{
	return CHART_BASE - (CHART_BASE - CHART_TOP) *
				(p->most > 0 ? p->values[i] / p->most : 0);
}

static void
points_put(struct str *out, const struct report_part *p)
{
	int i;

	for (i = 0; i < p->nrows; i++)
		str_addf(out, "%s%.1f %.1f", i == 0 ? "M" : "L", point_x(p, i),
		    point_y(p, i));
}

static void
end_put(struct str *out, const struct report_part *p, int row)
{
	str_adds(out, "<span>");
	text_put(out, p->cells[row * p->ncolumns]);
	str_adds(out, ": ");
	text_put(out, p->cells[row * p->ncolumns + 1]);
	str_adds(out, "</span>");
}

/* The first and the last are named; the table names the others. */
static void
line_put(struct str *out, const struct report_part *p)
{
	int last = p->nrows - 1;

	str_addf(out,
	    "<figure><svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
	    "role=\"img\" aria-label=\"",
	    CHART_WIDTH, CHART_HEIGHT);
	text_put(out, p->title);
	str_adds(out, ": from ");
	text_put(out, p->cells[1]);
	str_adds(out, " to ");
	text_put(out, p->cells[last * p->ncolumns + 1]);
	str_addf(out,
	    "; the table below has each.\"><path class=\"axis\" "
	    "d=\"M0 %dH%d\"/><path class=\"area\" d=\"",
	    CHART_BASE, CHART_WIDTH);
	points_put(out, p);
	str_addf(out, "L%.1f %dL%.1f %dZ\"/><path class=\"line\" d=\"",
	    point_x(p, last), CHART_BASE, point_x(p, 0), CHART_BASE);
	points_put(out, p);
	str_addf(out,
	    "\"/><path class=\"dot\" d=\"M%.1f %.1fh0\"/></svg>"
	    "<figcaption>",
	    point_x(p, last), point_y(p, last));
	end_put(out, p, 0);
	end_put(out, p, last);
	str_adds(out, "</figcaption></figure>\n");
}

/* --- parts ------------------------------------------------------------------
 */

static void
row_put(struct str *out, const struct report_part *p, int k)
{
	int i;

	str_adds(out, "<tr>");
	for (i = 0; i < p->ncolumns; i++)
		tag_put(out,
		    p->columns[i].number  ? "<td class=\"n\">"
		    : p->columns[i].whole ? "<td class=\"p\">"
					  : "<td>",
		    p->cells[k * p->ncolumns + i], "</td>");
	if (p->look == REPORT_BARS)
		bar_put(out, p->most > 0 ? p->values[k] / p->most : 0);
	str_adds(out, "</tr>\n");
}

static void
table_put(struct str *out, const struct report_part *p)
{
	int i;

	str_adds(out, "<div class=\"wide\"><table><thead><tr>");
	for (i = 0; i < p->ncolumns; i++)
		tag_put(out,
		    p->columns[i].number ? "<th scope=\"col\" class=\"n\">"
					 : "<th scope=\"col\">",
		    p->columns[i].label, "</th>");
	if (p->look == REPORT_BARS)
		str_adds(out, "<td class=\"b\"></td>");
	str_adds(out, "</tr></thead><tbody>\n");
	for (i = 0; i < p->nrows; i++)
		row_put(out, p, i);
	str_adds(out, "</tbody></table></div>");
}

static void
part_put(struct str *out, const struct report_part *p)
{
	tag_put(out, "<section><h2>", p->title, "</h2>\n");
	if (p->note != NULL)
		tag_put(out, "<p>", p->note, "</p>\n");
	if (p->nrows == 0) {
		tag_put(out, "<p>", p->empty, "</p>");
	} else {
		if (p->look == REPORT_LINE)
			line_put(out, p);
		table_put(out, p);
	}
	str_adds(out, "</section>\n");
}

static void
cards_put(struct str *out, const struct report *rep)
{
	const struct report_card *c = rep->cards;

	str_adds(out, "<dl class=\"cards\">\n");
	for (; c < rep->cards + rep->ncards; c++) {
		tag_put(out, "<div><dt>", c->label, "</dt>");
		tag_put(out, "<dd><b>", c->value, "</b>");
		tag_put(out, "<span>", c->note, "</span></dd></div>\n");
	}
	str_adds(out, "</dl>\n");
}

void
report_html(struct str *out, const struct report *rep)
{
	int i;

	str_adds(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		      "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
		      "content=\"width=device-width,initial-scale=1\">\n"
		      "<meta name=\"referrer\" content=\"no-referrer\">\n"
		      "<meta http-equiv=\"Content-Security-Policy\" "
		      "content=\"default-src 'none'; "
		      "style-src 'unsafe-inline'\">\n");
	tag_put(out, "<title>Insights: ", rep->span, "</title>\n<style>");
	str_adds(out, style);
	str_adds(out, "</style>\n</head>\n<body>\n<header>");
	if (*rep->business != '\0')
		tag_put(out, "<p class=\"name\">", rep->business, "</p>");
	tag_put(
	    out, "<h1>Insights</h1><p>", rep->span, "</p></header>\n<main>\n");
	cards_put(out, rep);
	/* The first is as wide as the page, the others stand in pairs. */
	for (i = 0; i < rep->nparts; i++) {
		str_adds(out, i == 1 ? "<div class=\"pair\">\n" : "");
		part_put(out, &rep->parts[i]);
	}
	str_adds(out, rep->nparts > 1 ? "</div>\n" : "");
	tag_put(out, "</main>\n<footer><p>Made on ", rep->made,
	    " by crm-insights</p></footer>\n</body>\n</html>\n");
}

/* --- the format --- */

/* It is no format for rows: the verb report writes it. */
static void
html_head(struct emit *e)
{
	e->error = "html is the format of report; take another --format";
}

const struct emit_format crm_format_html = {
    .name = "html",
    .machine = true,
    .head = html_head,
};
