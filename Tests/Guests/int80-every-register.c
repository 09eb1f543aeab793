// int $0x80: every register but eax, and the flags, are as before; all six arguments arrive.
#include "guest.h"

struct state { uint32_t eax, ebx, ecx, edx, esi, edi, ebp, flags; };

// Loads six registers and the flags, makes the call, and stores them again.
__attribute__((naked, noinline)) static void call(struct state *s) {
  __asm__(
      "push %ebx\n push %esi\n push %edi\n push %ebp\n"
      "mov 20(%esp), %eax\n push %eax\n"
      "push 28(%eax)\n mov 4(%eax), %ebx\n mov 8(%eax), %ecx\n mov 12(%eax), %edx\n mov 16(%eax), %esi\n"
      "mov 20(%eax), %edi\n mov 24(%eax), %ebp\n mov (%eax), %eax\n popf\n"
      "int $0x80\n"
      "pushf\n push %eax\n mov 8(%esp), %eax\n"
      "mov %ebx, 4(%eax)\n mov %ecx, 8(%eax)\n mov %edx, 12(%eax)\n mov %esi, 16(%eax)\n mov %edi, 20(%eax)\n mov %ebp, 24(%eax)\n"
      "pop (%eax)\n pop 28(%eax)\n pop %eax\n"
      "push $0x202\n popf\n pop %ebp\n pop %edi\n pop %esi\n pop %ebx\n ret\n");
}

static void try_call(const char *what, struct state s) {
  struct state before = s;
  call(&s);
  say("%s: %d changed %d flags %x -> %x\n", what, s.eax > 0xfffff000 ? (int)s.eax : 0, memcmp(&s.ebx, &before.ebx, 24) != 0, before.flags, s.flags);
}

int main(void) {
  try_call("getpid", (struct state){__NR_getpid, 1, 2, 3, 4, 5, 6, 0x202});
  try_call("flags set", (struct state){__NR_getpid, 0x80000001, 0xffffffff, 3, 4, 5, 6, 0xad7});
  try_call("direction", (struct state){__NR_getuid, 1, 2, 3, 4, 5, 6, 0x602});
  try_call("alignment check", (struct state){__NR_getuid, 1, 2, 3, 4, 5, 6, 0x40202});
  try_call("id", (struct state){__NR_getuid, 1, 2, 3, 4, 5, 6, 0x200202});
  try_call("unknown", (struct state){4000, 1, 2, 3, 4, 5, 6, 0x246});
  try_call("negative", (struct state){0xffffffff, 1, 2, 3, 4, 5, 6, 0x246});
  try_call("high bits", (struct state){0x40000014, 1, 2, 3, 4, 5, 6, 0x246});
  try_call("hole", (struct state){17, 1, 2, 3, 4, 5, 6, 0x246});
  // mmap2 has six arguments, the last is the file's page.
  int fd = open64("file", O_RDWR | O_CREAT, 0600);
  ftruncate64(fd, 0x10000);
  pwrite64(fd, "sixth", 5, 0x7000);
  struct state m = {__NR_mmap2, 0x10000000, 0x1000, PROT_READ, MAP_PRIVATE | MAP_FIXED, (uint32_t)fd, 7, 0x202};
  call(&m);
  say("%s\n", m.eax == 0x10000000 ? (char *)m.eax : "?");
  return guest_status();
}
