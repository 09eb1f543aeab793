// fork from a process with threads: the child has one, atfork handlers run, children of threads are reaped.
#include "guest.h"
#include <pthread.h>

static volatile bool stop;
static void *spin(void *unused) {
  while (!stop) malloc(10);
  return NULL;
}
static void *forker(void *unused) {
  int good = 0;
  for (int i = 0; i < 25; i++) {
    pid_t child = fork();
    if (child == 0) _exit(getpid() == gettid() ? 5 : 6);
    int status;
    good += waitpid(child, &status, 0) == child && status == 0x500;
  }
  return (void *)(uintptr_t)good;
}
static void before(void) { say("before\n"); }
static void in_child(void) { say("in child\n"); }

int main(void) {
  pthread_t s, t[4];
  pthread_create(&s, NULL, spin, NULL);
  for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, forker, NULL);
  for (int i = 0; i < 4; i++) {
    void *r;
    pthread_join(t[i], &r);
    SHOW((long)r);
  }
  stop = true;
  pthread_join(s, NULL);
  pthread_atfork(before, NULL, in_child);
  IN_CHILD("child", free(malloc(100)));
  return guest_status();
}
