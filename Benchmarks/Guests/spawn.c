#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

#include "Measure.h"

extern char **environ;

static char *program;

/// Spawns this very program, which is static, as a child that ends at once.
static void spawnAndWait(unsigned count) {
  while (count--) {
    pid_t child;
    int status;
    errno = posix_spawn(&child, program, NULL, NULL, (char *[]){program, "child", NULL}, environ);
    require(errno == 0, "posix_spawn");
    require(waitpid(child, &status, 0) == child, "waitpid");
    require(status == 0, "the child");
  }
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "child") == 0) return 0;
  program = argv[0];
  return measure("spawn", argv, spawnAndWait);
}
