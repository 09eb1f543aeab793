#include "numbers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void print_numbers(void) {
  double sum = 0;
  for (int n = 1; n < 200000; n++) sum += sin(n) / n;
  float single = 0;
  for (int n = 1; n < 2000; n++) single += 1.0f / n;
  long double extended = 1;
  for (int n = 1; n < 25; n++) extended *= n;
  unsigned long long wide = 1;
  for (int n = 0; n < 40; n++) wide = wide * 6364136223846793005ull + 1442695040888963407ull;
  printf("%.15g %.7g %.20Lg %llu %lld %a\n", sum, single, extended, wide, (long long)wide / 12345, sqrt(2));
  printf("%zu %zu %zu\n", sizeof(long), sizeof(long double), sizeof(struct { char c; long long l; }));
}
