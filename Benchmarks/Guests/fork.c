#include <sys/wait.h>
#include <unistd.h>

#include "Measure.h"

static void forkAndWait(unsigned count) {
  while (count--) {
    pid_t child = fork();
    require(child >= 0, "fork");
    if (child == 0) _exit(0);
    require(waitpid(child, NULL, 0) == child, "waitpid");
  }
}

int main(int argc, char **argv) { return measure("fork", argv, forkAndWait); }
