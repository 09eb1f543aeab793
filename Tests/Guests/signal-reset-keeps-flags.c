// SA_RESETHAND takes the handler away, and nothing else: flags and mask are still there.
#include "guest.h"

struct __attribute__((packed)) kernel_action { unsigned long handler, flags, restorer; unsigned long long mask; };
static void handler(int number, siginfo_t *info, void *context) { say("handler %d, information %d\n", number, info->si_signo == number); }

int main(void) {
  static const int signals[] = {SIGUSR1, SIGSEGV, SIGCHLD};
  for (int i = 0; i < 3; i++) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_RESETHAND | SA_RESTART | SA_NOCLDSTOP};
    sigaddset(&action.sa_mask, SIGWINCH);
    CALL(sigaction(signals[i], &action, NULL));
    raise(signals[i]);
    struct kernel_action now;
    RAW(kcall(__NR_rt_sigaction, signals[i], NULL, &now, 8));
    say("handler %lu flags %lx mask %llx\n", now.handler, now.flags & ~0x4000000ul, now.mask);
  }
  return guest_status();
}
