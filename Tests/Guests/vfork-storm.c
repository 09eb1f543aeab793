// guest: cflags=-O1,-pthread timeout=60
// Storms of vfork from several threads: children that end at once, that execute a program, that die by a signal, and that
// make bare calls; signals come in meanwhile.
#include "guest.h"
#include "bare-call.h"
#include <pthread.h>

static volatile int seen;
static void handler(int number) { __atomic_add_fetch(&seen, 1, __ATOMIC_RELAXED); }
static int counts[4];

static int one(int kind, const char *shell) {
  static char *words[] = {"sh", "-c", "exit 21", NULL};
  volatile int wrong = 0;
  pid_t child = vfork();
  if (child == 0) {
    if (kind == 0) bare_call(__NR_exit, bare_call(__NR_getpid, 0, 0, 0) == getpid() ? 20 : 99, 0, 0);
    if (kind == 1) execv(shell, words), _exit(98);
    if (kind == 2) kill(getpid(), SIGKILL);
    if (kind == 3) execv("/nowhere", words), _exit(errno == ENOENT ? 23 : 97);
    _exit(96);
  }
  int status = -1;
  if (child < 0) return 1;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return 1;
  int expected = kind == 2 ? SIGKILL : (20 + kind) << 8;
  if (status != expected) wrong = 1;
  return wrong;
}

static void *storm(void *argument) {
  for (int i = 0; i < 24; i++) {
    if (one(i & 3, "/bin/sh")) __atomic_add_fetch(&counts[i & 3], 1, __ATOMIC_RELAXED);
    kill(getpid(), SIGUSR1);
  }
  return NULL;
}

int main(void) {
  on_signal(SIGUSR1, (void *)handler, SA_RESTART);
  pthread_t threads[6];
  for (int i = 0; i < 6; i++) pthread_create(&threads[i], NULL, storm, NULL);
  for (int i = 0; i < 6; i++) pthread_join(threads[i], NULL);
  CHECK(seen > 0);
  say("wrong: %d %d %d %d\n", counts[0], counts[1], counts[2], counts[3]);
  for (int i = 0, bad = 0; i < 200; i++) {
    bad += one(0, NULL);
    if (i == 199) SHOW(bad);
  }
  return guest_status();
}
