/*
 * setting.h: the settings that there are (share/setting.tsv), and their
 * values in the open file; crm_setting() of crm.h reads one.
 */
#ifndef CRM_SETTING_H
#define CRM_SETTING_H

#include "db.h"
#include "entity.h"

/* The definition of a setting; NULL when there is none of this name. */
const struct crm_setting_def *setting_find(const char *name);

/* Let the time zone of the account be that of the process. */
void zone_account(struct crm *);

/* Read values, and rates, afresh: one was written. */
void setting_forget(struct crm *);

#endif
