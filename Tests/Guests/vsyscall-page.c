// guest: abi=x86_64
// The vsyscall page: its three calls answer, bad pointers and other addresses in it fault, reading it does what it does natively.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static void handler(int number, siginfo_t *info, void *context) {
  say("  signal %d, code %d, at %p\n", number, info->si_code, info->si_addr);
  siglongjmp(back, 1);
}
#define TRY(action)                              \
  do {                                           \
    say("%s\n", #action);                        \
    if (sigsetjmp(back, 1) == 0) { action; say("  done\n"); } \
  } while (0)
#define PAGE 0xffffffffff600000
static int (*gettimeofday_there)(struct timeval *, void *) = (void *)PAGE;
static time_t (*time_there)(time_t *) = (void *)(PAGE + 0x400);
static long (*getcpu_there)(unsigned *, unsigned *, void *) = (void *)(PAGE + 0x800);

int main(void) {
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO);
  struct timeval now = {0}, here;
  time_t seconds = 0;
  unsigned processor = 9999, node = 9999;
  for (int i = 0; i < 3; i++) {
    TRY(SHOW(gettimeofday_there(&now, NULL)));
    gettimeofday(&here, NULL);
    SHOW(llabs(here.tv_sec - now.tv_sec) < 3);
    TRY(SHOW(time_there(&seconds) == seconds && llabs(seconds - here.tv_sec) < 3));
    TRY(SHOW(getcpu_there(&processor, &node, NULL)));
    SHOW(processor < 9999 && node < 9999);
  }
  TRY(gettimeofday_there((void *)8, NULL));
  TRY(time_there((void *)0x800000000000));
  TRY(((void (*)(void))(PAGE + 0x10))());
  TRY(((void (*)(void))(PAGE + 0xc00))());
  TRY(((void (*)(void))(PAGE + 0x1000))());
  TRY(SHOW(*(volatile unsigned char *)PAGE == 0x48));
  TRY(*(volatile unsigned char *)PAGE = 1);
  return guest_status();
}
