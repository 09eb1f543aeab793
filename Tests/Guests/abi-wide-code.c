// 64-bit code in a 32-bit program: its `syscall` is an x86-64 call, its `int $0x80` an i386 one, and a signal handler is
// called in the mode and with the frame of the call that installed it.
#include "guest.h"
#include <sys/syscall.h>

// Far entry: arguments in %ebx (a struct of words), runs one call and stores all registers.
struct registers {
  unsigned long long ax, bx, cx, dx, si, di, bp, r8, r9, r10, r11, r12, r13, r14, r15, back;
};
asm(".pushsection .text\n"
    ".code64\n"
    ".macro load_all\n"
    "  push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15; push %rbx\n"
    "  mov 0(%rbx), %rax; mov 16(%rbx), %rcx; mov 24(%rbx), %rdx; mov 32(%rbx), %rsi; mov 40(%rbx), %rdi\n"
    "  mov 48(%rbx), %rbp; mov 56(%rbx), %r8; mov 64(%rbx), %r9; mov 72(%rbx), %r10; mov 80(%rbx), %r11\n"
    "  mov 88(%rbx), %r12; mov 96(%rbx), %r13; mov 104(%rbx), %r14; mov 112(%rbx), %r15; mov 8(%rbx), %rbx\n"
    ".endm\n"
    ".macro store_all\n"
    "  xchg %rbx, (%rsp)\n"
    "  mov %rax, 0(%rbx); mov %rcx, 16(%rbx); mov %rdx, 24(%rbx); mov %rsi, 32(%rbx); mov %rdi, 40(%rbx)\n"
    "  mov %rbp, 48(%rbx); mov %r8, 56(%rbx); mov %r9, 64(%rbx); mov %r10, 72(%rbx); mov %r11, 80(%rbx)\n"
    "  mov %r12, 88(%rbx); mov %r13, 96(%rbx); mov %r14, 104(%rbx); mov %r15, 112(%rbx)\n"
    "  pop %rax; mov %rax, 8(%rbx)\n"
    "  pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n"
    "  lretl\n"
    ".endm\n"
    ".globl wide_syscall\nwide_syscall:\n"
    "  load_all\n"
    "  movq $0x1234567, -16(%rsp); movq $0x7654321, -120(%rsp)\n"
    "  syscall\n"
    "1:\n"
    "  cmpq $0x1234567, -16(%rsp); jne 2f; cmpq $0x7654321, -120(%rsp); je 3f\n"
    "2: ud2\n"
    "3: store_all\n"
    ".globl wide_interrupt\nwide_interrupt:\n"
    "  load_all\n"
    "  int $0x80\n"
    "  store_all\n"
    ".globl wide_back\nwide_back: .long 1b - wide_back\n"
    "wide_seen: .long seen_words - wide_seen\n"
    ".globl wide_handler\nwide_handler:\n"
    "  lea wide_seen(%rip), %rcx; movslq (%rcx), %r8; add %rcx, %r8\n"
    "  mov 0x90(%rdx), %eax; mov %eax, 0(%r8)\n"      // its %rax
    "  movzwl 0xb8(%rdx), %eax; mov %eax, 4(%r8)\n"    // its %cs
    "  mov %edi, 8(%r8)\n"
    "  mov (%rsi), %eax; mov %eax, 12(%r8)\n"
    "  mov 16(%rsi), %eax; mov %eax, 16(%r8)\n"        // si_pid
    "  mov %cs, %eax; mov %eax, 20(%r8)\n"
    "  incq 0x58(%rdx)\n"                              // its %r14
    "  ret\n"
    ".globl wide_restorer\nwide_restorer:\n"
    "  mov $15, %eax; syscall; ud2\n"
    ".code32\n"
    ".popsection");
extern char wide_syscall[], wide_interrupt[], wide_handler[], wide_restorer[];
extern int wide_back;
__attribute__((visibility("hidden"))) volatile unsigned seen_words[6];
#define seen_ax seen_words[0]
#define seen_cs seen_words[1]
#define seen_signal seen_words[2]
#define seen_information seen_words[3]
#define seen_sender seen_words[4]
#define seen_own_cs seen_words[5]

static void enter(void *code, struct registers *r) {
  struct { unsigned offset; unsigned short selector; } __attribute__((packed)) target = {(unsigned)code, 0x33};
  asm volatile("lcall *%0" : : "m"(target), "b"(r) : "eax", "ecx", "edx", "esi", "edi", "memory", "cc");
}

static void fill(struct registers *r) {
  unsigned long long *word = &r->ax;
  for (int i = 0; i < 16; i++) word[i] = 0x1111111100000000ull * 1 + i * 0x10101;
}

struct wide_action { unsigned long long handler, flags, restorer, mask; };
static volatile int narrow_seen;
static volatile unsigned narrow_cs;
static void narrow(int signal, siginfo_t *info, void *context) {
  narrow_seen = signal;
  narrow_cs = ((ucontext_t *)context)->uc_mcontext.gregs[REG_CS] & 0xffff;
}

int main() {
  struct registers r, before;
  fill(&r);
  r.ax = 39;
  before = r;
  enter(wide_syscall, &r);
  printf("syscall getpid %d, rcx is the return address %d, flags %llx\n", r.ax == getpid(),
         r.cx == (unsigned)&wide_back + wide_back, r.r11 & 0x200);
  printf("kept %d\n", r.bx == before.bx && r.dx == before.dx && r.si == before.si && r.di == before.di && r.bp == before.bp
         && r.r8 == before.r8 && r.r9 == before.r9 && r.r10 == before.r10 && r.r12 == before.r12 && r.r15 == before.r15);
  fill(&r);
  r.ax = 20;
  before = r;
  enter(wide_interrupt, &r);
  printf("int getpid %d, kept %d\n", r.ax == getpid(), r.cx == before.cx && r.r8 == before.r8 && r.r11 == before.r11 && r.bx == before.bx);
  fill(&r);
  r.ax = 9999;
  enter(wide_syscall, &r);
  printf("unknown %llx\n", r.ax);
  fill(&r);
  r.ax = 9999;
  enter(wide_interrupt, &r);
  printf("unknown %llx\n", r.ax);
  fill(&r);
  r.ax = -1;
  enter(wide_syscall, &r);
  printf("minus one %llx\n", r.ax);

  // The layouts are those of the call: struct timespec has 16 bytes for the one, 8 for the other.
  long long wide[4] = {-1, -1, -1, -1};
  fill(&r);
  r.ax = 229, r.di = 1, r.si = (unsigned)wide;
  enter(wide_syscall, &r);
  printf("clock_getres %lld: %lld %lld %lld\n", r.ax, wide[0], wide[1], wide[2]);
  memset(wide, -1, sizeof wide);
  fill(&r);
  r.ax = 266, r.bx = 0xffffffff00000001, r.cx = (unsigned)wide;
  enter(wide_interrupt, &r);
  printf("clock_getres %lld: %llx %lld\n", r.ax, wide[0], wide[1]);

  // The base of %fs.
  unsigned long long base = 0;
  fill(&r);
  r.ax = 158, r.di = 0x1002, r.si = 0x123450000000;
  enter(wide_syscall, &r);
  fill(&r);
  r.ax = 158, r.di = 0x1003, r.si = (unsigned)&base;
  enter(wide_syscall, &r);
  printf("fs base %llx\n", base);
  fill(&r);
  r.ax = 158, r.di = 0x1002, r.si = 0;
  enter(wide_syscall, &r);

  // A handler installed by an x86-64 call.
  struct wide_action action = {(unsigned)wide_handler, SA_SIGINFO | 0x04000000, (unsigned)wide_restorer, 0};
  fill(&r);
  r.ax = 13, r.di = SIGUSR1, r.si = (unsigned)&action, r.dx = 0, r.r10 = 8;
  enter(wide_syscall, &r);
  printf("rt_sigaction %lld\n", r.ax);
  fill(&r);
  r.ax = 62, r.di = getpid(), r.si = SIGUSR1;
  before = r;
  enter(wide_syscall, &r);
  printf("in 64-bit code: signal %d information %d sender %d cs %x own cs %x ax %x r14 %lld kept %d\n", seen_signal,
         seen_information, seen_sender == getpid(), seen_cs, seen_own_cs, seen_ax, r.r14 - before.r14,
         r.r15 == before.r15 && r.r8 == before.r8 && r.bx == before.bx && r.dx == before.dx);
  seen_signal = 0;
  raise(SIGUSR1);
  printf("in 32-bit code: signal %d cs %x own cs %x\n", seen_signal, seen_cs, seen_own_cs);

  // A handler installed by an i386 call, for a signal in 64-bit code.
  struct sigaction small = {.sa_sigaction = narrow, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR2, &small, 0);
  fill(&r);
  r.ax = 37, r.bx = getpid(), r.cx = SIGUSR2;
  enter(wide_interrupt, &r);
  printf("narrow handler %d\n", narrow_seen);

  // A mapping that it makes is known to i386 calls.
  char *room = mmap(0, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(room, 8192);
  fill(&r);
  r.ax = 9, r.di = (unsigned)room, r.si = 8192, r.dx = 3, r.r10 = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, r.r8 = -1, r.r9 = 0;
  enter(wide_syscall, &r);
  char *other = mmap(0, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  printf("fixed %d, another lies elsewhere %d\n", r.ax == (unsigned)room, other != room);
  return 0;
}
