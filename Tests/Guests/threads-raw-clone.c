// A thread by raw clone: tid words, CLONE_SETTLS with a descriptor, the wake at its end.
#include "guest.h"
#include <asm/ldt.h>
#include <linux/futex.h>

static char stack[65536] __attribute__((aligned(16)));
static volatile uint32_t value, selector;
static uint32_t area[64];
static volatile int parent_tid, child_tid = 1;

__attribute__((used)) static void thread_body(void) {
  uint32_t v, s;
  __asm__ volatile("mov %%gs:0, %0; mov %%gs, %1" : "=r"(v), "=r"(s));
  value = v, selector = s;
  int80(__NR_exit, 0);
}

int main(void) {
  struct user_desc d;
  uint32_t gs;
  __asm__ volatile("mov %%gs, %0" : "=r"(gs));
  memset(&d, 0, sizeof d);
  d.entry_number = gs >> 3, d.base_addr = (uintptr_t)area, d.limit = 0xfffff, d.seg_32bit = 1, d.limit_in_pages = 1, d.useable = 1;
  area[0] = 0xfeedbeef;
  uint32_t *top = (uint32_t *)(stack + sizeof stack - 64);
  top[0] = (uint32_t)(uintptr_t)thread_body;
  long tid;
  unsigned flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
  __asm__ volatile("int $0x80\n test %%eax, %%eax\n jnz 1f\n ret\n 1:"
                   : "=a"(tid) : "a"(__NR_clone), "b"(flags), "c"(top), "d"(&parent_tid), "S"(&d), "D"(&child_tid) : "memory");
  CHECK(tid > 0 && parent_tid == tid);
  int seen;
  while ((seen = child_tid) != 0) kcall(__NR_futex, &child_tid, FUTEX_WAIT, seen, 0);
  CHECK(value == 0xfeedbeef && selector == gs);
  CHECK(getpid() == kcall(__NR_getpid));
  long self = kcall(__NR_set_tid_address, &child_tid);
  CHECK(self == gettid());
  return guest_status();
}
