// xmm, x87, mmx and mxcsr keep their contents across calls by both entries.
// guest: cflags=-msse2
#include "guest.h"

static void try_entry(const char *what, bool trap) {
  uint32_t in[8][4], out[8][4], mxcsr = 0x5f80, mxcsr_after = 0;
  unsigned short control = 0xb7f, control_after = 0;
  for (int i = 0; i < 8; i++)
    for (int j = 0; j < 4; j++) in[i][j] = 0x01010101 * (i * 16 + j + 1);
  long double x = 1.0L / 3, y = 0;
  int bad = 0;
  for (int round = 0; round < 200; round++) {
    __asm__ volatile(
        "movups (%0), %%xmm0\n movups 16(%0), %%xmm1\n movups 32(%0), %%xmm2\n movups 48(%0), %%xmm3\n"
        "movups 64(%0), %%xmm4\n movups 80(%0), %%xmm5\n movups 96(%0), %%xmm6\n movups 112(%0), %%xmm7\n"
        "ldmxcsr %1\n fldcw %2\n fldt %3\n"
        ::"r"(in), "m"(mxcsr), "m"(control), "m"(x)
        : "memory");
    long result;
    // getppid does real work in the kernel and leaves every register alone.
    if (trap) __asm__ volatile("int $0x80" : "=a"(result) : "a"(__NR_getppid) : "memory");
    else __asm__ volatile("call *%%gs:0x10" : "=a"(result) : "a"(__NR_getppid) : "memory");
    __asm__ volatile(
        "movups %%xmm0, (%1)\n movups %%xmm1, 16(%1)\n movups %%xmm2, 32(%1)\n movups %%xmm3, 48(%1)\n"
        "movups %%xmm4, 64(%1)\n movups %%xmm5, 80(%1)\n movups %%xmm6, 96(%1)\n movups %%xmm7, 112(%1)\n"
        "stmxcsr %2\n fnstcw %3\n fstpt %0\n"
        : "=m"(y)
        : "r"(out), "m"(mxcsr_after), "m"(control_after)
        : "memory");
    bad += memcmp(in, out, sizeof in) != 0 || mxcsr_after != mxcsr || control_after != control || x != y;
  }
  mxcsr = 0x1f80, control = 0x37f;
  __asm__ volatile("ldmxcsr %0; fldcw %1" ::"m"(mxcsr), "m"(control));
  say("%s: %d bad\n", what, bad);
}

int main(void) {
  try_entry("int $0x80", true);
  try_entry("vDSO entry", false);
  return guest_status();
}
