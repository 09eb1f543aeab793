// guest: cflags=-O2 timeout=40 page-zero=yes intercept=patch
// Raw int $0x80 with a known number and no room behind it for a jump, which --page-zero turns into a call of its number: same
// results, registers, flags and stack in every round, also where the stack is none; and page zero goes on to fault where
// nobody may tell the difference.
#include "guest.h"
#include <setjmp.h>

#define SITE(name, code) \
  __attribute__((naked, noinline)) static long name(long a) { \
    __asm__("push %ebx\n mov 8(%esp), %ebx\n" code "\n pop %ebx\n ret\n"); \
  }

SITE(plain, "mov $20, %eax\n int $0x80\n")
SITE(tested, "mov $20, %eax\n int $0x80\n test %eax, %eax\n js 1f\n 1:\n")
SITE(failing, "mov $6, %eax\n int $0x80\n")
SITE(unknown, "mov $500, %eax\n int $0x80\n")
SITE(too_high, "mov $4000, %eax\n int $0x80\n")
SITE(twice, "mov $20, %eax\n int $0x80\n mov %eax, %edx\n mov $20, %eax\n int $0x80\n nop\n cmp %eax, %edx\n je 1f\n xor %eax, %eax\n 1:\n")
SITE(no_stack, "mov %esp, %edx\n xor %esp, %esp\n mov $20, %eax\n int $0x80\n mov %edx, %esp\n")
SITE(low_stack, "mov %esp, %edx\n mov $8, %esp\n mov $20, %eax\n int $0x80\n mov %edx, %esp\n")
SITE(line, ".balign 64\n .skip 58, 0x90\n mov $20, %eax\n int $0x80\n")
SITE(page, ".balign 4096\n .skip 4090, 0x90\n mov $20, %eax\n int $0x80\n")
// Every second call comes with another number; then nobody may call it.
SITE(target, "mov $64, %eax\n test $1, %ebx\n jnz 1f\n mov $20, %eax\n 1: int $0x80\n nop\n")
SITE(through_register, "mov $0x80000000, %eax\n test $1, %ebx\n mov $2f, %edx\n jnz 1f\n mov $20, %eax\n 2: int $0x80\n pop %ebx\n ret\n 1: jmp *%edx\n")

struct state { uint32_t eax, ebx, ecx, edx, esi, edi, ebp, flags; };

__attribute__((naked, noinline)) static void call(struct state *s) {
  __asm__(
      "push %ebx\n push %esi\n push %edi\n push %ebp\n"
      "mov 20(%esp), %eax\n push %eax\n"
      "push 28(%eax)\n mov 4(%eax), %ebx\n mov 8(%eax), %ecx\n mov 12(%eax), %edx\n mov 16(%eax), %esi\n"
      "mov 20(%eax), %edi\n mov 24(%eax), %ebp\n popf\n"
      "mov $64, %eax\n int $0x80\n"
      "pushf\n push %eax\n mov 8(%esp), %eax\n"
      "mov %ebx, 4(%eax)\n mov %ecx, 8(%eax)\n mov %edx, 12(%eax)\n mov %esi, 16(%eax)\n mov %edi, 20(%eax)\n mov %ebp, 24(%eax)\n"
      "pop (%eax)\n pop 28(%eax)\n pop %eax\n"
      "push $0x202\n popf\n pop %ebp\n pop %edi\n pop %esi\n pop %ebx\n ret\n");
}

static sigjmp_buf back;
static void handler(int number, siginfo_t *info, void *context) {
  say("  signal %d, code %d, at %p\n", number, info->si_code, info->si_addr);
  siglongjmp(back, 1);
}
#define TRY(action)                              \
  do {                                           \
    say("%s\n", #action);                        \
    if (sigsetjmp(back, 1) == 0) { action; say("  nothing\n"); } \
  } while (0)

typedef void function(void);

static void stray(void) {
  volatile char *zero = (volatile char *)0;
  __asm__ volatile("" : "+r"(zero));
  TRY(*zero = 1);
  TRY(zero[500] = 1);
  TRY(((function *)zero)());
  TRY(((function *)(zero + 39))());
  TRY(((function *)(zero + 1024))());
  TRY(((function *)(zero + 4095))());
}

/// How many calls went wrong.
static long rounds(void) {
  long pid = getpid(), parent = getppid(), bad[14] = {0};
  for (int i = 0; i < 100; i++) {
    long *b = bad;
    *b++ += plain(0) != pid;
    *b++ += tested(0) != pid;
    *b++ += failing(-1) != -EBADF;
    *b++ += unknown(0) != -ENOSYS;
    *b++ += too_high(0) != -ENOSYS;
    *b++ += twice(0) != pid;
    *b++ += no_stack(0) != pid;
    *b++ += low_stack(0) != pid;
    *b++ += line(0) != pid;
    *b++ += page(0) != pid;
    *b++ += target(i & 1 ? 1 : 0) != (i & 1 ? parent : pid);
    *b++ += through_register(i > 50 && i & 1) != (i > 50 && i & 1 ? -ENOSYS : pid);
    static const uint32_t flags[] = {0x202, 0xad7, 0x602, 0x200202, 0x246, 0xa02, 0x203};
    for (int f = 0; f < 7; f++) {
      struct state s = {0, -1, 2, 3, 4, 5, 6, flags[f]}, before = s;
      call(&s);
      *b += s.eax != parent || s.flags != flags[f] || memcmp(&s.ebx, &before.ebx, 24);
    }
  }
  long sum = 0;
  for (int i = 0; i < 13; i++) {
    if (bad[i]) say("%d: %ld\n", i, bad[i]);
    sum += bad[i];
  }
  return sum;
}

int main(void) {
  static char stack[65536];
  stack_t s = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&s, NULL);
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO | SA_ONSTACK);
  SHOW(rounds());
  stray();
  // The program's own mapping there has precedence, and everything goes on. Not everybody may have one.
  long wrong = 0;
  if (mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == 0) {
    volatile char *zero = (volatile char *)0;
    __asm__ volatile("" : "+r"(zero));
    wrong += zero[0] != 0 || zero[39] != 0 || zero[576] != 0;
    zero[39] = 7;
    wrong += zero[39] != 7;
    wrong += rounds();
    munmap(0, 4096);
  }
  SHOW(wrong);
  stray();
  SHOW(rounds());
  return guest_status();
}
