// %gs and %fs loaded with a thread area's selector by every instruction that can: mov from registers and memory in each
// addressing mode, pop, and lgs/lfs, which load a register too.
#include "guest.h"
#include <asm/ldt.h>

// The C library's own thread area: the first slot of a 64-bit kernel.
#define LIBRARY_SELECTOR 0x63

static struct area { uint32_t words[4]; } area = {{0x600d0001, 0x600d0002, 0x600d0003, 0x600d0004}};
static unsigned selector;

/// A page at a fixed address, for operands that are only a displacement.
#define PAGE 0x10000000
static struct far_pointer { uint32_t offset; uint16_t selector; } __attribute__((packed)) *page = (void *)PAGE;

// Loads with `instructions`, which find the selector in %eax, 256 bytes of room with the far pointer at 64 in %ecx and 3 in
// %edx, and may change %esi and %edi; reads the second word of the area through the register; restores %gs.
#define FORM(name, instructions)                                                                                     \
  do {                                                                                                               \
    uint32_t seen, a = selector, c = (uint32_t)room, d = 3, s = 0, t = 0;                                            \
    __asm__ volatile(instructions "\n mov %%" name ":4, %%eax\n mov %[library], %%ecx\n mov %%ecx, %%gs"          \
                     : "+a"(a), "+c"(c), "+d"(d), "+S"(s), "+D"(t)                                                   \
                     : [library] "i"(LIBRARY_SELECTOR)                                                               \
                     : "memory", "cc");                                                                              \
    seen = a;                                                                                                        \
    __asm__ volatile("mov %0, %%fs" ::"r"(0));                                                                       \
    say("%s: %x %x %x\n", #instructions, seen, s, t);                                                                \
  } while (0)

#define FORMS(seg)                                                                      \
  FORM(seg, "mov %%eax, %%" seg);                                                       \
  FORM(seg, "mov %%ax, %%" seg);                                                        \
  FORM(seg, "mov %%eax, %%esi; mov %%esi, %%" seg "; xor %%esi, %%esi");                \
  FORM(seg, "mov %%eax, %%edi; mov %%edi, %%" seg "; xor %%edi, %%edi");                \
  FORM(seg, "push %%ebx; mov %%eax, %%ebx; mov %%ebx, %%" seg "; pop %%ebx");           \
  FORM(seg, "push %%ebp; mov %%eax, %%ebp; mov %%ebp, %%" seg "; pop %%ebp");           \
  FORM(seg, "movw 68(%%ecx), %%" seg);                                                  \
  FORM(seg, "add $68, %%ecx; movw (%%ecx), %%" seg);                                    \
  FORM(seg, "movw 0x10000004, %%" seg);                                                 \
  FORM(seg, "sub $0x12345, %%ecx; movw 0x12345+68(%%ecx), %%" seg);                     \
  FORM(seg, "movw 68-3(%%ecx,%%edx), %%" seg);                                          \
  FORM(seg, "movw 68-12(%%ecx,%%edx,4), %%" seg);                                       \
  FORM(seg, "add $68-24, %%ecx; movw (%%ecx,%%edx,8), %%" seg);                         \
  FORM(seg, "sub $0x1000, %%ecx; movw 0x1000+68-6(%%ecx,%%edx,2), %%" seg);             \
  FORM(seg, "movw 0x10000004-12(,%%edx,4), %%" seg);                                    \
  FORM(seg, "push %%eax; movw (%%esp), %%" seg "; pop %%eax");                          \
  FORM(seg, "push %%eax; push %%edx; movw 4(%%esp), %%" seg "; pop %%edx; pop %%eax");  \
  FORM(seg, "push %%ebp; lea 68(%%ecx), %%ebp; movw 0(%%ebp), %%" seg "; pop %%ebp");   \
  FORM(seg, "push %%ebp; lea 68-3(%%ecx), %%ebp; movw (%%ebp,%%edx), %%" seg "; pop %%ebp"); \
  FORM(seg, "movw %%es:68(%%ecx), %%" seg);                                             \
  FORM(seg, "mov %%esp, %%esi; push %%eax; pop %%" seg "; sub %%esp, %%esi");           \
  FORM(seg, "mov %%esp, %%esi; pushw %%ax; popw %%" seg "; sub %%esp, %%esi");          \
  FORM(seg, "l" seg " 64(%%ecx), %%esi");                                               \
  FORM(seg, "l" seg " 0x10000000, %%edi");                                              \
  FORM(seg, "add $64-12, %%ecx; l" seg " (%%ecx,%%edx,4), %%edi");                      \
  FORM(seg, "mov $-1, %%esi; l" seg "w 66(%%ecx), %%si");                               \
  FORM(seg, "push %%ebx; l" seg " 64(%%ecx), %%ebx; mov %%ebx, %%edi; pop %%ebx");      \
  FORM(seg, "push %%ebp; l" seg " 64(%%ecx), %%ebp; mov %%ebp, %%edi; pop %%ebp")

int main(void) {
  struct user_desc d;
  memset(&d, 0, sizeof d);
  d.entry_number = -1, d.base_addr = (uintptr_t)&area, d.limit = 0xfffff, d.seg_32bit = 1, d.limit_in_pages = 1, d.useable = 1;
  RAW(kcall(__NR_set_thread_area, &d));
  selector = d.entry_number * 8 + 3;
  NEED(mmap(page, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == page);
  char room[256];
  *page = *(struct far_pointer *)(room + 64) = (struct far_pointer){0xcafe0042, selector};
  FORMS("gs");
  FORMS("fs");
  return guest_status();
}
