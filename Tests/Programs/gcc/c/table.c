#include "table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct entry {
  struct entry *next;
  long long value;
  char key[];
};

struct table {
  size_t buckets, count;
  struct entry *entries[];
};

static size_t hash(const char *key) {
  uint64_t value = 14695981039346656037ull;
  while (*key) value = (value ^ (unsigned char)*key++) * 1099511628211ull;
  return (size_t)(value ^ value >> 32);
}

struct table *table_create(size_t buckets) {
  struct table *table = calloc(1, sizeof *table + buckets * sizeof table->entries[0]);
  if (table) table->buckets = buckets;
  return table;
}

static struct entry *search(const struct table *table, const char *key) {
  struct entry *entry = table->entries[hash(key) % table->buckets];
  while (entry && strcmp(entry->key, key)) entry = entry->next;
  return entry;
}

void table_add(struct table *table, const char *key, long long value) {
  struct entry *entry = search(table, key);
  if (!entry) {
    struct entry **head = &table->entries[hash(key) % table->buckets];
    entry = malloc(sizeof *entry + strlen(key) + 1);
    if (!entry) abort();
    strcpy(entry->key, key);
    entry->value = 0;
    entry->next = *head;
    *head = entry;
    table->count++;
  }
  entry->value += value;
}

int table_find(const struct table *table, const char *key, long long *value) {
  struct entry *entry = search(table, key);
  if (entry) *value = entry->value;
  return entry != NULL;
}

size_t table_count(const struct table *table) { return table->count; }

void table_destroy(struct table *table) {
  for (size_t n = 0; n < table->buckets; n++)
    for (struct entry *entry = table->entries[n], *next; entry; entry = next) next = entry->next, free(entry);
  free(table);
}
