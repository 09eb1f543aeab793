// Unmasked x87 and SSE exceptions are SIGFPE with their own codes.
// guest: cflags=-O0,-msse2,-lm
#include "guest.h"
#include <fenv.h>
#include <setjmp.h>
#include <ucontext.h>

static sigjmp_buf back;
static void handler(int number, siginfo_t *info, void *context) {
  ucontext_t *u = (ucontext_t *)context;
  say("SIG%s code %d trap %d\n", sigabbrev_np(number), info->si_code, u->uc_mcontext.gregs[REG_TRAPNO]);
  siglongjmp(back, 1);
}

int main(void) {
  volatile double zero = 0, one = 1, huge = 1e308, r;
  on_signal(SIGFPE, (void *)handler, SA_SIGINFO);
  feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW);
  if (sigsetjmp(back, 1) == 0) {
    r = one / zero;
    __asm__ volatile("fwait");
  }
  feclearexcept(FE_ALL_EXCEPT), feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW);
  if (sigsetjmp(back, 1) == 0) {
    r = zero / zero;
    __asm__ volatile("fwait");
  }
  feclearexcept(FE_ALL_EXCEPT), feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW);
  if (sigsetjmp(back, 1) == 0) __asm__ volatile("divsd %1, %0" : : "x"(one), "x"(zero));
  feclearexcept(FE_ALL_EXCEPT), feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW);
  if (sigsetjmp(back, 1) == 0) __asm__ volatile("mulsd %1, %0" : : "x"(huge), "x"(huge));
  say("end\n");
  return guest_status();
}
