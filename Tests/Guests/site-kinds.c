// guest: cflags=-O2 timeout=40
// Raw int $0x80 in every surrounding: jumped to, jumped behind, straddling cache lines and pages, unknown numbers, two in a
// row, no room behind, and in each the same results in every round.
#include "guest.h"

#define SITE(name, code) \
  __attribute__((naked, noinline)) static long name(long number, long a) { \
    __asm__("push %ebx\n mov 8(%esp), %eax\n mov 12(%esp), %ebx\n" code "\n pop %ebx\n ret\n"); \
  }

SITE(plain, "int $0x80\n {disp8} lea 0(%ebx), %ebx\n")
SITE(compared, "int $0x80\n cmp $0xfffff001, %eax\n jae 1f\n 1:\n")
SITE(pop_behind, "int $0x80\n")
SITE(twice, "mov %eax, %ecx\n int $0x80\n int $0x80\n")
SITE(branch_behind, "int $0x80\n jmp 1f\n nop\n nop\n 1:\n")
SITE(far_branch_behind, "jmp 2f\n 1: neg %eax\n pop %ebx\n ret\n .skip 300, 0xf4\n 2: int $0x80\n jmp 1b\n")
SITE(far_taken_behind, "jmp 2f\n 1: neg %eax\n pop %ebx\n ret\n .skip 300, 0xf4\n 2: cmp $100, %eax\n int $0x80\n jb 1b\n")
SITE(call_behind, "jmp 2f\n 1: neg %eax\n add (%esp), %eax\n ret\n 2: int $0x80\n call 1b\n 3: call 4f\n 4: pop %ecx\n lea 3b-4b(%ecx), %edx\n sub %edx, %eax\n")
// Every second call goes to the branch that a patch would cover.
SITE(branch_is_target, "jmp 0f\n 3: pop %ebx\n ret\n .skip 300, 0xf4\n 0: test $1, %ebx\n jz 1f\n mov $-1, %eax\n jmp 2f\n 1: int $0x80\n 2: jnz 3b\n neg %eax\n")
SITE(target, "jmp 1f\n nop\n 1: int $0x80\n add $0x10, %ebx\n")
// Every second call goes to the instruction behind the site, which the jump of a patch would cover.
SITE(behind_is_target, "test $1, %ebx\n jz 1f\n mov $-1, %eax\n jmp 2f\n 1: int $0x80\n 2: lea 7(%eax), %eax\n")
SITE(moved_before, "mov $20, %eax\n int $0x80\n sub $1, %ebx\n")
SITE(stack_relative, "int $0x80\n mov %eax, -64(%esp)\n mov -64(%esp), %eax\n")
SITE(line, ".balign 64\n .skip 63, 0x90\n int $0x80\n add $1, %ebx\n")
SITE(line_late, ".balign 64\n .skip 60, 0x90\n int $0x80\n add $1, %ebx\n")
SITE(page, ".balign 4096\n .skip 4095, 0x90\n int $0x80\n add $1, %ebx\n")
SITE(page_late, ".balign 4096\n .skip 4093, 0x90\n int $0x80\n add $1, %ebx\n")

int main(void) {
  long pid = getpid(), bad = 0;
  for (int i = 0; i < 200; i++) {
    bad += plain(__NR_getpid, 0) != pid;
    bad += plain(9999 + i, 0) != -ENOSYS;
    bad += compared(__NR_getpid, 0) != pid;
    bad += pop_behind(__NR_getpid, 0) != pid;
    bad += twice(__NR_close, 1000000) == 0;
    bad += branch_behind(__NR_getpid, 0) != pid;
    bad += far_branch_behind(__NR_getpid, 0) != -pid;
    bad += far_taken_behind(__NR_getpid, 0) != -pid || far_taken_behind(9999, 0) != -ENOSYS;
    bad += call_behind(__NR_getpid, 0) != -pid;
    bad += branch_is_target(__NR_getpid, i) != (i & 1 ? -1 : -pid);
    bad += target(__NR_getpid, 0) != pid;
    bad += behind_is_target(__NR_getpid, i) != (i & 1 ? 6 : pid + 7);
    bad += moved_before(0, 0) != pid;
    bad += stack_relative(__NR_getpid, 0) != pid;
    bad += line(__NR_getpid, 0) != pid;
    bad += line_late(__NR_getpid, 0) != pid;
    bad += page(__NR_getpid, 0) != pid;
    bad += page_late(__NR_getpid, 0) != pid;
  }
  SHOW(bad);
  return guest_status();
}
