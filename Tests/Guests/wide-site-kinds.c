// guest: abi=x86_64 cflags=-O2 timeout=60
// `syscall` in every surrounding of 64-bit code: jumped to, jumped behind, straddling cache lines and pages, short instructions
// behind it, wild numbers, two in a row, live data in the red zone; in each the same results in every round.
#include "guest.h"

#define SITE(name, code) \
  __attribute__((naked, noinline)) static long name(long number, long a) { \
    __asm__("mov %rdi, %rax\n mov %rsi, %rdi\n" code "\n ret\n"); \
  }

SITE(plain, "syscall\n {disp8} lea 0(%rdi), %rdi\n")
SITE(compared, "syscall\n cmp $-4095, %rax\n jae 1f\n 1:\n")
SITE(tested, "syscall\n test %rax, %rax\n js 1f\n 1:\n")
SITE(return_behind, "syscall\n ret\n .byte 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0\n nop\n")
SITE(return_and_code, "syscall\n")
SITE(push_behind, "pop %rdx\n syscall\n push %rdx\n cmp $-4095, %eax\n")
SITE(two_bytes_behind, "syscall\n mov %eax, %edx\n neg %edx\n mov %rax, %rcx\n")
SITE(three_behind, "syscall\n cld\n clc\n cmc\n nop\n")
SITE(short_branch_behind, "syscall\n test %eax, %eax\n js 1f\n 1: nop\n")
SITE(twice, "mov $39, %eax\n syscall\n syscall\n")
SITE(branch_behind, "syscall\n jmp 1f\n nop\n nop\n 1:\n")
SITE(branch_and_padding, "syscall\n jmp 1f\n nopl 0x11111111(%rax,%rax)\n nop\n 1:\n")
SITE(branch_and_code, "jmp 2f\n 1: neg %rax\n ret\n 2: syscall\n jmp 1b\n")
SITE(far_branch_behind, "jmp 2f\n 1: neg %rax\n ret\n .skip 300, 0xf4\n 2: syscall\n jmp 1b\n")
SITE(taken_behind, "jmp 2f\n 1: neg %rax\n ret\n 2: syscall\n test %eax, %eax\n jg 1b\n ret\n")
SITE(far_taken_behind, "jmp 2f\n 1: neg %rax\n ret\n .skip 300, 0xf4\n 2: syscall\n test %eax, %eax\n jg 1b\n ret\n")
SITE(loop_behind, "syscall\n mov %edi, %ecx\n loop 1f\n ret\n 1: add %rcx, %rax\n")
SITE(zero_count_behind, "syscall\n xor %ecx, %ecx\n jrcxz 1f\n ret\n 1: neg %rax\n")
SITE(call_behind, "jmp 2f\n 1: neg %rax\n add (%rsp), %rax\n ret\n 2: syscall\n call 1b\n 3: lea 3b(%rip), %rdx\n sub %rdx, %rax\n")
SITE(late_call_behind, "jmp 2f\n 1: neg %rcx\n add (%rsp), %rcx\n ret\n 2: syscall\n mov %eax, %ecx\n call 1b\n 3: lea 3b(%rip), %rax\n sub %rcx, %rax\n")
// Every second call goes to the branch that a patch would cover.
SITE(branch_is_target, "cmp $0, %edi\n test $1, %edi\n jz 1f\n mov $-1, %rax\n test %eax, %eax\n jmp 2f\n 1: syscall\n test %eax, %eax\n 2: js 3f\n neg %rax\n 3:\n")
SITE(relative_behind, "syscall\n lea 1f(%rip), %rdx\n 1:\n")
__asm__(".data\n .balign 8\n known: .quad 77\n .text\n");
SITE(operand_behind, "syscall\n add known(%rip), %rax\n")
SITE(stored_behind, "syscall\n movq $55, known(%rip)\n mov known(%rip), %rdx\n movq $77, known(%rip)\n cmp $55, %rdx\n je 1f\n xor %eax, %eax\n 1:\n")
SITE(target, "jmp 1f\n nop\n 1: syscall\n add $0x10, %rdi\n")
// Every second call goes to an instruction behind the site, which the jump of a patch would cover.
SITE(behind_is_target, "test $1, %edi\n jz 1f\n mov $-1, %rax\n jmp 2f\n 1: syscall\n 2: lea 7(%rax), %rax\n")
SITE(third_is_target, "test $1, %edi\n jz 1f\n mov $-1, %rax\n jmp 2f\n 1: syscall\n mov %eax, %edx\n 2: lea 7(%rax), %rax\n")
SITE(late_is_target, "test $1, %edi\n jz 1f\n mov $-1, %rax\n jmp 2f\n 1: syscall\n cld\n 2: lea 7(%rax), %rax\n")
SITE(moved_before, "mov $39, %eax\n syscall\n sub $1, %rdi\n")
SITE(line, ".balign 64\n .skip 63, 0x90\n syscall\n add $1, %rdi\n")
SITE(line_late, ".balign 64\n .skip 60, 0x90\n syscall\n add $1, %rdi\n")
SITE(page, ".balign 4096\n .skip 4095, 0x90\n syscall\n add $1, %rdi\n")
SITE(page_late, ".balign 4096\n .skip 4093, 0x90\n syscall\n add $1, %rdi\n")
SITE(red_zone,
     "movq $11, -8(%rsp)\n movq $22, -64(%rsp)\n movq $33, -128(%rsp)\n syscall\n mov -8(%rsp), %rdx\n add -64(%rsp), %rdx\n"
     "add -128(%rsp), %rdx\n lea (%rax,%rdx), %rax\n")
// No stack at all while the call is made.
SITE(no_stack, "mov %rsp, %rdx\n xor %esp, %esp\n syscall\n mov %rdx, %rsp\n")

int main(void) {
  long pid = getpid(), bad[36] = {0};
  for (int i = 0; i < 200; i++) {
    long *b = bad;
    *b++ += plain(__NR_getpid, 0) != pid;
    *b++ += plain(9999 + i, 0) != -ENOSYS;
    *b++ += compared(__NR_getpid, 0) != pid;
    *b++ += tested(__NR_getpid, 0) != pid;
    *b++ += return_behind(__NR_getpid, 0) != pid;
    *b++ += return_and_code(__NR_getpid, 0) != pid;
    *b++ += push_behind(__NR_getpid, 0) != pid;
    *b++ += two_bytes_behind(__NR_getpid, 0) != pid;
    *b++ += three_behind(__NR_getpid, 0) != pid;
    *b++ += short_branch_behind(__NR_getpid, 0) != pid;
    *b++ += twice(0, 1000000) == pid;
    *b++ += branch_behind(__NR_getpid, 0) != pid;
    *b++ += branch_and_padding(__NR_getpid, 0) != pid;
    *b++ += branch_and_code(__NR_getpid, 0) != -pid;
    *b++ += far_branch_behind(__NR_getpid, 0) != -pid;
    *b++ += taken_behind(__NR_getpid, 0) != -pid || taken_behind(__NR_close, -1) != -EBADF;
    *b++ += far_taken_behind(__NR_getpid, 0) != -pid || far_taken_behind(__NR_close, -1) != -EBADF;
    *b++ += loop_behind(__NR_getpid, 3) != pid + 2 || loop_behind(__NR_getpid, 1) != pid;
    *b++ += zero_count_behind(__NR_getpid, 0) != -pid;
    *b++ += call_behind(__NR_getpid, 0) != -pid;
    *b++ += late_call_behind(__NR_getpid, 0) != pid;
    *b++ += branch_is_target(__NR_getpid, i) != (i & 1 ? -1 : -pid);
    *b++ += relative_behind(__NR_getpid, 0) != pid;
    *b++ += operand_behind(__NR_getpid, 0) != pid + 77;
    *b++ += stored_behind(__NR_getpid, 0) != pid;
    *b++ += target(__NR_getpid, 0) != pid;
    *b++ += behind_is_target(__NR_getpid, i) != (i & 1 ? 6 : pid + 7);
    *b++ += third_is_target(__NR_getpid, i) != (i & 1 ? 6 : pid + 7);
    *b++ += late_is_target(__NR_getpid, i) != (i & 1 ? 6 : pid + 7);
    *b++ += moved_before(0, 0) != pid;
    *b++ += line(__NR_getpid, 0) != pid;
    *b++ += line_late(__NR_getpid, 0) != pid;
    *b++ += page(__NR_getpid, 0) != pid;
    *b++ += page_late(__NR_getpid, 0) != pid;
    *b++ += red_zone(__NR_getpid, 0) != pid + 66 || red_zone(__NR_close, -1) != -EBADF + 66 || red_zone(__NR_access, 1) != -EFAULT + 66;
    *b++ += no_stack(__NR_getpid, 0) != pid || no_stack(__NR_brk, 0) <= 0;
  }
  for (int i = 0; i < 36; i++) say("%d: %ld\n", i, bad[i]);
  return guest_status();
}
