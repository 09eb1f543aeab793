// Data segment registers can be read and loaded; a bad selector faults with its number as error code.
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

static sigjmp_buf back;
static void handler(int number, siginfo_t *info, void *context) {
  ucontext_t *u = (ucontext_t *)context;
  say("SIG%s code %d trap %d error %x address %lx\n", sigabbrev_np(number), info->si_code, u->uc_mcontext.gregs[REG_TRAPNO],
      u->uc_mcontext.gregs[REG_ERR], (long)info->si_addr);
  siglongjmp(back, 1);
}

int main(void) {
  uint16_t cs, ds, es, ss, fs, gs;
  __asm__ volatile("mov %%cs, %0; mov %%ds, %1; mov %%es, %2" : "=r"(cs), "=r"(ds), "=r"(es));
  __asm__ volatile("mov %%ss, %0; mov %%fs, %1; mov %%gs, %2" : "=r"(ss), "=r"(fs), "=r"(gs));
  say("cs %x ds %x es %x ss %x fs %x\n", cs, ds, es, ss, fs);
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO);
  if (sigsetjmp(back, 1) == 0) __asm__ volatile("mov %0, %%fs" ::"r"(0x1234 | 3));
  if (sigsetjmp(back, 1) == 0) __asm__ volatile("mov %0, %%es" ::"r"(0x87));
  __asm__ volatile("mov %0, %%fs" ::"r"(ds));
  kcall(__NR_getpid);
  __asm__ volatile("mov %%fs, %0" : "=r"(fs));
  say("fs %x\n", fs);
  __asm__ volatile("mov %0, %%fs" ::"r"(0));
  int80(__NR_getpid);
  __asm__ volatile("mov %%fs, %0" : "=r"(fs));
  say("fs %x\n", fs);
  if (sigsetjmp(back, 1) == 0) __asm__ volatile("mov %%fs:0, %0" : "=r"(gs));
  return guest_status();
}
