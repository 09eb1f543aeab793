#include "Measure.h"

static void readClock(unsigned count) {
  struct timespec now;
  while (count--) require(clock_gettime(CLOCK_MONOTONIC, &now) == 0, "clock_gettime");
}

int main(int argc, char **argv) { return measure("clock-gettime", argv, readClock); }
