#include "ManyMappings.h"

/// In the highest hole.
static void mapPage(unsigned count) { mapAndUnmap(count, page); }

int main(int argc, char **argv) {
  makeMappings();
  return measure("mmap-many", argv, mapPage);
}
