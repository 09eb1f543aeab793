#pragma once

#include <unistd.h>

#include "Measure.h"

enum { blocks = 1024 };

static char block[4096];

/// An unlinked file of 4 MiB, in memory where the machine has /dev/shm and in the working directory elsewhere.
static int scratchFile(void) {
  char shared[] = "/dev/shm/dragoman-bench-XXXXXX", local[] = "dragoman-bench-XXXXXX";
  char *path = shared;
  int file = mkstemp(path);
  if (file < 0) file = mkstemp(path = local);
  require(file >= 0, path);
  require(unlink(path) == 0, path);
  for (int i = 0; i < blocks; i++) require(write(file, block, sizeof block) == sizeof block, path);
  return file;
}
