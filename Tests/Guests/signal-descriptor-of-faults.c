// A signalfd gives out blocked SIGSEGV, SIGBUS and SIGSYS like any other signal.
#include "guest.h"
#include <sys/signalfd.h>

int main(void) {
  static const int signals[] = {SIGSEGV, SIGBUS, SIGSYS};
  for (int i = 0; i < 3; i++) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signals[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int descriptor = signalfd(-1, &set, SFD_NONBLOCK);
    raise(signals[i]);
    struct signalfd_siginfo info = {0};
    CALL(read(descriptor, &info, sizeof info));
    SHOW(info.ssi_signo);
  }
  return guest_status();
}
