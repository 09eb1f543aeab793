#pragma once
// The memory of the guest's page map: 16,384 words of one bit a page, and 256 words that sum them up.
#define GUEST_MAP_WORDS (16384 + 256)
#ifndef __ASSEMBLER__
#include <stdint.h>

extern uint64_t guest_map_words[GUEST_MAP_WORDS];
static inline uint64_t *guest_map_storage(void) { return guest_map_words; }
#endif
