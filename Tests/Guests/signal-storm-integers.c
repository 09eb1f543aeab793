// Timer signals during computation never disturb a register, a flag or the stack.
#include "guest.h"

static volatile int count;
static void handler(int number, struct sigcontext c) {
  count++;
  __asm__ volatile("mov $-1, %%eax; mov %%eax, %%ecx; mov %%eax, %%edx; std; cld; cmp %%eax, %%ecx" ::: "eax", "ecx", "edx", "cc");
}

int main(void) {
  struct itimerval t = {{0, 300}, {0, 300}};
  on_signal(SIGALRM, (void *)handler, 0);
  setitimer(ITIMER_REAL, &t, NULL);
  unsigned bad = 0;
  for (int round = 0; count < 300; round++) {
    uint32_t a = 1, b = 2, c = 3, d = 4, s = 5, e = 6;
    __asm__ volatile(
        "push %%ebp\n mov $77777, %%ebp\n mov $20000, %%ecx\n"
        "1: add $3, %%eax\n adc $5, %%ebx\n xor %%eax, %%edx\n rol $3, %%edx\n sub %%edx, %%esi\n sbb $1, %%edi\n"
        "push %%eax\n pop %%ebp\n cmp %%eax, %%ebp\n jne 2f\n dec %%ecx\n jnz 1b\n jmp 3f\n2: mov $999, %%ecx\n3: pop %%ebp\n"
        : "+a"(a), "+b"(b), "+c"(c), "+d"(d), "+S"(s), "+D"(e)::"memory", "cc");
    static uint32_t first[6];
    uint32_t now[6] = {a, b, c, d, s, e};
    if (round == 0) memcpy(first, now, sizeof now);
    bad += memcmp(first, now, sizeof now) != 0;
  }
  SHOW(bad);
  return guest_status();
}
