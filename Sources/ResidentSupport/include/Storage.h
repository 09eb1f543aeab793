#pragma once
// The resident's larger tables: zero-filled memory with a name. A Swift global of this size would be copied when it is
// read, and takes the compiler minutes to initialise.
#include "Inspection.h"

// The guest's page map: twice 16,384 words of one bit a page, and a tree of 4096 words that sums them up.
#define GUEST_MAP_BYTES ((2 * 16384 + 4096) * 8)
// 64 places of up to 4096 bytes for the signal actions of processes.
#define SIGNAL_ACTIONS_BYTES (64 * 4096)
// The path of the guest's executable, and of the resident's own.
#define EXECUTABLE_PATH_BYTES 4096
#define RESIDENT_PATH_BYTES 4096
// Five `#!` lines of 264 bytes.
#define SCRIPT_LINES_BYTES (5 * 264)
// One byte of notes for each descriptor number.
#define DESCRIPTOR_NOTES_BYTES 65536
// 1024 words for sites that are left alone, and a count for each of 1024 groups of pages.
#define REFUSED_SITES_BYTES (1024 * 8)
#define SITE_WITHDRAWALS_BYTES 1024
#define INSPECTION_RECORD_BYTES 256
// For sites that call their number: which place has to do with an address, by its lower half word; 256 places.
#define PAGE_ZERO_INDEX_BYTES 65536
#define PAGE_ZERO_PLACES_BYTES (256 * 8)

#ifndef __ASSEMBLER__
#include <stdint.h>

#define STORAGE(name, type, bytes) \
  extern type name##_words[(bytes) / sizeof(type)]; \
  static inline type *name##_storage(void) { return name##_words; }

STORAGE(guest_map, uint64_t, GUEST_MAP_BYTES)
STORAGE(signal_actions, uint64_t, SIGNAL_ACTIONS_BYTES)
STORAGE(executable_path, uint8_t, EXECUTABLE_PATH_BYTES)
STORAGE(resident_path, uint8_t, RESIDENT_PATH_BYTES)
STORAGE(script_lines, uint8_t, SCRIPT_LINES_BYTES)
STORAGE(descriptor_notes, uint8_t, DESCRIPTOR_NOTES_BYTES)
STORAGE(refused_sites, uint64_t, REFUSED_SITES_BYTES)
STORAGE(site_withdrawals, uint8_t, SITE_WITHDRAWALS_BYTES)
STORAGE(page_zero_index, uint8_t, PAGE_ZERO_INDEX_BYTES)
STORAGE(page_zero_places, uint64_t, PAGE_ZERO_PLACES_BYTES)
STORAGE(inspection_record, uint64_t, INSPECTION_RECORD_BYTES)
STORAGE(counters, uint64_t, COUNTERS_COUNT * 8)
STORAGE(site_records, uint64_t, SITE_RECORDS_COUNT * SITE_RECORD_BYTES)
STORAGE(site_index, uint16_t, SITE_INDEX_COUNT * 2)
#endif
