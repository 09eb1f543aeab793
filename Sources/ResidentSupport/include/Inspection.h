#pragma once
// What `dragoman inspect` finds in a guest's process: an ELF note of the resident's leads to the record, which leads to
// all else. The layouts are those of the Swift sources, which the tool is compiled from as well; any change of them is
// a new version.
#define INSPECTION_VERSION 2
// "Dragoman" as bytes.
#define INSPECTION_MAGIC 0x6e616d6f67617244
#define INSPECTION_NOTE 0x44524731

// Places for numbers that are counted.
#define COUNTERS_COUNT 32
// Sites that are remembered, and the places of the table that finds them by address.
#define SITE_RECORDS_COUNT 512
#define SITE_RECORD_BYTES 32
#define SITE_INDEX_COUNT 1024

#ifndef __ASSEMBLER__
#include <stdbool.h>
#include <stdint.h>

/// Adds one to a number that other threads raise as well; gives what it was.
static inline uint64_t counter_add(uint64_t *counter) { return __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED); }
/// Puts `index` at a place of the table of sites, unless another thread was first.
static inline bool site_index_claim(uint16_t *place, uint16_t index) {
  uint16_t expected = 0;
  return __atomic_compare_exchange_n(place, &expected, index, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
}
static inline uint16_t site_index_read(const uint16_t *place) { return __atomic_load_n(place, __ATOMIC_ACQUIRE); }
#endif
