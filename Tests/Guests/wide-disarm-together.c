// guest: abi=x86_64 cflags=-O2,-lpthread timeout=60
// Eight threads make a program warm while one forks and one is signalled; some sleep through it.
#include "guest.h"
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

static int bad, signals_seen;
static volatile int done;
static int ends[2];

static void handler(int signal) { __atomic_add_fetch(&signals_seen, 1, __ATOMIC_RELAXED); }

static void *caller(void *argument) {
  int parent = getppid();
  for (int i = 0; i < 3000; i++)
    if (getppid() != parent) __atomic_add_fetch(&bad, 1, __ATOMIC_RELAXED);
  return NULL;
}

static void *forker(void *argument) {
  int self = getpid();
  for (int i = 0; i < 60; i++) {
    pid_t child = fork();
    if (child == 0) {
      int wrong = 0;
      for (int k = 0; k < 50 * (i % 4); k++) wrong |= getppid() != self;
      pthread_t other;
      wrong |= pthread_create(&other, NULL, caller, NULL) || pthread_join(other, NULL);
      _exit(wrong || bad);
    }
    int status;
    waitpid(child, &status, 0);
    if (status) __atomic_add_fetch(&bad, 1, __ATOMIC_RELAXED);
  }
  return NULL;
}

static void *sleeper(void *argument) {
  char byte;
  if (read(ends[0], &byte, 1) != 1) __atomic_add_fetch(&bad, 1, __ATOMIC_RELAXED);
  return caller(NULL);
}

static void *signaller(void *argument) {
  while (!done) {
    pthread_kill(*(pthread_t *)argument, SIGUSR1);
    usleep(200);
  }
  return NULL;
}

int main(void) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &action, NULL);
  pipe(ends);
  pthread_t sleepers[3], callers[8], other, fourth;
  for (int i = 0; i < 3; i++) pthread_create(&sleepers[i], NULL, sleeper, NULL);
  pthread_create(&other, NULL, forker, NULL);
  pthread_create(&fourth, NULL, signaller, &other);
  for (int round = 0; round < 6; round++) {
    for (int i = 0; i < 8; i++) pthread_create(&callers[i], NULL, caller, NULL);
    for (int i = 0; i < 8; i++) pthread_join(callers[i], NULL);
  }
  write(ends[1], "abc", 3);
  for (int i = 0; i < 3; i++) pthread_join(sleepers[i], NULL);
  done = 1;
  pthread_join(fourth, NULL);
  pthread_join(other, NULL);
  SHOW(bad);
  SHOW(signals_seen > 0);
  return guest_status();
}
