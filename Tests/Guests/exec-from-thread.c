// execve from a thread ends the other threads, and the process keeps its id.
#include "guest.h"
#include <pthread.h>

static char pid[16];
static void *sleeper(void *unused) {
  for (;;) pause();
}
static void *runner(void *unused) {
  pause_ms(5);
  execl("/proc/self/exe", "self", pid, NULL);
  say("exec failed\n");
  _exit(1);
}

int main(int argc, char **argv) {
  if (argc > 1) {
    CHECK(getpid() == atoi(argv[1]) && gettid() == getpid());
    FILE *f = fopen("/proc/self/status", "r");
    char line[256];
    while (fgets(line, sizeof line, f))
      if (strncmp(line, "Threads:", 8) == 0) say("%s", line);
    return 23;
  }
  sprintf(pid, "%d", getpid());
  pthread_t t;
  for (int i = 0; i < 5; i++) pthread_create(&t, NULL, sleeper, NULL);
  pthread_create(&t, NULL, runner, NULL);
  for (;;) pause();
}
