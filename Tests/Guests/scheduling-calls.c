// Affinity with 32-bit words, sched_yield, getcpu, policies, priorities, nice.
#include "guest.h"
#include <sys/resource.h>

int main(void) {
  uint32_t mask[32] = {0};
  unsigned cpu = 99, node = 99;
  long n = kcall(__NR_sched_getaffinity, 0, sizeof mask, mask);
  CHECK(n > 0 && n % 4 == 0 && mask[0] != 0);
  RAW(kcall(__NR_sched_getaffinity, 0, 3, mask));
  RAW(kcall(__NR_sched_getaffinity, 0x7ffffff0, sizeof mask, mask));
  uint32_t one = mask[0] & -mask[0];
  RAW(kcall(__NR_sched_setaffinity, 0, 4, &one));
  mask[0] = 0;
  kcall(__NR_sched_getaffinity, 0, sizeof mask, mask);
  CHECK(mask[0] == one);
  RAW(kcall(__NR_getcpu, &cpu, &node, 0));
  CHECK((1u << cpu) == one);
  CHECK(sched_getcpu() == (int)cpu);
  one = 0;
  RAW(kcall(__NR_sched_setaffinity, 0, 4, &one));
  RAW(kcall(__NR_sched_yield));
  RAW(kcall(__NR_sched_getscheduler, 0));
  RAW(kcall(__NR_sched_get_priority_max, SCHED_FIFO));
  RAW(kcall(__NR_sched_get_priority_min, SCHED_FIFO));
  RAW(kcall(__NR_sched_get_priority_min, 99));
  struct sched_param p = {-1};
  RAW(kcall(__NR_sched_getparam, 0, &p));
  SHOW(p.sched_priority);
  RAW(kcall(__NR_sched_setscheduler, 0, SCHED_BATCH, &p));
  RAW(kcall(__NR_sched_getscheduler, 0));
  int32_t t[2];
  int64_t w[2];
  RAW(kcall(__NR_sched_rr_get_interval, 0, t));
  RAW(kcall(__NR_sched_rr_get_interval_time64, 0, w));
  CHECK(t[0] == w[0] && t[1] == w[1]);
  CALL(nice(5));
  RAW(kcall(__NR_getpriority, PRIO_PROCESS, 0));
  RAW(kcall(__NR_setpriority, PRIO_PROCESS, 0, 10));
  RAW(kcall(__NR_getpriority, PRIO_PROCESS, 0));
  RAW(kcall(__NR_nice, 1));
  uint32_t attributes[14] = {0};
  RAW(kcall(__NR_sched_getattr, 0, attributes, 56, 0));
  say("size %u policy %u\n", attributes[0], attributes[1]);
  RAW(kcall(__NR_ioprio_get, 1, 0));
  return guest_status();
}
