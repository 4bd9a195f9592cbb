/*
 * heap.h: memory for work that takes much of it.
 */
#ifndef CRM_HEAP_H
#define CRM_HEAP_H

/*
 * Let the next so many megabytes that malloc() gives lie in large pages (2 MB),
 * where the system has them for who asks. Small ones are a fault each when they
 * are first touched, and more of them than the processor can look up quickly.
 * Nothing is taken before it is used, and nothing is promised.
 */
void heap_reserve(int megabytes);

#endif
