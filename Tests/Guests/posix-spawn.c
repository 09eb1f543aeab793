// posix_spawn reports a failed exec, and does file actions and attributes.
#include "guest.h"
#include <spawn.h>
extern char **environ;

int main(int argc, char **argv) {
  if (argc > 1) {
    say("%s, group leader %d\n", argv[1], getpgrp() == getpid());
    char c;
    CALL(read(0, &c, 1));
    return 5;
  }
  pid_t child;
  char *missing[] = {(char *)"missing", NULL}, *self[] = {(char *)"self", (char *)"spawned", NULL};
  say("%s\n", error_name(posix_spawn(&child, "/no/such/program", NULL, NULL, missing, environ)));
  say("%s\n", error_name(posix_spawn(&child, "/tmp", NULL, NULL, missing, environ)));
  say("%s\n", error_name(posix_spawnp(&child, "no-such-program-at-all", NULL, NULL, missing, environ)));
  put_file("input", "I", 0600);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "input", O_RDONLY, 0);
  posix_spawnattr_t a;
  posix_spawnattr_init(&a);
  posix_spawnattr_setflags(&a, POSIX_SPAWN_SETPGROUP);
  int spawned = posix_spawn(&child, "/proc/self/exe", &actions, &a, self, environ);
  reap(child, "child");
  SHOW(spawned);
  posix_spawn_file_actions_addopen(&actions, 0, "absent", O_RDONLY, 0);
  say("%s\n", error_name(posix_spawn(&child, "/proc/self/exe", &actions, &a, self, environ)));
  CALL(waitpid(-1, NULL, 0));
  return guest_status();
}
