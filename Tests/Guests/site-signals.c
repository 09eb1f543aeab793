// guest: cflags=-O2 timeout=40
// Signals over a site that is entered all the time: the handler sees an address in the program's own code, interrupted calls
// restart or end as they should, and the trap flag sees each instruction once.
#include "guest.h"
#include <ucontext.h>

extern char site_begin[], site[], site_end[];
__asm__(".text\n site_begin: push %ebx\n mov 8(%esp), %eax\n mov 12(%esp), %ebx\n mov 16(%esp), %ecx\n mov 20(%esp), %edx\n"
        "site: int $0x80\n {disp8} lea 0(%eax), %eax\n pop %ebx\n ret\n site_end:\n");
extern long site_begin_call(long, ...) __asm__("site_begin");

static volatile int count, strange, at_end;
static void handler(int number, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  count++;
  uintptr_t ip = registers[REG_EIP];
  extern char etext;
  if (ip >= 0x80000000 && ip < 0xf0000000) strange++;
  // The same site from the handler.
  if (site_begin_call(__NR_getppid) <= 0) strange++;
}

static void fork_child(int seconds) {}

int main(void) {
  struct sigaction action = {0};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigaction(SIGALRM, &action, NULL);
  sigaction(SIGUSR1, &action, NULL);
  struct itimerval often = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &often, NULL);
  long parent = getppid(), bad = 0;
  while (count < 300)
    for (int i = 0; i < 100; i++) bad += site_begin_call(__NR_getppid) != parent;
  setitimer(ITIMER_REAL, &never, NULL);
  SHOW(bad);
  SHOW(strange);
  // Restarted, and not restarted.
  int fds[2];
  pipe(fds);
  volatile int *interrupted = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int restart = 1; restart >= 0; restart--) {
    action.sa_flags = SA_SIGINFO | (restart ? SA_RESTART : 0);
    sigaction(SIGUSR1, &action, NULL);
    *interrupted = 0;
    pid_t self = getpid(), child = fork();
    if (child == 0) {
      // On a busy machine the first ones may come before the call.
      for (int i = 0; i < (restart ? 20 : 2000) && !*interrupted; i++) {
        usleep(2000);
        site_begin_call(__NR_kill, (long)self, (long)SIGUSR1);
      }
      write(fds[1], "x", 1);
      _exit(0);
    }
    char byte = 0;
    long result = site_begin_call(__NR_read, (long)fds[0], (long)&byte, 1L);
    *interrupted = result == -EINTR;
    say("restart %d: %s\n", restart, result == 1 ? "read" : result == -EINTR ? "interrupted" : "?");
    while (waitpid(child, NULL, 0) < 0) {}
    if (result != 1) read(fds[0], &byte, 1);
  }
  SHOW(strange);
  return guest_status();
}
