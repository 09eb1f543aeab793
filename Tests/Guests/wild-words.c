// guest: abi=x86_64
// Call numbers and addresses that fill 64-bit words: of a number the low half counts, and an address that is none faults.
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

int main(void) {
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO);
  for (int i = 0; i < 3; i++) {
    RAW(bare_call(LONG_MIN, -1, 0, 0));
    RAW(bare_call(0x100000000L | __NR_close, -1, 0, 0));
    RAW(bare_call(0xffffffff00000000L | __NR_close, -1, 0, 0));
    RAW(bare_call(0x7fffffff00000000L + 99999, 0, 0, 0));
    TRY(((function *)0x00008000deadbeefL)());
    TRY(((function *)0xdead000000000000L)());
    TRY(((function *)0xffffffffff700000L)());
    TRY((void)*(volatile char *)0xffff888000000000L);
  }
  return guest_status();
}
