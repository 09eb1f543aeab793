// guest: timeout=30
// Restartable sequences: one that a signal interrupts goes on at its abort address, and the handler is told that address; one
// that is not interrupted runs to its end; the processor's number is kept up to date.
#include "guest.h"
#include <stddef.h>
#include <sys/rseq.h>
#include <ucontext.h>

static struct rseq *mine(void) { return (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset); }
static uintptr_t told;
extern char stretch_start[], stretch_end[], stretch_abort[];
struct section { uint32_t version, flags; uint64_t start, length, abort; } __attribute__((aligned(32)));
static struct section section;

static void handler(int number, siginfo_t *info, void *context) {
  ucontext_t *u = context;
#ifdef __x86_64__
  told = u->uc_mcontext.gregs[REG_RIP];
#else
  told = u->uc_mcontext.gregs[REG_EIP];
#endif
}

// Runs through the stretch, spinning `rounds` times in it, or stops it by a fault; 1: came to its end, 2: was aborted.
static __attribute__((noinline)) int run(long rounds, int fault) {
  int result;
  __asm__ volatile(
      ".globl stretch_start\n .globl stretch_end\n .globl stretch_abort\n"
      "stretch_start:\n"
      "  test %2, %2\n jz 1f\n ud2\n"
      "1: dec %1\n jnz 1b\n"
      "stretch_end:\n"
      "  mov $1, %0\n jmp 2f\n"
      "  .byte 0x0f, 0xb9, 0x3d\n .long 0x53053053\n"
      "stretch_abort:\n"
      "  mov $2, %0\n"
      "2:\n"
      : "=&r"(result), "+&r"(rounds)
      : "r"(fault)
      : "memory", "cc");
  return result;
}
static int armed(long rounds, int fault) {
  mine()->rseq_cs = (uintptr_t)&section;
  return run(rounds, fault);
}

int main(void) {
  CHECK(__rseq_size > 0);
  SHOW(mine()->cpu_id < 4096);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  sched_setaffinity(0, sizeof one, &one);
  SHOW(mine()->cpu_id);
  SHOW(mine()->cpu_id_start);
  section = (struct section){.start = (uintptr_t)stretch_start, .length = stretch_end - stretch_start, .abort = (uintptr_t)stretch_abort};
  on_signal(SIGILL, (void *)handler, SA_SIGINFO);
  on_signal(SIGALRM, (void *)handler, SA_SIGINFO);
  for (int i = 0; i < 3; i++) {
    told = 0;
    SHOW(armed(1, 1));
    CHECK(told == (uintptr_t)stretch_abort);
    SHOW((long)mine()->rseq_cs);
  }
  int ends = 0;
  for (int i = 0; i < 1000; i++) ends += armed(1, 0) == 1;
  CHECK(ends > 900);
  // Long enough that an alarm interrupts it.
  struct itimerval soon = {.it_value.tv_usec = 20000};
  told = 0;
  setitimer(ITIMER_REAL, &soon, NULL);
  int aborted = 0;
  for (int i = 0; i < 1000 && !told; i++) aborted += armed(10000000, 0) == 2;
  CHECK(aborted > 0);
  // A child has the registration too, a thread its own.
  IN_CHILD("child", say("%d\n", armed(1, 1)));
  return guest_status();
}
