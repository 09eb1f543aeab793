#include "../include/Storage.h"

  .macro storage name, bytes
  .section .bss.\name\()_words, "aw", @nobits
  .globl \name\()_words
  .balign 4096
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

  .section .note.GNU-stack, "", @progbits
