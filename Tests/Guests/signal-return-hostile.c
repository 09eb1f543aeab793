// sigreturn and rt_sigreturn with selectors, flags and vector state that no kernel wrote: what is taken over, what faults.
// guest: timeout=60
#include "guest.h"
#include <asm/ldt.h>
#include <sys/syscall.h>
#include <ucontext.h>

static uint32_t words[40];
static char stack[65536];
static int register_number;
static uint32_t value, mask_of;
static int is_plain;

// Says what the context looks like after a fault.
static void faulted(int number, siginfo_t *info, void *context) {
  greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
  say("  SIG%s code %d trap %d error %x cs %x ss %x ds %x es %x fs %x flags %x\n", sigabbrev_np(number), info->si_code,
      r[REG_TRAPNO], r[REG_ERR], r[REG_CS], r[REG_SS], r[REG_DS], r[REG_ES], r[REG_FS], r[REG_EFL] & ~0x8d5);
  _exit(1);
}

static void change(greg_t *r) { r[register_number] = r[register_number] & ~mask_of | value; }
static void real_time(int number, siginfo_t *info, void *context) { change(((ucontext_t *)context)->uc_mcontext.gregs); }
static void plain(int number, struct sigcontext c) {
  greg_t *r = (greg_t *)&c;
  change(r);
  __asm__ volatile("" ::"m"(c));
}

static void try(const char *what, int index, uint32_t mask, uint32_t wish) {
  register_number = index, mask_of = mask, value = wish;
  for (is_plain = 0; is_plain < 2; is_plain++) {
    pid_t child = fork();
    if (child == 0) {
      stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
      sigaltstack(&other, NULL);
      static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
      for (int i = 0; i < 5; i++) on_signal(numbers[i], (void *)faulted, SA_SIGINFO | SA_ONSTACK);
      if (is_plain) on_signal(SIGUSR1, (void *)plain, 0);
      else on_signal(SIGUSR1, (void *)real_time, SA_SIGINFO);
      uint32_t ds, es, fs, ss, flags, result;
      int pid = getpid();
      __asm__ volatile(
          "int $0x80\n pushf\n pop %0\n mov %%ds, %1\n mov %%es, %2\n mov %%fs, %3\n mov %%ss, %4\n"
          "push %%ss\n pop %%ds\n push %%ss\n pop %%es\n push $0x202\n popf\n"
          : "=&r"(flags), "=&r"(ds), "=&r"(es), "=&r"(fs), "=m"(ss)
          : "a"(__NR_kill), "b"(pid), "c"(SIGUSR1) : "memory");
      say("  ds %x es %x fs %x flags %x\n", ds & 0xffff, es & 0xffff, fs & 0xffff, flags & ~0x8d5);
      _exit(0);
    }
    char name[80];
    sprintf(name, "%s = %x by %s", what, wish, is_plain ? "sigreturn" : "rt_sigreturn");
    reap(child, name);
  }
}

int main(void) {
  struct user_desc ldt = {.entry_number = 3, .base_addr = 0, .limit = 0xfffff, .seg_32bit = 1, .contents = 0,
                          .limit_in_pages = 1};
  NEED(syscall(SYS_modify_ldt, 1, &ldt, sizeof ldt) == 0);
  ldt.entry_number = 4, ldt.contents = 2;
  NEED(syscall(SYS_modify_ldt, 1, &ldt, sizeof ldt) == 0);
  ldt.entry_number = 5, ldt.seg_not_present = 1;
  NEED(syscall(SYS_modify_ldt, 1, &ldt, sizeof ldt) == 0);
  static const uint32_t selectors[] = {0, 1, 3, 0x8, 0x10, 0x18, 0x20, 0x23, 0x28, 0x2b, 0x33, 0x38, 0x1f, 0x27, 0x2f, 0x37,
                                       0x43, 0x4b, 0x53, 0x5b, 0x73, 0x7b, 0xffff};
  static const struct { const char *name; int index; } registers[] = {
      {"ds", REG_DS}, {"es", REG_ES}, {"fs", REG_FS}, {"cs", REG_CS}, {"ss", REG_SS}};
  for (int r = 0; r < 5; r++)
    for (unsigned s = 0; s < sizeof selectors / sizeof *selectors; s++) {
      // A 64-bit code segment runs other instructions here.
      if (r == 3 && (selectors[s] | 3) == 0x33) continue;
      // Later kernels give the thread's CPU number away in this segment's limit; loads of it differ by mode.
      try(registers[r].name, registers[r].index, 0xffff, selectors[s]);
    }
  for (int bit = 0; bit < 32; bit++) {
    if (bit == 8) continue;
    try("flags", REG_EFL, 1u << bit, 1u << bit);
    try("flags without", REG_EFL, 1u << bit, 0);
  }
  try("trap flag", REG_EFL, 0x100, 0x100);
  try("ip", REG_EIP, ~0u, 0);
  try("ip", REG_EIP, ~0u, 0xfffffff0);
  try("sp", REG_ESP, ~0u, 0);
  return guest_status();
}
