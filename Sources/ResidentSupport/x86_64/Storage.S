#include "../include/Storage.h"

  .macro storage name, bytes, alignment=4096
  .section .bss.\name\()_words, "aw", @nobits
  .globl \name\()_words
  .balign \alignment
\name\()_words:
  .zero \bytes
  .endm

  storage guest_map, GUEST_MAP_BYTES
  storage signal_actions, SIGNAL_ACTIONS_BYTES
  storage executable_path, EXECUTABLE_PATH_BYTES
  storage resident_path, RESIDENT_PATH_BYTES
  storage script_lines, SCRIPT_LINES_BYTES
  storage descriptor_notes, DESCRIPTOR_NOTES_BYTES
  storage refused_sites, REFUSED_SITES_BYTES
  storage site_withdrawals, SITE_WITHDRAWALS_BYTES
  storage page_zero_index, PAGE_ZERO_INDEX_BYTES
  storage page_zero_places, PAGE_ZERO_PLACES_BYTES
  // On one page: hardly a guest fills more of it than the first lines.
  storage inspection_record, INSPECTION_RECORD_BYTES
  storage counters, COUNTERS_COUNT * 8, 64
  storage site_records, SITE_RECORDS_COUNT * SITE_RECORD_BYTES, 64
  storage site_index, SITE_INDEX_COUNT * 2, 64

  .section .note.GNU-stack, "", @progbits
