/*
 * crm-timeline: what clients do, from every table at once.
 */
#include "crm.h"

static const struct crm_option options[] = {
    {"all", NULL, "of every client", NULL, 0},
    {"type", "TYPE,...", "of these types", crm_timeline_types, 0},
    {"search", "TEXT", "with this text in title or description", NULL, 0},
    {"since", "TIME", "from then on", NULL, 0},
    {"until", "TIME", "up to then", NULL, 0},
    {"counts", NULL, "how many there are of each type", NULL, 0},
    {"reverse", NULL, "oldest first", NULL, 0},
    {"limit", "N", "so many at most", NULL, 0},
    {"after", "TYPE:REF", "those that follow this one in the order", NULL, 0},
    {"follow", NULL, "the latest, then what comes and changes", NULL, 0},
    {"font", "FILE", "pdf: the TrueType font to set it in", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct emit_format *const formats[] = {&crm_format_pdf, NULL};

static const struct crm_verb verbs[] = {
    {"show", crm_timeline, CRM_OWNTX, "REF... | - | --all",
	"what they did, newest first", options},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-timeline",
	    .help = "what clients do: bookings, orders, messages, in one feed",
	    .formats = formats,
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
