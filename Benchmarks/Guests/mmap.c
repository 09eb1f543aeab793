#include <sys/mman.h>

#include "Measure.h"

enum { size = 64 << 10 };

static void mapAndUnmap(unsigned count) {
  while (count--) {
    void *block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    require(block != MAP_FAILED, "mmap");
    require(munmap(block, size) == 0, "munmap");
  }
}

int main(int argc, char **argv) { return measure("mmap", argv, mapAndUnmap); }
