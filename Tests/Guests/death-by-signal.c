// The program's own death by a signal is its status.
#include "guest.h"

int main(void) {
  say("before\n");
  kill(getpid(), SIGTERM);
  pause_ms(1000);
  return 0;
}
