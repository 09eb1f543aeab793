// A handler that uses x87, xmm and mxcsr leaves the interrupted code's contents alone, and starts with fresh control words.
// guest: cflags=-msse2
#include "guest.h"

static volatile int count;
static volatile unsigned fresh_mxcsr, fresh_control;
static void handler(int number) {
  uint32_t m;
  unsigned short c;
  __asm__ volatile("stmxcsr %0; fnstcw %1" : "=m"(m), "=m"(c));
  fresh_mxcsr = m, fresh_control = c;
  __asm__ volatile("pcmpeqd %%xmm0, %%xmm0; pcmpeqd %%xmm7, %%xmm7; fninit; fldpi; fldpi" ::: "memory");
  count++;
}

int main(void) {
  on_signal(SIGALRM, (void *)handler, SA_RESTART);
  on_signal(SIGUSR1, (void *)handler, 0);
  struct itimerval t = {{0, 500}, {0, 500}};
  uint32_t in[4] = {1, 2, 3, 4}, out[4], mxcsr = 0x3f80, m = 0;
  unsigned short control = 0x77f, c = 0;
  long double x = 3.25L, y = 0;
  int bad = 0;
  setitimer(ITIMER_REAL, &t, NULL);
  for (int i = 0; i < 3000 || count < 50; i++) {
    __asm__ volatile("ldmxcsr %0; fldcw %1; movups %2, %%xmm0; movups %2, %%xmm7; fldt %3" ::"m"(mxcsr), "m"(control), "m"(in), "m"(x) : "memory");
    if (i % 30 == 0) {
      long r;
      __asm__ volatile("int $0x80" : "=a"(r) : "a"(__NR_kill), "b"(getpid()), "c"(SIGUSR1) : "memory");
    }
    for (int j = 0; j < 2000; j++) __asm__ volatile("" ::: "memory");
    __asm__ volatile("movups %%xmm0, %0; fstpt %1; stmxcsr %2; fnstcw %3" : "=m"(out), "=m"(y), "=m"(m), "=m"(c));
    bad += memcmp(in, out, 16) || y != x || m != mxcsr || c != control;
    __asm__ volatile("movups %%xmm7, %0" : "=m"(out));
    bad += memcmp(in, out, 16) != 0;
  }
  setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
  mxcsr = 0x1f80, control = 0x37f;
  __asm__ volatile("ldmxcsr %0; fldcw %1" ::"m"(mxcsr), "m"(control));
  SHOW(bad);
  say("%x %x\n", fresh_mxcsr, fresh_control);
  return guest_status();
}
