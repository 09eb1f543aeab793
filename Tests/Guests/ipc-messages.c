// System V message queues: types with 32-bit longs, truncation, IPC_STAT, both entries.
#include "guest.h"
#include <sys/ipc.h>
#include <sys/msg.h>

struct message { long type; char text[32]; };

int main(void) {
  long id = kcall(__NR_msgget, IPC_PRIVATE, IPC_CREAT | 0600);
  NEED(id >= 0);
  struct message m = {5, "five"}, r;
  CALL(msgsnd(id, &m, 5, 0));
  m.type = 0x7ffffff0, strcpy(m.text, "huge");
  RAW(kcall(__NR_ipc, 11, id, 5, 0, &m));
  m.type = 7, strcpy(m.text, "seven");
  RAW(kcall(__NR_msgsnd, id, &m, 6, 0));
  CALL(msgrcv(id, &r, 32, 7, 0));
  say("%ld %s\n", r.type, r.text);
  CALL(msgrcv(id, &r, 32, -1, IPC_NOWAIT));
  CALL(msgrcv(id, &r, 2, 5, 0));
  CALL(msgrcv(id, &r, 2, 5, MSG_NOERROR));
  say("%.2s\n", r.text);
  struct { uint32_t message; int32_t type; } kludge = {(uint32_t)(uintptr_t)&r, 0};
  RAW(kcall(__NR_ipc, 12, id, 32, 0, &kludge));
  say("%lx %s\n", r.type, r.text);
  struct msqid_ds d;
  CALL(msgctl(id, IPC_STAT, &d));
  say("%lu %lu %lu %o\n", (long)d.msg_qnum, (long)d.__msg_cbytes, (long)d.msg_qbytes, d.msg_perm.mode);
  CHECK(d.msg_lspid == getpid() && d.msg_rtime > 1600000000);
  m.type = 0;
  CALL(msgsnd(id, &m, 5, 0));
  CALL(msgsnd(id, (void *)16, 5, 0));
  CALL(msgctl(id, IPC_RMID, NULL));
  CALL(msgrcv(id, &r, 32, 0, 0));
  return guest_status();
}
