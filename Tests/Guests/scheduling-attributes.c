// sched_setattr, sched_getattr, keyctl, fanotify, kcmp, quotactl: structs with 64-bit words and split arguments.
#include "guest.h"
#include <sys/syscall.h>

struct attr { uint32_t size, policy; uint64_t flags; int32_t nice; uint32_t priority; uint64_t runtime, deadline, period; uint32_t low, high; };
int main(void) {
  struct attr a = {sizeof a, 0, 0, 5}, got;
  memset(&got, 0x77, sizeof got);
  RAW(kcall(__NR_sched_setattr, 0, &a, 0));
  RAW(kcall(__NR_sched_getattr, 0, &got, sizeof got, 0));
  say("%u %u %llu %d %u %llu\n", got.size, got.policy, (long long)got.flags, got.nice, got.priority, (long long)got.period);
  RAW(kcall(__NR_sched_getattr, 0, &got, 48, 0));
  SHOW(got.size);
  RAW(kcall(__NR_sched_getattr, 0, &got, 40, 0));
  RAW(kcall(__NR_sched_getattr, 0, &got, 5000, 0));
  RAW(kcall(__NR_sched_getattr, 0, &got, sizeof got, 1));
  RAW(kcall(__NR_sched_getattr, 0, 8, sizeof got, 0));
  RAW(kcall(__NR_sched_getattr, 0x7ffffff0, &got, sizeof got, 0));
  a.size = 20;
  RAW(kcall(__NR_sched_setattr, 0, &a, 0));
  SHOW(a.size);
  a.size = sizeof a, a.policy = 77;
  RAW(kcall(__NR_sched_setattr, 0, &a, 0));
  a.policy = 6, a.runtime = 10, a.deadline = 5;
  RAW(kcall(__NR_sched_setattr, 0, &a, 0));
  RAW(kcall(__NR_sched_setattr, 0, 8, 0));
  RAW(kcall(__NR_sched_setattr, 0, NULL, 0));
  char big[128] = "";
  *(uint32_t *)big = 120, big[110] = 1;
  RAW(kcall(__NR_sched_setattr, 0, big, 0));
  SHOW(*(uint32_t *)big);
  mkdir("watched", 0700);
  int fan = kcall(__NR_fanotify_init, 2, O_RDONLY);
  guest_show_raw("fanotify_init", fan < 0 ? fan : 0);
  if (fan >= 0) {
    uint64_t mask = 0x8 | 0x8000000;  // closed after writing, on children
    RAW(kcall(__NR_fanotify_mark, fan, 1, (uint32_t)mask, (uint32_t)(mask >> 32), AT_FDCWD, "watched"));
    RAW(kcall(__NR_fanotify_mark, fan, 1, 0, 1, AT_FDCWD, "watched"));
    RAW(kcall(__NR_fanotify_mark, fan, 1, (uint32_t)mask, 0, AT_FDCWD, "nowhere"));
    close(open("watched/file", O_RDWR | O_CREAT, 0600));
    struct { uint32_t length; uint8_t version, reserved; uint16_t metadata; uint64_t mask; int32_t fd, pid; } __attribute__((packed)) e = {0};
    SHOW(read(fan, &e, sizeof e));
    say("%u %u %llx mine %d\n", e.length, e.metadata, (long long)e.mask, e.pid == getpid());
    RAW(kcall(__NR_fanotify_mark, fan, 2, (uint32_t)mask, 0, AT_FDCWD, "watched"));
    RAW(kcall(__NR_fanotify_mark, fan, 0x80, 0, 0, AT_FDCWD, NULL));
  }
  RAW(kcall(__NR_fanotify_init, 0x80000, O_RDONLY));
  int a1 = open("watched", O_RDONLY), a2 = dup(a1), a3 = open("watched", O_RDONLY);
  RAW(kcall(__NR_kcmp, getpid(), getpid(), 0, a1, a2));
  SHOW(kcall(__NR_kcmp, getpid(), getpid(), 0, a1, a3) > 0);
  RAW(kcall(__NR_kcmp, getpid(), getpid(), 1, 0, 0));
  RAW(kcall(__NR_kcmp, getpid(), getpid(), 99, 0, 0));
  struct { uint32_t efd, tfd, offset; } slot = {1, 2, 3};
  RAW(kcall(__NR_kcmp, getpid(), getpid(), 7, a1, &slot));
  RAW(kcall(__NR_kcmp, getpid(), getpid(), 7, a1, 8));
  RAW(kcall(__NR_quotactl, 0x800007 << 8, "/dev/none", 0, &got));
  RAW(kcall(__NR_quotactl, 0x800001 << 8, NULL, 0, NULL));
  RAW(kcall(443, a1, 0x800007 << 8, 0, &got));
  return guest_status();
}
