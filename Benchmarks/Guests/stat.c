#include <sys/stat.h>

#include "Measure.h"

static void statPath(unsigned count) {
  struct stat status;
  while (count--) require(stat("/dev/null", &status) == 0, "stat /dev/null");
}

int main(int argc, char **argv) { return measure("stat", argv, statPath); }
