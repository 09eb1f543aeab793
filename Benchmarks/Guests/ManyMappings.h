#pragma once

#include <sys/mman.h>

#include "Measure.h"

/// 60,000 mappings of one page, a hole of one page before each: nearly as many as `vm.max_map_count` allows.
enum { mappings = 60000, page = 4096 };

static void makeMappings(void) {
  char *all = mmap(NULL, 2l * mappings * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  require(all != MAP_FAILED, "mmap");
  for (long i = 0; i < mappings; i++) require(munmap(all + i * 2 * page, page) == 0, "munmap");
}

/// Maps and unmaps `size` bytes wherever there is room.
static void mapAndUnmap(unsigned count, unsigned size) {
  while (count--) {
    void *block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    require(block != MAP_FAILED, "mmap");
    require(munmap(block, size) == 0, "munmap");
  }
}
