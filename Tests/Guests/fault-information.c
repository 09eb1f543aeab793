// Synchronous faults: signal, si_code, si_addr, trap number and error code in the frame.
// guest: cflags=-O0
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

static sigjmp_buf back;
static volatile uintptr_t expected_eip;
static char *page;
static void handler(int number, siginfo_t *info, void *context) {
  ucontext_t *u = (ucontext_t *)context;
  uintptr_t address = (uintptr_t)info->si_addr, eip = u->uc_mcontext.gregs[REG_EIP];
  say("SIG%s code %d trap %d error %x", sigabbrev_np(number), info->si_code, u->uc_mcontext.gregs[REG_TRAPNO], u->uc_mcontext.gregs[REG_ERR]);
  if (address >= (uintptr_t)page && address < (uintptr_t)page + 8192) say(" address page+%x", (unsigned)(address - (uintptr_t)page));
  else if (address == eip) say(" address eip");
  else if (address - eip < 16) say(" address eip+%d", (int)(address - eip));
  else say(" address %lx", (long)address);
  // cr2 keeps an older address after other traps; show it only for page faults.
  if (u->uc_mcontext.gregs[REG_TRAPNO] == 14) say(" cr2 same %d", u->uc_mcontext.cr2 == (uintptr_t)info->si_addr);
  say("\n");
  siglongjmp(back, 1);
}

#define FAULT(what, ...)          \
  do {                            \
    say("%s: ", what);            \
    if (sigsetjmp(back, 1) == 0) { \
      __VA_ARGS__;                \
      say("no fault\n");          \
    }                             \
  } while (0)

int main(void) {
  int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
  for (int i = 0; i < 5; i++) on_signal(numbers[i], (void *)handler, SA_SIGINFO);
  page = (char *)mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(page + 4096, 4096);
  volatile int zero = 0, minimum = INT_MIN, minus = -1;
  FAULT("read NULL", (void)*(volatile int *)0);
  FAULT("write 16", *(volatile int *)16 = 1);
  FAULT("write read-only", *(volatile int *)(page + 8) = 1);
  FAULT("read unmapped", (void)*(volatile int *)(page + 4100));
  FAULT("read across", (void)*(volatile int *)(page + 4094));
  FAULT("execute page", ((void (*)(void))page)());
  FAULT("call NULL", ((void (*)(void))0)());
  FAULT("jump high", ((void (*)(void))0xfffffff0)());
  FAULT("read high", (void)*(volatile int *)0xffffe123);
  FAULT("divide", zero = 1 / zero);
  FAULT("overflow", minus = minimum / minus);
  FAULT("ud2", __asm__ volatile("ud2"));
  FAULT("int3", __asm__ volatile("int3"));
  FAULT("int 3 long", __asm__ volatile(".byte 0xcd, 3"));
  FAULT("into", __asm__ volatile("mov $0x7fffffff, %%eax; add $1, %%eax; into" ::: "eax"));
  FAULT("bound", int pair[2] = {1, 2}; __asm__ volatile("bound %0, (%1)" ::"r"(5), "r"(pair)));
  FAULT("hlt", __asm__ volatile("hlt"));
  FAULT("cli", __asm__ volatile("cli"));
  FAULT("in", __asm__ volatile("in $0x80, %%al" ::: "eax"));
  FAULT("int $0x40", __asm__ volatile("int $0x40"));
  FAULT("int $0xff", __asm__ volatile("int $0xff"));
  FAULT("int 1", __asm__ volatile(".byte 0xf1"));
  FAULT("privileged mov", __asm__ volatile("mov %%cr0, %%eax" ::: "eax"));
  FAULT("lock nop", __asm__ volatile(".byte 0xf0, 0x90"));
  FAULT("null selector", __asm__ volatile("mov %%eax, %%fs; mov %%fs:0, %%ecx" ::"a"(0) : "ecx"));
  FAULT("single step", __asm__ volatile("pushf; orl $0x100, (%esp); popf; nop; nop"));
  return guest_status();
}
