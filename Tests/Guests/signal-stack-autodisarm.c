// SS_AUTODISARM: the stack is disarmed in the handler and armed again after it.
#include "guest.h"

static stack_t s, now;
static void handler(int number) {
  CALL(sigaltstack(NULL, &now));
  say("in handler: flags %x\n", (unsigned)now.ss_flags);
}

int main(void) {
  s.ss_sp = malloc(65536), s.ss_size = 65536, s.ss_flags = (int)(1u << 31);
  CALL(sigaltstack(&s, NULL));
  on_signal(SIGUSR1, (void *)handler, SA_ONSTACK);
  raise(SIGUSR1);
  CALL(sigaltstack(NULL, &now));
  say("after: flags %x size %u\n", (unsigned)now.ss_flags, (unsigned)now.ss_size);
  raise(SIGUSR1);
  return guest_status();
}
