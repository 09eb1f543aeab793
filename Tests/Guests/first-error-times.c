// Which of several errors comes first, in calls with a time, a mask or sets of descriptors.
#include "guest.h"
#include <sys/epoll.h>

// What may not be read.
#define BAD ((void *)8)
// A long of the kernel's, which is wider than x32's.
#ifdef __x86_64__
typedef uint64_t word;
#else
typedef uint32_t word;
#endif

int main(void) {
  struct timespec no_time = {0, -1}, at_once = {0, 0};
  struct timeval no_interval = {-1, 0}, at_once_too = {0, 0};
  uint64_t mask = 0;
  uint32_t set[32] = {0};
  struct pollfd none = {-1, POLLIN};
  say("sleeping\n");
  RAW(kcall(__NR_clock_nanosleep, 100, 0, BAD, 0));
  RAW(kcall(__NR_clock_nanosleep, CLOCK_MONOTONIC, 0, BAD, 0));
  RAW(kcall(__NR_clock_nanosleep, CLOCK_MONOTONIC_RAW, 0, BAD, 0));
  RAW(kcall(__NR_clock_nanosleep, CLOCK_MONOTONIC_RAW, 0, &no_time, 0));
  RAW(kcall(__NR_clock_nanosleep, CLOCK_MONOTONIC, 0, &no_time, BAD));
  RAW(kcall(__NR_nanosleep, BAD, BAD));
  RAW(kcall(__NR_nanosleep, &no_time, BAD));
  say("select\n");
#ifdef __NR__newselect
#define SELECT __NR__newselect
#else
#define SELECT __NR_select
#endif
  RAW(kcall(SELECT, 5, BAD, set, set, &no_interval));
  RAW(kcall(SELECT, 5, BAD, set, set, BAD));
  RAW(kcall(SELECT, 5, set, BAD, set, &at_once_too));
  RAW(kcall(SELECT, -1, BAD, set, set, &at_once_too));
  RAW(kcall(SELECT, -1, BAD, set, set, BAD));
  RAW(kcall(SELECT, 0, BAD, BAD, BAD, &at_once_too));
  say("pselect\n");
  struct { word mask, size; } good = {(uintptr_t)&mask, 8}, short_mask = {(uintptr_t)&mask, 4}, bad_mask = {(uintptr_t)BAD, 8};
  struct { word mask, size; } both = {(uintptr_t)BAD, 4};
  RAW(kcall(__NR_pselect6, 5, BAD, set, set, &no_time, &good));
  RAW(kcall(__NR_pselect6, 5, BAD, set, set, &no_time, &short_mask));
  RAW(kcall(__NR_pselect6, 5, BAD, set, set, &no_time, &bad_mask));
  RAW(kcall(__NR_pselect6, 5, BAD, set, set, &no_time, BAD));
  RAW(kcall(__NR_pselect6, 5, BAD, set, set, &at_once, &both));
  RAW(kcall(__NR_pselect6, 5, set, set, set, &at_once, &short_mask));
  RAW(kcall(__NR_pselect6, -1, set, set, set, &at_once, &bad_mask));
  RAW(kcall(__NR_pselect6, -1, set, set, set, &at_once, &short_mask));
  RAW(kcall(__NR_pselect6, -1, BAD, set, set, &at_once, &good));
  say("ppoll\n");
  RAW(kcall(__NR_ppoll, &none, 1, &no_time, BAD, 8));
  RAW(kcall(__NR_ppoll, BAD, 1, &at_once, BAD, 4));
  RAW(kcall(__NR_ppoll, BAD, 1, &at_once, &mask, 4));
  RAW(kcall(__NR_ppoll, BAD, 1, &at_once, &mask, 8));
  RAW(kcall(__NR_ppoll, BAD, -1, BAD, BAD, 8));
  say("epoll\n");
  struct epoll_event event;
  int fd = epoll_create1(0);
  RAW(kcall(__NR_epoll_pwait, 99, &event, 0, 0, BAD, 8));
  RAW(kcall(__NR_epoll_pwait, 99, &event, 0, 0, &mask, 8));
  RAW(kcall(__NR_epoll_pwait, fd, &event, 0, 0, &mask, 4));
  struct { int64_t seconds, rest; } no_wide = {0, -1}, wide = {0, 0};
  RAW(kcall(__NR_epoll_pwait2, 99, &event, 0, &no_wide, BAD, 8));
  RAW(kcall(__NR_epoll_pwait2, 99, &event, 0, BAD, &mask, 4));
  RAW(kcall(__NR_epoll_pwait2, 99, &event, 0, &wide, BAD, 8));
  RAW(kcall(__NR_epoll_pwait2, fd, &event, 1, &wide, &mask, 8));
  // Only the descriptors that there can be are looked at, however many are named.
  say("sets at the end of a mapping\n");
  char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  NEED(munmap(page + 4096, 4096) == 0);
  for (int size = 16; size <= 64; size += 16) {
    say("%d bytes\n", size);
    RAW(kcall(SELECT, 1024, page + 4096 - size, 0, 0, &at_once_too));
    RAW(kcall(SELECT, 1000, page + 4096 - size, 0, 0, &at_once_too));
    RAW(kcall(SELECT, 8 * size, page + 4096 - size, 0, 0, &at_once_too));
    RAW(kcall(SELECT, 100, page + 4096 - size, 0, 0, &at_once_too));
    RAW(kcall(SELECT, 33, page + 4096 - size / 2, 0, 0, &at_once_too));
  }
  return guest_status();
}
