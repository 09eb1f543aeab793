#include <signal.h>
#include <unistd.h>

#include "Measure.h"

static volatile unsigned delivered;

static void handle(int signal) { delivered++; }

static void signalSelf(unsigned count) {
  pid_t self = getpid();
  unsigned expected = delivered + count;
  while (count--) require(kill(self, SIGUSR1) == 0, "kill");
  require(delivered == expected, "a signal was lost");
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_handler = handle};
  require(sigaction(SIGUSR1, &action, NULL) == 0, "sigaction");
  return measure("signal", argv, signalSelf);
}
