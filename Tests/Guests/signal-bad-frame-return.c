// sigreturn with a frame that cannot be read, or with bad segments, is SIGSEGV.
#include "guest.h"

static void handler(int number, struct sigcontext c) {
  c.cs = 0x10;
  __asm__ volatile("" ::"m"(c));
}
static void other(int number, struct sigcontext c) {
  c.gs = 0;
  c.es = 0;
  __asm__ volatile("" ::"m"(c));
}

int main(void) {
  IN_CHILD("unreadable", __asm__ volatile("mov $0x1000, %%esp; int $0x80" ::"a"(__NR_rt_sigreturn)));
  IN_CHILD("kernel cs", on_signal(SIGUSR1, (void *)handler, 0); raise(SIGUSR1); say("back\n"));
  IN_CHILD("null es", on_signal(SIGUSR1, (void *)other, 0); int pid = getpid(); uint32_t es;
           __asm__ volatile("int $0x80; mov %%es, %0; push %%ds; pop %%es" : "=&r"(es) : "a"(__NR_kill), "b"(pid), "c"(SIGUSR1) : "memory");
           _exit(es & 0xffff));
  return guest_status();
}
