// Detached threads end and their number returns to one; names of threads are seen in /proc.
#include "guest.h"
#include <dirent.h>
#include <pthread.h>

static volatile int ended;
static void *work(void *unused) {
  __atomic_add_fetch(&ended, 1, __ATOMIC_SEQ_CST);
  return NULL;
}
static int tasks(void) {
  int n = 0;
  DIR *d = opendir("/proc/self/task");
  for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] != '.';
  closedir(d);
  return n;
}
static volatile bool named, stop;
static void *with_name(void *unused) {
  pthread_setname_np(pthread_self(), "my-thread");
  named = true;
  while (!stop) pause_ms(1);
  return NULL;
}

int main(void) {
  pthread_attr_t a;
  pthread_attr_init(&a), pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
  for (int i = 0; i < 100; i++) {
    pthread_t t;
    pthread_create(&t, &a, work, NULL);
  }
  while (ended < 100) pause_ms(1);
  for (int i = 0; i < 1000 && tasks() > 1; i++) pause_ms(1);
  SHOW(tasks());
  pthread_t t;
  char name[16];
  pthread_create(&t, NULL, with_name, NULL);
  while (!named) pause_ms(1);
  SHOW(tasks());
  SHOW(pthread_getname_np(t, name, sizeof name));
  say("%s\n", name);
  pthread_setname_np(t, "renamed");
  pthread_getname_np(t, name, sizeof name);
  say("%s\n", name);
  stop = true;
  pthread_join(t, NULL);
  return guest_status();
}
