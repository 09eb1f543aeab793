// What a program reads in %fs and %gs it may put back, itself or by a signal's frame, as Wine does with its threads.
#include "guest.h"
#include <asm/ldt.h>
#include <sys/syscall.h>
#include <ucontext.h>

static uint32_t block[64];
static uint32_t at_18(void) {
  uint32_t value;
  __asm__ volatile("mov %%fs:0x18, %0" : "=r"(value));
  return value;
}
static uint32_t of_gs(void) {
  uint32_t value;
  __asm__ volatile("mov %%gs:0, %0" : "=r"(value));
  return value;
}

static volatile int way;
static void handler(int number, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  unsigned fs, gs;
  __asm__ volatile("mov %%fs, %0\n mov %%gs, %1" : "=r"(fs), "=r"(gs));
  if (way == 1) registers[REG_FS] = fs;
  if (way == 2) registers[REG_GS] = gs;
  if (way == 3) __asm__ volatile("mov %0, %%fs\n mov %1, %%gs" ::"r"(fs), "r"(gs));
  say("  in the handler: %x\n", at_18());
}

int main(void) {
  for (int i = 0; i < 64; i++) block[i] = 0x1000 + i;
  struct user_desc slot = {.entry_number = -1, .base_addr = (uintptr_t)block, .limit = 0xfffff, .seg_32bit = 1,
                           .limit_in_pages = 1, .useable = 1};
  NEED(kcall(__NR_set_thread_area, &slot) == 0);
  __asm__ volatile("mov %0, %%fs" ::"r"(slot.entry_number << 3 | 3));
  uint32_t own = of_gs();
  say("loaded: %x\n", at_18());
  for (int i = 0; i < 3; i++) {
    __asm__ volatile("mov %%fs, %%eax\n mov %%eax, %%fs\n mov %%gs, %%eax\n mov %%eax, %%gs" ::: "eax");
    if (i == 1) kcall(__NR_getppid);
    if (i == 2) kcall(__NR_clock_getres, 0, 0);
    say("put back: %x %d\n", at_18(), of_gs() == own);
  }
  on_signal(SIGUSR1, (void *)handler, SA_SIGINFO);
  for (way = 0; way < 4; way++) {
    raise(SIGUSR1);
    say("after a signal, way %d: %x %d\n", way, at_18(), of_gs() == own);
  }
  // A new base for the same slot is seen where the register is loaded again.
  slot.base_addr += 4;
  NEED(kcall(__NR_set_thread_area, &slot) == 0);
  __asm__ volatile("mov %0, %%fs" ::"r"(slot.entry_number << 3 | 3));
  say("another base: %x\n", at_18());
  raise(SIGUSR1);
  say("after a signal: %x\n", at_18());
  __asm__ volatile("mov %0, %%fs" ::"r"(0));
  return guest_status();
}
