// A signal that does not fit on the alternate stack, or on a bad stack, is a SIGSEGV that kills.
#include "guest.h"

static void handler(int number) { say("never\n"); }

int main(void) {
  IN_CHILD("bad stack pointer", {
    on_signal(SIGUSR1, (void *)handler, 0);
    int pid = getpid();
    __asm__ volatile("mov %%esp, %%edi; mov $0x1000, %%esp; int $0x80; mov %%edi, %%esp" ::"a"(__NR_kill), "b"(pid), "c"(SIGUSR1) : "edi", "memory");
  });
  IN_CHILD("handler of SIGSEGV without a stack", {
    on_signal(SIGSEGV, (void *)handler, 0);
    __asm__ volatile("mov $0x1000, %%esp; push %%eax" ::: "memory");
  });
  return guest_status();
}
