// backtrace() from a handler finds the interrupted function and main: through both frames and the vDSO's own trampolines.
// guest: link=dynamic cflags=-rdynamic,-fasynchronous-unwind-tables,-fno-omit-frame-pointer
#include "guest.h"
#include <execinfo.h>

struct new_action { uint32_t handler, flags, restorer, mask[2]; };
static void show(void) {
  void *all[64];
  int n = backtrace(all, 64);
  char **names = backtrace_symbols(all, n);
  bool interrupted = false, top = false;
  for (int i = 0; i < n; i++) interrupted |= strstr(names[i], "interrupted_function") != NULL, top |= strstr(names[i], "(main+") != NULL;
  say("interrupted %d main %d\n", interrupted, top);
}
static void classic(int number, struct sigcontext c) { show(), c.eip += 2, __extension__({ __asm__ volatile("" ::"m"(c)); }); }
static void rt(int number, siginfo_t *info, void *context) { show(); }

__attribute__((noinline)) void interrupted_function(int n) {
  if (n) __asm__ volatile("ud2");
  else raise(SIGUSR1);
  __asm__ volatile("");
}

int main(void) {
  void *warm[4];
  backtrace(warm, 4);
  on_signal(SIGILL, (void *)classic, 0);
  on_signal(SIGUSR1, (void *)rt, SA_SIGINFO);
  interrupted_function(1);
  interrupted_function(0);
  struct new_action a = {(uint32_t)(uintptr_t)classic, 0, 0, {0, 0}}, b = {(uint32_t)(uintptr_t)rt, 4, 0, {0, 0}};
  kcall(__NR_rt_sigaction, SIGILL, &a, 0, 8);
  kcall(__NR_rt_sigaction, SIGUSR1, &b, 0, 8);
  interrupted_function(1);
  interrupted_function(0);
  return guest_status();
}
