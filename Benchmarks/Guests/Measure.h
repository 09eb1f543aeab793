#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/// A tight loop that does its operation `count` times.
typedef void Loop(unsigned count);

enum { batches = 5 };

static inline void require(int condition, const char *what) {
  if (!condition) {
    perror(what);
    exit(1);
  }
}

static uint64_t nanosecondsOf(Loop *loop, unsigned count) {
  struct timespec start, end;
  require(clock_gettime(CLOCK_MONOTONIC, &start) == 0, "clock_gettime");
  loop(count);
  require(clock_gettime(CLOCK_MONOTONIC, &end) == 0, "clock_gettime");
  return (end.tv_sec - start.tv_sec) * 1000000000ll + (end.tv_nsec - start.tv_nsec);
}

/// How many operations fill about one batch. Finding it out also warms everything up.
static unsigned countFilling(uint64_t batch, Loop *loop) {
  unsigned count = 1;
  uint64_t elapsed = nanosecondsOf(loop, count);
  while (elapsed < batch / 8 && count < 1u << 30) {
    count *= 2;
    elapsed = nanosecondsOf(loop, count);
  }
  uint64_t filling = elapsed == 0 ? count : count * batch / elapsed;
  return filling < 1 ? 1 : filling > 1u << 30 ? 1u << 30 : filling;
}

static int byValue(const void *left, const void *right) {
  uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
  return (a > b) - (a < b);
}

/// Prints `name ns_per_op iterations`: the median of several batches, each as long as the first argument says in
/// milliseconds. A slow machine or emulator does fewer operations and not a longer run.
static int measure(const char *name, char **arguments, Loop *loop) {
  uint64_t batch = (arguments[0] && arguments[1] ? strtoul(arguments[1], NULL, 10) : 20) * 1000000ull;
  unsigned count = countFilling(batch, loop);
  uint64_t elapsed[batches];
  for (int i = 0; i < batches; i++) elapsed[i] = nanosecondsOf(loop, count);
  qsort(elapsed, batches, sizeof elapsed[0], byValue);
  printf("%s %.2f %u\n", name, (double)elapsed[batches / 2] / count, count * batches);
  return 0;
}
