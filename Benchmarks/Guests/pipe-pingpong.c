#include <sys/wait.h>
#include <unistd.h>

#include "Measure.h"

static int there[2], back[2];

static void pingPong(unsigned count) {
  char ball = 0;
  while (count--) {
    require(write(there[1], &ball, 1) == 1, "write to the pipe");
    require(read(back[0], &ball, 1) == 1, "read from the pipe");
  }
}

static void echo(void) {
  char ball;
  close(there[1]);
  close(back[0]);
  while (read(there[0], &ball, 1) == 1) require(write(back[1], &ball, 1) == 1, "write back");
}

int main(int argc, char **argv) {
  require(pipe(there) == 0 && pipe(back) == 0, "pipe");
  pid_t child = fork();
  require(child >= 0, "fork");
  if (child == 0) {
    echo();
    _exit(0);
  }
  close(there[0]);
  close(back[1]);
  measure("pipe-pingpong", argv, pingPong);
  close(there[1]);
  require(waitpid(child, NULL, 0) == child, "waitpid");
  return 0;
}
