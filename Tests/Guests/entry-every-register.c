// call *%gs:0x10: every register but eax is as before, unknown numbers are ENOSYS, the stack is untouched.
#include "guest.h"

struct state { uint32_t eax, ebx, ecx, edx, esi, edi, ebp; };

__attribute__((naked, noinline)) static void call(struct state *s) {
  __asm__(
      "push %ebx\n push %esi\n push %edi\n push %ebp\n"
      "mov 20(%esp), %eax\n push %eax\n push $0x12345678\n"
      "mov 4(%eax), %ebx\n mov 8(%eax), %ecx\n mov 12(%eax), %edx\n mov 16(%eax), %esi\n"
      "mov 20(%eax), %edi\n mov 24(%eax), %ebp\n mov (%eax), %eax\n"
      "call *%gs:0x10\n"
      "push %eax\n mov 8(%esp), %eax\n"
      "mov %ebx, 4(%eax)\n mov %ecx, 8(%eax)\n mov %edx, 12(%eax)\n mov %esi, 16(%eax)\n mov %edi, 20(%eax)\n mov %ebp, 24(%eax)\n"
      "pop (%eax)\n pop %ecx\n cmp $0x12345678, %ecx\n je 1f\n ud2\n1: pop %eax\n"
      "pop %ebp\n pop %edi\n pop %esi\n pop %ebx\n ret\n");
}

static void try_call(const char *what, struct state s) {
  struct state before = s;
  call(&s);
  say("%s: %d changed %d\n", what, s.eax > 0xfffff000 ? (int)s.eax : 0, memcmp(&s.ebx, &before.ebx, 24) != 0);
}

int main(void) {
  try_call("getpid", (struct state){__NR_getpid, 1, 2, 3, 4, 5, 6});
  try_call("large values", (struct state){__NR_getuid32, 0xffffffff, 0x80000000, 0xdeadbeef, 0xf0000000, 0xfffffffe, 0xffffffff});
  try_call("unknown", (struct state){4000, 1, 2, 3, 4, 5, 6});
  try_call("negative", (struct state){0xffffffff, 1, 2, 3, 4, 5, 6});
  try_call("EFAULT", (struct state){__NR_write, 1, 16, 3, 4, 5, 6});
  int fd = open64("file", O_RDWR | O_CREAT, 0600);
  ftruncate64(fd, 0x10000);
  pwrite64(fd, "sixth", 5, 0x7000);
  struct state m = {__NR_mmap2, 0x10000000, 0x1000, PROT_READ, MAP_PRIVATE | MAP_FIXED, (uint32_t)fd, 7};
  call(&m);
  say("%s\n", m.eax == 0x10000000 ? (char *)m.eax : "?");
  for (int i = 0; i < 100000; i++)
    if (kcall(__NR_getppid) != int80(__NR_getppid) && i > 100000) say("FAIL: getppid\n");
    else if (i == 200) break;
  return guest_status();
}
