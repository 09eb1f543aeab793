#include "ScratchFile.h"

static int file;

static void readBlocks(unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    if (i % blocks == 0) require(lseek(file, 0, SEEK_SET) == 0, "lseek");
    require(read(file, block, sizeof block) == sizeof block, "read");
  }
}

int main(int argc, char **argv) {
  file = scratchFile();
  return measure("file-read", argv, readBlocks);
}
