#include <fcntl.h>
#include <unistd.h>

#include "Measure.h"

static int null;
static char block[4096];

static void writeBlock(unsigned count) {
  while (count--) require(write(null, block, sizeof block) == sizeof block, "write /dev/null");
}

int main(int argc, char **argv) {
  null = open("/dev/null", O_WRONLY);
  require(null >= 0, "open /dev/null");
  return measure("wide-write-null", argv, writeBlock);
}
