// Threads that spawn programs by vfork and exec in a loop, beside each other.
// guest: timeout=40
#include "guest.h"
#include <pthread.h>
#include <spawn.h>
extern char **environ;

static void *spawner(void *unused) {
  long good = 0;
  char *args[] = {(char *)"self", (char *)"x", NULL}, *missing[] = {(char *)"missing", NULL};
  for (int i = 0; i < 15; i++) {
    pid_t child;
    int status;
    if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, args, environ) == 0 && waitpid(child, &status, 0) == child && status == 0x700) good++;
    if (posix_spawn(&child, "/no/such", NULL, NULL, missing, environ) == ENOENT) good++;
    child = vfork();
    if (child == 0) _exit(8);
    if (waitpid(child, &status, 0) == child && status == 0x800) good++;
  }
  return (void *)good;
}

int main(int argc, char **argv) {
  if (argc > 1) return 7;
  pthread_t t[4];
  for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, spawner, NULL);
  for (int i = 0; i < 4; i++) {
    void *r;
    pthread_join(t[i], &r);
    SHOW((long)r);
  }
  return guest_status();
}
