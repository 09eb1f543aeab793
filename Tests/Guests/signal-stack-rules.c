// sigaltstack: nested frames, edges, a stack too small, changes while on it, what frames say; in a thread and a child.
// guest: cflags=-pthread
#include "guest.h"
#include <pthread.h>
#include <ucontext.h>

static char area[3][65536] __attribute__((aligned(4096)));
static const char *where(void *address) {
  for (int i = 0; i < 3; i++)
    if ((char *)address >= area[i] && (char *)address < area[i] + sizeof area[i]) return i == 0 ? "first" : i == 1 ? "second" : "third";
  return "elsewhere";
}
static void show(const char *what) {
  stack_t now;
  sigaltstack(NULL, &now);
  say("%s: flags %x size %x base %s\n", what, now.ss_flags, now.ss_size, where(now.ss_sp));
}
static void handler(int number, siginfo_t *info, void *context) {
  ucontext_t *u = context;
  char here;
  say("%d on %s, frame %s: flags %x size %x base %s\n", number, where(&here), where(context), u->uc_stack.ss_flags,
      u->uc_stack.ss_size, where(u->uc_stack.ss_sp));
  // On a small stack the handler runs below its end, or just not: that depends on the frame's size.
  if (u->uc_stack.ss_size >= sizeof area[0]) show("  now");
  stack_t other = {.ss_sp = area[1], .ss_size = sizeof area[1]};
  if (number == SIGUSR1) {
    CALL(sigaltstack(&other, NULL));
    raise(SIGUSR2);
    show("  after the nested one");
  }
}
static void *in_thread(void *unused) {
  show("a thread's");
  return NULL;
}

int main(void) {
  show("at first");
  static const uint32_t flags[] = {0, SS_ONSTACK, SS_DISABLE, 3, 4, 1u << 31, 1u << 31 | 1, 1u << 31 | 2, 1u << 30};
  for (int i = 0; i < 9; i++) {
    stack_t s = {.ss_sp = area[0], .ss_size = sizeof area[0], .ss_flags = flags[i]};
    SHOW(flags[i]);
    CALL(sigaltstack(&s, NULL));
    show("  set");
  }
  static const uint32_t sizes[] = {0, 1, 2047, 2048, 2049, 3000, 8192};
  for (int i = 0; i < 7; i++) {
    stack_t s = {.ss_sp = area[0], .ss_size = sizes[i]};
    SHOW(sizes[i]);
    CALL(sigaltstack(&s, NULL));
  }
  CALL(sigaltstack((void *)8, NULL));
  CALL(sigaltstack(NULL, (void *)8));
  on_signal(SIGUSR1, (void *)handler, SA_SIGINFO | SA_ONSTACK);
  on_signal(SIGUSR2, (void *)handler, SA_SIGINFO | SA_ONSTACK);
  for (int mode = 0; mode < 2; mode++) {
    stack_t s = {.ss_sp = area[0], .ss_size = sizeof area[0], .ss_flags = mode ? 1u << 31 : 0};
    CALL(sigaltstack(&s, NULL));
    raise(SIGUSR1);
    show("afterwards");
  }
  pthread_t thread;
  pthread_create(&thread, NULL, in_thread, NULL), pthread_join(thread, NULL);
  IN_CHILD("child", show("a child's"));
  pid_t child = vfork();
  if (child == 0) {
    show("a vfork child's");
    _exit(0);
  }
  reap(child, "vfork child");
  // A stack that no frame fits on, of every size about the smallest; one below that is refused.
  for (int size = 2048; size < 6144; size += 256)
    IN_CHILD("small", stack_t s = {.ss_sp = area[2]}; s.ss_size = size; if (sigaltstack(&s, NULL)) say("refused\n"), _exit(2);
             raise(SIGUSR2); say("back\n"));
  IN_CHILD("read-only", mprotect(area[2], sizeof area[2], PROT_READ); stack_t s = {.ss_sp = area[2], .ss_size = sizeof area[2]};
           sigaltstack(&s, NULL); raise(SIGUSR2); say("back\n"));
  IN_CHILD("read-only, handled", mprotect(area[2], sizeof area[2], PROT_READ); on_signal(SIGSEGV, (void *)handler, SA_SIGINFO);
           stack_t s = {.ss_sp = area[2], .ss_size = sizeof area[2]}; on_signal(SIGUSR2, (void *)handler, SA_SIGINFO | SA_ONSTACK | SA_RESETHAND);
           sigaltstack(&s, NULL); kcall(__NR_kill, getpid(), SIGUSR2); _exit(7));
  return guest_status();
}
