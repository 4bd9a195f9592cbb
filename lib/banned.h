/*
 * banned.h: functions that write past a buffer, keep hidden state or follow
 * the locale do not compile. Included last, after every system header, since
 * those may name what is banned here.
 *
 * A file that must call one of them says so: #define CRM_NEED_SETLOCALE
 * before this header leaves setlocale() alone (LC_CTYPE only).
 */
#ifndef CRM_BANNED_H
#define CRM_BANNED_H

#undef strcpy
#undef strcat
#undef strncat
#undef stpcpy
#undef sprintf
#undef vsprintf
#undef strtok
#undef gets
#undef gmtime
#undef localtime
#undef ctime
#undef ctime_r
#undef asctime
#undef asctime_r
#undef atoi
#undef atol
#undef atoll
#undef atof
#undef mktemp
#undef tmpnam
#undef tempnam

/* No length is checked: str_add(), snprintf(), memcpy(). */
#pragma GCC poison strcpy strcat strncat stpcpy sprintf vsprintf gets

/* Static storage behind the caller's back: the _r forms. */
#pragma GCC poison strtok gmtime localtime ctime asctime ctime_r asctime_r

/* No error is reported: int_parse(), real_parse(). */
#pragma GCC poison atoi atol atoll atof

/* A race with whoever makes the file first: mkstemp(). */
#pragma GCC poison mktemp tmpnam tempnam

/* LC_NUMERIC would put decimal commas into files: LC_CTYPE or nothing. */
#ifndef CRM_NEED_SETLOCALE
#undef setlocale
#pragma GCC poison setlocale
#endif

#endif
