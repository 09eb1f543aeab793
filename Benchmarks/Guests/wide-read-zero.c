#include <fcntl.h>
#include <unistd.h>

#include "Measure.h"

static int zero;

static void readByte(unsigned count) {
  char byte;
  while (count--) require(read(zero, &byte, 1) == 1, "read /dev/zero");
}

int main(int argc, char **argv) {
  zero = open("/dev/zero", O_RDONLY);
  require(zero >= 0, "open /dev/zero");
  return measure("wide-read-zero", argv, readByte);
}
