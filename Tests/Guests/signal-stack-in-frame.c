// What sigreturn does with a frame whose alternate stack the handler changed: on that stack, and where it is disarmed.
#include "guest.h"
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
static int step;
static void handler(int number, siginfo_t *info, void *context) {
  ucontext_t *u = context;
  char here;
  say("%d on %s, frame %s: flags %x size %x base %s\n", number, where(&here), where(context), u->uc_stack.ss_flags,
      u->uc_stack.ss_size, where(u->uc_stack.ss_sp));
  show("  now");
  stack_t other = {.ss_sp = area[1], .ss_size = sizeof area[1]};
  if (number == SIGUSR1) {
    CALL(sigaltstack(&other, NULL));
    raise(SIGUSR2);
    show("  after the nested one");
    if (step == 1) u->uc_stack = other;
    if (step == 2) u->uc_stack.ss_flags = SS_DISABLE;
    if (step == 3) u->uc_stack.ss_flags = 77;
    if (step == 4) u->uc_stack.ss_size = 100;
    if (step == 5) u->uc_stack.ss_sp = (void *)0xfffff000;
  }
}

int main(void) {
  on_signal(SIGUSR1, (void *)handler, SA_SIGINFO | SA_ONSTACK);
  on_signal(SIGUSR2, (void *)handler, SA_SIGINFO | SA_ONSTACK);
  for (int mode = 0; mode < 2; mode++)
    for (step = 0; step < 6; step++) {
      stack_t s = {.ss_sp = area[0], .ss_size = sizeof area[0], .ss_flags = mode ? 1u << 31 : 0};
      CALL(sigaltstack(&s, NULL));
      say("step %d\n", step);
      raise(SIGUSR1);
      show("afterwards");
    }
  return guest_status();
}
