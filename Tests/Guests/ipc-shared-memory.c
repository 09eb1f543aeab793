// System V shared memory by the multiplexer `ipc` and by direct calls.
#include "guest.h"
#include <sys/ipc.h>
#include <sys/shm.h>

int main(void) {
  uint32_t place = 0;
  long id = kcall(__NR_ipc, 23, IPC_PRIVATE, 8192, IPC_CREAT | 0600);
  NEED(id >= 0);
  RAW(kcall(__NR_ipc, 21, id, 0, &place, 0));
  char *p = (char *)place;
  strcpy(p, "shared");
  char *q = (char *)shmat(id, NULL, 0);
  NEED(q != (void *)-1);
  CHECK(p != q && strcmp(q, "shared") == 0);
  IN_CHILD("child", strcpy(q, "by child"));
  say("%s\n", p);
  struct shmid_ds d;
  CALL(shmctl(id, IPC_STAT, &d));
  say("size %u attached %lu mode %o\n", (unsigned)d.shm_segsz, (long)d.shm_nattch, d.shm_perm.mode);
  CHECK(d.shm_cpid == getpid() && d.shm_atime > 1600000000);
  char *fixed = (char *)shmat(id, (void *)0x50000000, 0);
  SHOW((long)fixed == 0x50000000);
  char *rounded = (char *)shmat(id, (void *)0x51000123, SHM_RND);
  say("%lx\n", (long)rounded);
  CALL(shmat(id, (void *)0x52000123, 0));
  CALL(shmat(id, (void *)0x50000000, 0));
  char *readonly = (char *)shmat(id, NULL, SHM_RDONLY);
  CALL(read(open("/dev/zero", O_RDONLY), readonly, 4));
  RAW(kcall(__NR_ipc, 22, 0, 0, 0, p));
  RAW(kcall(__NR_shmdt, q));
  RAW(kcall(__NR_shmdt, q));
  CALL(shmctl(id, IPC_RMID, NULL));
  CALL(shmctl(id, IPC_STAT, &d));
  say("%s\n", fixed);
  CALL(shmdt(fixed)), CALL(shmdt(rounded)), CALL(shmdt(readonly));
  CALL(shmctl(id, IPC_STAT, &d));
  RAW(kcall(__NR_shmget, 0x7fff1234, 100, 0));
  RAW(kcall(__NR_ipc, 99, 0, 0, 0, 0));
  return guest_status();
}
