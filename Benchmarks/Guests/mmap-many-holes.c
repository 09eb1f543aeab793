#include "ManyMappings.h"

/// In no hole: each of them is too small.
static void mapPages(unsigned count) { mapAndUnmap(count, 2 * page); }

int main(int argc, char **argv) {
  makeMappings();
  return measure("mmap-many-holes", argv, mapPages);
}
