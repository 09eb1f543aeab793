// guest: abi=x86_64 cflags=-O2 timeout=40 page-zero=yes intercept=patch
// `syscall` with a known number and nothing behind it that can be moved, which --page-zero turns into a call of its number
// where the red zone is not in use: same results in every round, whatever is in the red zone; and page zero goes on to fault
// where nobody may tell the difference.
#include "guest.h"
#include <setjmp.h>

#define SITE(name, code) \
  __attribute__((naked, noinline)) static long name(long a) { __asm__(code "\n ret\n"); }

SITE(plain, "mov $39, %eax\n syscall\n test %eax, %eax\n js 1f\n js 1f\n 1:\n")
SITE(failing, "mov $3, %eax\n syscall\n loopne 1f\n loope 1f\n 1:\n")
SITE(pointer, "movq $77, -8(%rsp)\n lea -8(%rsp), %rdi\n mov $228, %eax\n mov $-5000, %edi\n lea -8(%rsp), %rsi\n syscall\n loopne 1f\n loope 1f\n 1: add -8(%rsp), %rax\n")
SITE(read_behind, "movq $77, -8(%rsp)\n mov $39, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: add -8(%rsp), %rax\n")
SITE(read_by_register, "movq $77, -8(%rsp)\n lea -8(%rsp), %rdx\n mov $39, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: add (%rdx), %rax\n")
SITE(read_late, "movq $77, -8(%rsp)\n mov $39, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: test %eax, %eax\n jg 2f\n ret\n 2: mov %eax, %edx\n add -8(%rsp), %rax\n")
SITE(read_after_pop, "push %rax\n movq $77, -8(%rsp)\n mov $39, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: pop %rdx\n push %rax\n pop %rdx\n add -16(%rsp), %rax\n")
SITE(deeper, "movq $77, -16(%rsp)\n mov $39, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: push %rdx\n add -8(%rsp), %rax\n pop %rdx\n")
SITE(overwritten, "push %rbx\n mov $39, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: mov (%rsp), %rdx\n pop %rbx\n add $0, %rsp\n")
SITE(no_stack, "mov %rsp, %rdx\n xor %esp, %esp\n mov $39, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: mov %rdx, %rsp\n")
SITE(twice, "mov $39, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: mov %eax, %edx\n mov $110, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: add %rdx, %rax\n")
SITE(target, "mov $110, %eax\n test $1, %edi\n jnz 1f\n mov $39, %eax\n 1: syscall\n jrcxz 1f\n jrcxz 1f\n 1:\n")
// The jump cannot be seen.
SITE(through_register, "mov $5000000000, %rax\n test $1, %edi\n lea 2f(%rip), %rdx\n jnz 1f\n mov $39, %eax\n 2: syscall\n jrcxz 3f\n jrcxz 3f\n 3: ret\n 1: jmp *%rdx\n")
SITE(to_nowhere, "mov $0x1234567890123456, %rax\n test $1, %edi\n lea 2f(%rip), %rdx\n jnz 1f\n mov $39, %eax\n 2: syscall\n jrcxz 3f\n jrcxz 3f\n 3: ret\n 1: jmp *%rdx\n")
SITE(to_zero, "xor %eax, %eax\n mov %rdi, %r10\n and $1, %r10d\n test %r10, %r10\n lea 2f(%rip), %rdx\n jnz 1f\n mov $39, %eax\n 2: syscall\n jrcxz 3f\n jrcxz 3f\n 3: ret\n 1: mov $-1, %rdi\n jmp *%rdx\n")

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
  long pid = getpid(), parent = getppid(), bad[15] = {0};
  for (int i = 0; i < 100; i++) {
    long *b = bad;
    *b++ += plain(0) != pid;
    *b++ += failing(-1) != -EBADF;
    *b++ += pointer(0) != -EINVAL + 77;
    *b++ += read_behind(0) != pid + 77;
    *b++ += read_by_register(0) != pid + 77;
    *b++ += read_late(0) != pid + 77;
    *b++ += read_after_pop(0) != pid + 77;
    *b++ += deeper(0) != pid + 77;
    *b++ += overwritten(0) != pid;
    *b++ += no_stack(0) != pid;
    *b++ += twice(0) != pid + parent;
    *b++ += target(i & 1) != (i & 1 ? parent : pid);
    *b++ += through_register(i > 50 && i & 1) != (i > 50 && i & 1 ? -ENOSYS : pid);
    *b++ += to_nowhere(i > 50 && i & 1) != (i > 50 && i & 1 ? -ENOSYS : pid);
    *b++ += to_zero(i > 50 && i & 1) != (i > 50 && i & 1 ? -EBADF : pid);
  }
  long sum = 0;
  for (int i = 0; i < 15; i++) {
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
