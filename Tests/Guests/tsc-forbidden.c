// PR_SET_TSC: a clock function that reads the time stamp counter faults, the call of the same name does not.
#include <setjmp.h>
#include <sys/prctl.h>

#include "guest.h"

static sigjmp_buf back;
static volatile int code, address;
static void handler(int number, siginfo_t *info, void *context) {
  code = info->si_code, address = (int)info->si_addr;
  siglongjmp(back, 1);
}

static int faults(void (*act)(void)) {
  code = 0;
  if (sigsetjmp(back, 1) == 0) {
    act();
    return 0;
  }
  return 1;
}

static struct timespec now;
static void byFunction(void) { clock_gettime(CLOCK_MONOTONIC, &now); }
static void byCall(void) { int80(__NR_clock_gettime, CLOCK_MONOTONIC, &now); }
static void counter(void) { __builtin_ia32_rdtsc(); }

int main(void) {
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO);
  byFunction();
  time_t before = now.tv_sec;
  SHOW(prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0));
  int mode = 0;
  prctl(PR_GET_TSC, &mode, 0, 0, 0);
  SHOW(mode);
  for (int i = 0; i < 3; i++) {
    int did = faults(counter);
    say("rdtsc: %d, code %d, address %d\n", did, code, address);
    did = faults(byFunction);
    say("function: %d, code %d, address %d\n", did, code, address);
  }
  now.tv_sec = 0;
  say("call: %d\n", faults(byCall));
  CHECK(now.tv_sec >= before && now.tv_sec < before + 60);
  SHOW(prctl(PR_SET_TSC, PR_TSC_ENABLE, 0, 0, 0));
  say("again: %d %d\n", faults(byFunction), faults(counter));
  return guest_status();
}
