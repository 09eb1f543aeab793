// guest: abi=x86_64 cflags=-O1
// zmm0 to zmm31 and the mask registers keep their contents across bare calls and signals, where the processor has them.
#include "guest.h"

static volatile int seen;
static void spoil(int number) {
  __asm__ volatile("vpternlogd $255, %%zmm0, %%zmm0, %%zmm0\n vpternlogd $255, %%zmm17, %%zmm17, %%zmm17\n"
                   "vpternlogd $255, %%zmm31, %%zmm31, %%zmm31\n kxnorw %%k1, %%k1, %%k1\n kxnorw %%k7, %%k7, %%k7"
                   ::: "memory");
  seen++;
}

#define EACH(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) \
  X(19) X(20) X(21) X(22) X(23) X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31)
#define LOAD(n) "vmovdqu64 " #n "*64(%[in]), %%zmm" #n "\n"
#define STORE(n) "vmovdqu64 %%zmm" #n ", " #n "*64(%[out])\n"
#define MASKS(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define LOAD_MASK(n) "kmovw " #n "*2(%[mask]), %%k" #n "\n"
#define STORE_MASK(n) "kmovw %%k" #n ", 16+" #n "*2(%[mask])\n"

__attribute__((target("avx512f"))) static int across(long number, long a, long b) {
  static unsigned char in[32 * 64], out[32 * 64];
  static unsigned short mask[16];
  for (int i = 0; i < sizeof in; i++) in[i] = i * 7 + number;
  for (int i = 0; i < 8; i++) mask[i] = 0x1357 * (i + 1), mask[8 + i] = 0;
  long result;
  register long in_di __asm__("rdi") = a;
  register long in_si __asm__("rsi") = b;
  __asm__ volatile(EACH(LOAD) MASKS(LOAD_MASK) "syscall\n" EACH(STORE) MASKS(STORE_MASK) "vzeroupper\n"
                   : "=a"(result)
                   : "a"(number), "r"(in_di), "r"(in_si), [in] "r"(in), [out] "r"(out), [mask] "r"(mask)
                   : "rcx", "r11", "memory");
  return memcmp(in, out, sizeof in) != 0 || memcmp(mask, mask + 8, 16) != 0;
}

int main(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx512f")) {
    say("no such registers\n");
    return 0;
  }
  on_signal(SIGUSR1, (void *)spoil, 0);
  int bad = 0;
  for (int i = 0; i < 300; i++) {
    bad += across(__NR_getppid, 0, 0);
    bad += across(__NR_kill, getpid(), SIGUSR1);
    bad += across(__NR_rt_sigpending, (long)&(char[8]){}, 8);
  }
  SHOW(bad);
  SHOW(seen);
  return guest_status();
}
