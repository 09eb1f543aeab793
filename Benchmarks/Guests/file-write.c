#include "ScratchFile.h"

static int file;

static void writeBlocks(unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    if (i % blocks == 0) require(lseek(file, 0, SEEK_SET) == 0, "lseek");
    require(write(file, block, sizeof block) == sizeof block, "write");
  }
}

int main(int argc, char **argv) {
  file = scratchFile();
  return measure("file-write", argv, writeBlocks);
}
