// get_robust_list tells the list of every thread that may be looked at: of the own process and of others.
#include "guest.h"
#include <pthread.h>

static uint32_t heads[2][3];
static volatile pid_t other;
static volatile bool over;
static void *work(void *unused) {
  kcall(__NR_set_robust_list, heads[1], 3 * sizeof(long));
  other = gettid();
  while (!over) usleep(1000);
  return NULL;
}

static void tell(const char *who, pid_t id, uint32_t *expected) {
  uint32_t head[2] = {1, 1}, size[2] = {0, 0};
  long result = kcall(__NR_get_robust_list, id, head, size);
  say("%s: %s, %s, size %u words\n", who, error_name(-result), head[0] == (uint32_t)(uintptr_t)expected ? "the list" : "another", size[0] / (uint32_t)sizeof(long));
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  while (!other) usleep(1000);
  RAW(kcall(__NR_set_robust_list, heads[0], 3 * sizeof(long)));
  pid_t first = gettid();
  tell("self", 0, heads[0]);
  tell("own id", first, heads[0]);
  tell("thread", other, heads[1]);
  IN_CHILD("child", {
    kcall(__NR_set_robust_list, 0, 3 * sizeof(long));
    tell("self", 0, NULL);
    tell("parent", first, heads[0]);
    tell("parent's thread", other, heads[1]);
    RAW(kcall(__NR_get_robust_list, first, 8, heads[1]));
    RAW(kcall(__NR_get_robust_list, first, heads[1], 8));
    CHECK(heads[1][0] == 3 * sizeof(long));
    if (geteuid() == 0) NEED(setresuid(1000, 1000, 1000) == 0);
    tell("parent, without the right", first, heads[0]);
  });
  tell("nobody", 4000000, NULL);
  over = true;
  pthread_join(thread, NULL);
  return guest_status();
}
