// System V semaphores: semop, time-outs, semctl with values, arrays and status, undo at exit.
#include "guest.h"
#include <sys/ipc.h>
#include <sys/sem.h>

union semun { int val; struct semid_ds *buf; unsigned short *array; };

int main(void) {
  long id = kcall(__NR_semget, IPC_PRIVATE, 3, IPC_CREAT | 0600);
  NEED(id >= 0);
  unsigned short values[3] = {1, 2, 3}, back[3] = {0};
  union semun u;
  u.array = values;
  CALL(semctl(id, 0, SETALL, u));
  u.array = back;
  CALL(semctl(id, 0, GETALL, u));
  say("%d %d %d\n", back[0], back[1], back[2]);
  struct sembuf op[2] = {{0, -1, 0}, {1, 5, 0}};
  RAW(kcall(__NR_ipc, 1, id, 2, 0, op));
  CALL(semctl(id, 1, GETVAL));
  op[0].sem_flg = IPC_NOWAIT;
  CALL(semop(id, op, 1));
  op[0].sem_flg = 0;
  struct timespec t = {0, 5000000};
  CALL(semtimedop(id, op, 1, &t));
  int32_t small[2] = {0, 5000000};
  RAW(kcall(__NR_ipc, 4, id, 1, 0, op, small));
  int64_t wide[2] = {0, 5000000};
  RAW(kcall(__NR_semtimedop_time64, id, op, 1, wide));
  IN_CHILD("undo", struct sembuf o = {2, 10, SEM_UNDO}; CALL(semop(id, &o, 1)); CALL(semctl(id, 2, GETVAL)));
  CALL(semctl(id, 2, GETVAL));
  pid_t child = fork();
  if (child == 0) _exit(semop(id, op, 1) == 0 ? 4 : 5);
  pause_ms(20);
  u.val = 1;
  CALL(semctl(id, 0, SETVAL, u));
  reap(child, "waiter");
  struct semid_ds d;
  u.buf = &d;
  CALL(semctl(id, 0, IPC_STAT, u));
  say("%lu %o\n", (long)d.sem_nsems, d.sem_perm.mode);
  CHECK(d.sem_otime > 1600000000 && d.sem_ctime > 1600000000);
  RAW(kcall(__NR_ipc, 3, id, 1, 12, &u));
  CHECK(semctl(id, 0, GETPID) > 0);
  CALL(semctl(id, 9, GETVAL));
  CALL(semctl(id, 0, IPC_RMID));
  CALL(semop(id, op, 1));
  return guest_status();
}
