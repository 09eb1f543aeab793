// perf_event_open: software counters in each form of reading, in a group, in shared memory and in a sampled ring.
#include "guest.h"
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

static int counter(struct perf_event_attr *a, int group, unsigned long flags) {
  return syscall(__NR_perf_event_open, a, 0, -1, group, flags);
}

static void touch(int pages) {
  char *p = mmap(NULL, pages * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  madvise(p, pages * 4096, MADV_NOHUGEPAGE);
  for (int i = 0; i < pages; i++) p[i * 4096] = 1;
  munmap(p, pages * 4096);
}

int main(void) {
  struct perf_event_attr a = {.type = PERF_TYPE_SOFTWARE, .size = sizeof a, .config = PERF_COUNT_SW_PAGE_FAULTS};
  a.disabled = 1, a.exclude_kernel = 0;
  a.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING | PERF_FORMAT_ID;
  int leader = counter(&a, -1, PERF_FLAG_FD_CLOEXEC);
  if (leader < 0) {
    say("perf_event_open: %s\n", error_name(errno));
    return 0;
  }
  uint64_t id = 0, read_id[4] = {0};
  CALL(ioctl(leader, PERF_EVENT_IOC_ID, &id));
  CALL(ioctl(leader, PERF_EVENT_IOC_RESET, 0));
  CALL(ioctl(leader, PERF_EVENT_IOC_ENABLE, 0));
  touch(64);
  CALL(ioctl(leader, PERF_EVENT_IOC_DISABLE, 0));
  CALL(read(leader, read_id, 8));
  CALL(read(leader, read_id, sizeof read_id));
  say("faults %d, times %d, the same name %d\n", read_id[0] >= 64 && read_id[0] < 90, read_id[1] >= read_id[2] && read_id[2] > 0,
      read_id[3] == id);
  a.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_ID;
  a.disabled = 1;
  int first = counter(&a, -1, 0);
  a.disabled = 0, a.config = PERF_COUNT_SW_PAGE_FAULTS_MIN;
  int second = counter(&a, first, 0);
  CALL(second < 0 ? -1 : 0);
  CALL(ioctl(first, PERF_EVENT_IOC_ENABLE, PERF_IOC_FLAG_GROUP));
  touch(32);
  CALL(ioctl(first, PERF_EVENT_IOC_DISABLE, PERF_IOC_FLAG_GROUP));
  uint64_t group[8] = {0};
  CALL(read(first, group, sizeof group));
  say("%d counters: %d %d\n", (int)group[0], group[1] >= 32 && group[1] < 60, group[3] >= 32 && group[3] < 60);
  uint64_t period = 7, none = 0;
  CALL(ioctl(first, PERF_EVENT_IOC_PERIOD, &period));
  CALL(ioctl(first, PERF_EVENT_IOC_PERIOD, &none));
  CALL(ioctl(first, PERF_EVENT_IOC_PERIOD, (void *)8));
  CALL(ioctl(first, PERF_EVENT_IOC_SET_OUTPUT, -1));
  CALL(ioctl(first, PERF_EVENT_IOC_SET_FILTER, "x"));
  CALL(ioctl(first, PERF_EVENT_IOC_SET_BPF, -1));
  CALL(ioctl(first, PERF_EVENT_IOC_REFRESH, 1));
  CALL(ioctl(first, PERF_EVENT_IOC_PAUSE_OUTPUT, 1));
  a = (struct perf_event_attr){.type = PERF_TYPE_SOFTWARE, .size = sizeof a, .config = PERF_COUNT_SW_PAGE_FAULTS, .sample_period = 1,
                               .sample_type = PERF_SAMPLE_ADDR | PERF_SAMPLE_PERIOD};
  a.disabled = 1, a.exclude_kernel = 1;
  int sampled = counter(&a, -1, 0);
  CALL(sampled < 0 ? -1 : 0);
  CALL(mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, sampled, 0) == MAP_FAILED ? -1 : 0);
  char *ring = mmap(NULL, 9 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, sampled, 0);
  NEED(ring != MAP_FAILED);
  struct perf_event_mmap_page *page = (void *)ring;
  say("data at %llu of %llu\n", (long long)page->data_offset, (long long)page->data_size);
  char *p = mmap(NULL, 16 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  madvise(p, 16 * 4096, MADV_NOHUGEPAGE);
  CALL(ioctl(sampled, PERF_EVENT_IOC_ENABLE, 0));
  for (int i = 0; i < 16; i++) p[i * 4096] = 1;
  CALL(ioctl(sampled, PERF_EVENT_IOC_DISABLE, 0));
  int ours = 0;
  for (uint64_t at = page->data_tail; at < page->data_head;) {
    struct perf_event_header *h = (void *)(ring + page->data_offset + at % page->data_size);
    uint64_t *body = (void *)(h + 1);
    if (h->type == PERF_RECORD_SAMPLE && body[0] >= (uintptr_t)p && body[0] < (uintptr_t)p + 16 * 4096) ours++;
    at += h->size;
  }
  SHOW(ours);
  a.size = 4;
  CALL(counter(&a, -1, 0));
  a.size = sizeof a, a.type = 9999;
  CALL(counter(&a, -1, 0));
  CALL(syscall(__NR_perf_event_open, 8, 0, -1, -1, 0));
  CALL(counter(&a, -1, 1 << 20));
  return guest_status();
}
