#include <string.h>

#include "Measure.h"

enum { items = 8192 };

static uint32_t crcTable[256];
static uint32_t values[items];
static volatile uint32_t sink;

static void fillTable(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t entry = i;
    for (int bit = 0; bit < 8; bit++) entry = entry >> 1 ^ (entry & 1 ? 0xedb88320u : 0);
    crcTable[i] = entry;
  }
}

static uint32_t crc(const void *bytes, size_t size) {
  uint32_t sum = ~0u;
  for (const uint8_t *byte = bytes; size--; byte++) sum = sum >> 8 ^ crcTable[(sum ^ *byte) & 0xff];
  return ~sum;
}

static unsigned primes(void) {
  static uint8_t composite[items];
  unsigned found = 0;
  memset(composite, 0, sizeof composite);
  for (unsigned i = 2; i < items; i++) {
    if (composite[i]) continue;
    found++;
    for (unsigned j = i * i; j < items; j += i) composite[j] = 1;
  }
  return found;
}

static int ascending(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return (a > b) - (a < b);
}

/// Table look-ups, strides, and a sort with its indirect calls and unpredictable branches.
static void compute(unsigned count) {
  while (count--) {
    uint32_t random = 2463534242u;
    for (int i = 0; i < items; i++) {
      random ^= random << 13, random ^= random >> 17, random ^= random << 5;
      values[i] = random;
    }
    qsort(values, items, sizeof values[0], ascending);
    sink = crc(values, sizeof values) + primes();
  }
}

int main(int argc, char **argv) {
  fillTable();
  return measure("cpu-integer", argv, compute);
}
