// What sigreturn does with vector state that was changed, moved or damaged in the frame.
// guest: cflags=-msse2
#include "guest.h"
#include <ucontext.h>

// At these places behind the 112 bytes of `fsave`: the words of the kernel's own, the header, the closing magic.
enum { MXCSR = 112 + 24, XMM0 = 112 + 160, MAGIC1 = 112 + 464, EXTENDED = MAGIC1 + 4, FEATURES = MAGIC1 + 8,
       SIZE = MAGIC1 + 16, HEADER = 112 + 512 };
static int test;
static char copy[16384] __attribute__((aligned(64)));
static char *far_away;

static void put(char *state, int at, uint32_t word) { memcpy(state + at, &word, 4); }
static uint32_t get(char *state, int at) { uint32_t word; memcpy(&word, state + at, 4); return word; }

static void change(uint32_t *pointer) {
  char *state = (char *)*pointer;
  put(state, XMM0, 0x1234);
  put(state, 28, 0x5678), put(state, 32, 0x80000000), put(state, 36, 0x3fff8765);
  uint32_t all = get(state, EXTENDED);
  switch (test) {
  case 0: break;
  case 1: *pointer = 0; break;
  case 2: *pointer = 1; break;
  case 3: *pointer = 0x1000; break;
  case 4: *pointer = 0xfffffff0; break;
  case 5: memcpy(copy, state, all), *pointer = (uint32_t)copy; break;
  case 6: memcpy(copy + 16, state, all), *pointer = (uint32_t)copy + 16; break;
  case 7: memcpy(copy + 1, state, all), *pointer = (uint32_t)copy + 1; break;
  case 8: memcpy(copy + 4, state, all), *pointer = (uint32_t)copy + 4; break;
  case 9: put(state, MAGIC1, 0); break;
  case 10: put(state, 112 + get(state, SIZE), 0); break;
  case 11: put(state, EXTENDED, 0); break;
  case 12: put(state, SIZE, 0); break;
  case 13: put(state, SIZE, 512); break;
  case 14: put(state, SIZE, 0x7fffffff); break;
  case 15: put(state, SIZE, get(state, SIZE) + 64); break;
  case 16: put(state, EXTENDED, all - 1); break;
  case 17: put(state, EXTENDED, all + 64); break;
  case 18: put(state, FEATURES, 0), put(state, FEATURES + 4, 0); break;
  case 19: put(state, FEATURES, 1); break;
  case 20: put(state, FEATURES, 2); break;
  case 21: put(state, FEATURES, ~0), put(state, FEATURES + 4, ~0); break;
  case 22: put(state, HEADER, 0), put(state, HEADER + 4, 0); break;
  case 23: put(state, HEADER, 1); break;
  case 24: put(state, HEADER, 2); break;
  case 25: put(state, HEADER, 7); break;
  case 26: put(state, HEADER + 4, 0x80000000); break;
  case 27: put(state, HEADER + 4, 0x40000000); break;
  case 28: put(state, HEADER + 8, 1); break;
  case 29: put(state, HEADER + 12, 0x80000000); break;
  case 30: put(state, HEADER + 16, 1); break;
  case 31: put(state, HEADER + 60, 1); break;
  case 32: put(state, MXCSR, 0x1f81); break;
  case 33: put(state, MXCSR, 0x10000); break;
  case 34: put(state, MXCSR, ~0); break;
  case 35: put(state, MXCSR + 4, 0); break;
  case 36: put(state, 0, 0xffff027f); break;
  case 37: put(state, 4, 0xffff3800); break;
  case 38: put(state, 8, 0); break;
  case 39: put(state, 8, ~0); break;
  case 40: put(state, 108, 0xffff0000 | get(state, 108)); break;
  case 41: put(state, 112 + 32, 0x9999); break;
  case 42:
    memcpy(far_away - 700, state, 700), *pointer = (uint32_t)(far_away - 700);
    break;
  case 43: put(state, MAGIC1, 0), put(state, HEADER + 8, 1), put(state, HEADER, ~0); break;
  }
}
static void real_time(int number, siginfo_t *info, void *context) {
  change((uint32_t *)&((ucontext_t *)context)->uc_mcontext.fpregs);
}
static void plain(int number, struct sigcontext c) {
  change((uint32_t *)&c.fpstate);
  __asm__ volatile("" ::"m"(c));
}
static void faulted(int number, siginfo_t *info, void *context) {
  greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
  say("  SIG%s code %d trap %d error %x\n", sigabbrev_np(number), info->si_code, r[REG_TRAPNO], r[REG_ERR]);
  _exit(1);
}

int main(void) {
  far_away = (char *)mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) + 4096;
  munmap(far_away, 4096);
  for (test = 0; test < 44; test++)
    for (int form = 0; form < 2; form++) {
      char name[40];
      sprintf(name, "%d by %s", test, form ? "sigreturn" : "rt_sigreturn");
      IN_CHILD(
          name, on_signal(SIGSEGV, (void *)faulted, SA_SIGINFO); on_signal(SIGFPE, (void *)faulted, SA_SIGINFO);
          if (form) on_signal(SIGUSR1, (void *)plain, 0);
          else on_signal(SIGUSR1, (void *)real_time, SA_SIGINFO);
          uint32_t x; uint32_t mxcsr; uint8_t st[10]; struct { uint32_t w[7]; } environment; int pid = getpid();
          __asm__ volatile("movd %5, %%xmm0; fld1; int $0x80; movd %%xmm0, %0; stmxcsr %1; fnstenv %3; fstpt %2"
                           : "=r"(x), "=m"(mxcsr), "=m"(st), "=m"(environment)
                           : "a"(__NR_kill), "r"(0x4444), "b"(pid), "c"(SIGUSR1) : "memory", "xmm0");
          say("  xmm0 %x mxcsr %x st0 %08x control %x status %x tags %x\n", x, mxcsr, *(uint32_t *)st, environment.w[0] & 0xffff,
              environment.w[1] & 0xffff, environment.w[2] & 0xffff));
    }
  return guest_status();
}
