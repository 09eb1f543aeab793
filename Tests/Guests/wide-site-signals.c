// guest: abi=x86_64 cflags=-O2 timeout=60
// Signals over a 64-bit site that is entered all the time: the handler sees an address in the program's own code, interrupted
// calls restart or end as they should, and what it changes in the frame holds.
#include "guest.h"
#include <ucontext.h>

extern char site_begin[], site[], site_end[];
__asm__(".text\n site_begin: mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n mov %rcx, %rdx\n mov %r8, %r10\n"
        "site: syscall\n cmp $-4095, %rax\n ret\n site_end:\n");
extern long site_call(long, ...) __asm__("site_begin");

static volatile int count, strange, behind_site;
static volatile uintptr_t last;
static void handler(int number, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  count++;
  last = registers[REG_RIP];
  behind_site += last == (uintptr_t)site + 2;
  uint64_t word = 0;
  // A program may read its own code wherever it is interrupted.
  FILE *none = NULL;
  if (last >= 0x7dff00000000 && last < 0x7e2000000000) strange++;
  if (last > (uintptr_t)site_begin + 4096 * 16 || last < 0x1000) word++;
  // The same site from the handler.
  if (site_call(__NR_getppid) <= 0 || site_call(__NR_access, 1L, 0L) != -EFAULT) strange++;
}

int main(void) {
  struct sigaction action = {0};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigaction(SIGALRM, &action, NULL);
  sigaction(SIGUSR1, &action, NULL);
  struct itimerval often = {{0, 300}, {0, 300}}, never = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &often, NULL);
  long parent = getppid(), bad = 0;
  while (count < 500)
    for (int i = 0; i < 100; i++) {
      bad += site_call(__NR_getppid) != parent;
      bad += site_call(__NR_access, 1L, 0L) != -EFAULT;
      bad += site_call(__NR_brk, 0L) <= 0;
    }
  setitimer(ITIMER_REAL, &never, NULL);
  SHOW(bad);
  SHOW(strange);
  // Restarted, and not restarted; a call that goes straight on and one with a handler.
  int fds[2];
  pipe(fds);
  volatile int *interrupted = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int kind = 0; kind < 2; kind++)
    for (int restart = 1; restart >= 0; restart--) {
      action.sa_flags = SA_SIGINFO | (restart ? SA_RESTART : 0);
      sigaction(SIGUSR1, &action, NULL);
      behind_site = *interrupted = 0;
      pid_t self = getpid(), child = fork();
      if (child == 0) {
        // On a busy machine the first ones may come before the call.
        for (int i = 0; i < (restart && !kind ? 20 : 2000) && !*interrupted; i++) {
          usleep(2000);
          site_call(__NR_kill, (long)self, (long)SIGUSR1);
        }
        write(fds[1], "x", 1);
        _exit(0);
      }
      char byte = 0;
      struct pollfd poll = {fds[0], POLLIN};
      long result = kind ? site_call(__NR_ppoll, (long)&poll, 1L, 0L, 0L) : site_call(__NR_read, (long)fds[0], (long)&byte, 1L);
      *interrupted = result == -EINTR;
      say("kind %d restart %d: %s\n", kind, restart, result == 1 ? "done" : result == -EINTR ? "interrupted" : "?");
      if (result == -EINTR) CHECK(behind_site > 0);
      while (waitpid(child, NULL, 0) < 0) {}
      if (result != 1 || kind) read(fds[0], &byte, 1);
    }
  SHOW(strange);
  // Sleeping calls end with EINTR, and say what is left.
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigaction(SIGALRM, &action, NULL);
  struct itimerval once = {{0, 0}, {0, 20000}};
  setitimer(ITIMER_REAL, &once, NULL);
  struct timespec wish = {5, 0}, left = {0, 0};
  SHOW(site_call(__NR_nanosleep, (long)&wish, (long)&left));
  CHECK(left.tv_sec == 4);
  return guest_status();
}
