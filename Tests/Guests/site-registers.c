// A raw int $0x80 executed often: every register but eax, the flags and the stack are kept, and the code behind it runs.
#include "guest.h"

struct state { uint32_t eax, ebx, ecx, edx, esi, edi, ebp, flags; };

// The site stands alone in a loop: from the second round on it may be entered another way.
__attribute__((naked, noinline)) static void call(struct state *s) {
  __asm__(
      "push %ebx\n push %esi\n push %edi\n push %ebp\n"
      "mov 20(%esp), %eax\n push %eax\n"
      "push 28(%eax)\n mov 4(%eax), %ebx\n mov 8(%eax), %ecx\n mov 12(%eax), %edx\n mov 16(%eax), %esi\n"
      "mov 20(%eax), %edi\n mov 24(%eax), %ebp\n mov (%eax), %eax\n popf\n"
      "int $0x80\n"
      "lea 0x11111111(%edx), %edx\n"
      "pushf\n push %eax\n mov 8(%esp), %eax\n"
      "mov %ebx, 4(%eax)\n mov %ecx, 8(%eax)\n mov %edx, 12(%eax)\n mov %esi, 16(%eax)\n mov %edi, 20(%eax)\n mov %ebp, 24(%eax)\n"
      "pop (%eax)\n pop 28(%eax)\n pop %eax\n"
      "push $0x202\n popf\n pop %ebp\n pop %edi\n pop %esi\n pop %ebx\n ret\n");
}

int main(void) {
  static const uint32_t flags[] = {0x202, 0xad7, 0x602, 0x200202, 0x246, 0xa02, 0x203};
  static const uint32_t numbers[] = {__NR_getpid, __NR_getuid, 0xffffffff, 17, 4000, 0x40000014, 511, 512, __NR_fstat64};
  for (int round = 0; round < 50; round++)
    for (int n = 0; n < 9; n++)
      for (int f = 0; f < 7; f++) {
        struct state s = {numbers[n], (uint32_t)-1, 2, 3, 4, 5, 6, flags[f]}, before = s;
        call(&s);
        before.edx += 0x11111111;
        long expected = numbers[n] == __NR_getpid ? getpid() : numbers[n] == __NR_getuid ? (int)getuid() : numbers[n] == __NR_fstat64 ? -EBADF : -ENOSYS;
        if (s.eax != (uint32_t)expected || s.flags != before.flags || memcmp(&s.ebx, &before.ebx, 24)) {
          say("FAIL: round %d number %x flags %x: %x %x\n", round, numbers[n], flags[f], s.eax, s.flags);
          return 1;
        }
      }
  say("done\n");
  return guest_status();
}
