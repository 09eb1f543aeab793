// The upper halves of ymm registers survive a handler, where the processor has them.
// guest: abi=i386 cflags=-mavx
#include "guest.h"

static void handler(int number) { __asm__ volatile("vxorps %%ymm2, %%ymm2, %%ymm2; vzeroall" ::: "memory"); }

int main(void) {
  if (!__builtin_cpu_supports("avx")) {
    say("no avx\n");
    return 0;
  }
  uint32_t in[8] = {1, 2, 3, 4, 5, 6, 7, 8}, out[8] = {0};
  long r;
  on_signal(SIGUSR1, (void *)handler, 0);
  int pid = getpid();
  __asm__ volatile("vmovups %2, %%ymm2; int $0x80; vmovups %%ymm2, %1" : "=a"(r), "=m"(out) : "m"(in), "0"(__NR_kill), "b"(pid), "c"(SIGUSR1) : "memory");
  for (int i = 0; i < 8; i++) say("%u ", out[i]);
  say("\n");
  memset(out, 0, sizeof out);
  __asm__ volatile("vmovups %2, %%ymm2; call *%%gs:0x10; vmovups %%ymm2, %1" : "=a"(r), "=m"(out) : "m"(in), "0"(__NR_getppid) : "memory");
  for (int i = 0; i < 8; i++) say("%u ", out[i]);
  say("\n");
  return guest_status();
}
