#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>

struct table;

struct table *table_create(size_t buckets);
void table_add(struct table *table, const char *key, long long value);
int table_find(const struct table *table, const char *key, long long *value);
size_t table_count(const struct table *table);
void table_destroy(struct table *table);

#endif
