/*
 * import_verb.h: what the parts of crm-import's command line share.
 */
#ifndef CRM_IMPORT_VERB_H
#define CRM_IMPORT_VERB_H

#include "import.h"

/* Take the options of the verb "file" in; what is wrong with one is an error of
 * the handle. The texts live as long as that. */
void import_asked(struct crm *, struct import_options *);

#endif
