// A NULL read, write and call, and what lies close to NULL, fault as they do by the kernel, before and after bare calls. Wild call numbers are answered with ENOSYS.
#include "guest.h"
#include "bare-call.h"
#include <setjmp.h>

static sigjmp_buf back;
static void handler(int number, siginfo_t *info, void *context) {
  say("  signal %d, code %d, at %p\n", number, info->si_code, number == SIGSEGV && info->si_code > 0 && info->si_code < 3 ? info->si_addr : 0);
  siglongjmp(back, 1);
}
#define TRY(action)                              \
  do {                                           \
    say("%s\n", #action);                        \
    if (sigsetjmp(back, 1) == 0) { action; say("  nothing\n"); } \
  } while (0)

typedef void function(void);
static void all(void) {
  volatile char *zero = (volatile char *)0;
  __asm__ volatile("" : "+r"(zero));
  TRY((void)*zero);
  TRY(*zero = 1);
  TRY(((function *)zero)());
  TRY((void)zero[0x1f0]);
  TRY(((function *)(zero + 39))());
  TRY(((function *)(zero + 512))());
  TRY(((function *)(zero + 4095))());
  TRY(((function *)(zero + 0xfff0))());
}

int main(void) {
  static char stack[65536];
  stack_t s = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&s, NULL);
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO | SA_ONSTACK);
  on_signal(SIGBUS, (void *)handler, SA_SIGINFO | SA_ONSTACK);
  all();
  long bad = 0;
  static const long numbers[] = {512 * 4, 4095, 9999, 0x7fff, 0x10000, 0xffffff, 0x3fffffff};
  for (int round = 0; round < 20; round++)
    for (int i = 0; i < sizeof numbers / sizeof *numbers; i++) bad += bare_call(numbers[i], 0, 0, 0) != -ENOSYS;
  SHOW(bad);
  // As unsigned words: the kernel takes the low 32 bits of what 64-bit code says, and minus numbers are no numbers.
  RAW(bare_call(-1, 0, 0, 0));
  RAW(bare_call(-4095, 0, 0, 0));
  RAW(bare_call(INT_MIN, 0, 0, 0));
  all();
  return guest_status();
}
