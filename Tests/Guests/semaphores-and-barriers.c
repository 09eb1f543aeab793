// POSIX semaphores within and between processes, named ones, timed waits, spin locks.
#include "guest.h"
#include <pthread.h>
#include <semaphore.h>

int main(void) {
  sem_t *s = (sem_t *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_init(s, 1, 0);
  pid_t child = fork();
  if (child == 0) {
    for (int i = 0; i < 100; i++) sem_post(s);
    _exit(0);
  }
  for (int i = 0; i < 100; i++) sem_wait(s);
  reap(child, "poster");
  CALL(sem_trywait(s));
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  at.tv_nsec = 0;
  CALL(sem_timedwait(s, &at));
  char name[32];
  sprintf(name, "/guest-%d", getpid());
  sem_t *n = sem_open(name, O_CREAT | O_EXCL, 0600, 2);
  if (n != SEM_FAILED) {
    CALL(sem_wait(n));
    int value;
    sem_getvalue(n, &value);
    SHOW(value);
    sem_unlink(name);
  } else say("%s\n", error_name(errno));
  pthread_spinlock_t l;
  pthread_spin_init(&l, 0), pthread_spin_lock(&l);
  say("%s\n", error_name(pthread_spin_trylock(&l)));
  return guest_status();
}
