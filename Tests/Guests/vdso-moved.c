// The vDSO is moved as a program does that restores another: as a whole or not at all; calls and the return from a signal
// handler go through its new place.
#include "guest.h"
#include <sys/auxv.h>
#include <sys/mman.h>
#include <ucontext.h>

static volatile int handled;
static void handler(int number) { handled = number; }

// The kernel's own struct: without a restorer the handler goes back through the vDSO.
struct kernel_action { void (*handler)(int); unsigned long flags; void (*restorer)(void); unsigned long mask[2]; };

static unsigned long vdso_end(unsigned long base) {
  char line[256];
  unsigned long low, high, end = 0;
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps))
    if (sscanf(line, "%lx-%lx", &low, &high) == 2 && low == base) end = high;
  fclose(maps);
  return end;
}

static int call_at(unsigned long entry, int number) {
  int result;
  __asm__ volatile("call *%2" : "=a"(result) : "0"(number), "r"(entry) : "memory", "ecx", "edx");
  return result;
}

int main(void) {
  unsigned long base = getauxval(AT_SYSINFO_EHDR), entry = getauxval(AT_SYSINFO), size = vdso_end(base) - base;
  CHECK(base && entry > base && size >= 4096);
  char *room = mmap(NULL, 0x10000, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (size > 4096) RAW(kcall(__NR_mremap, base, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, room));
  RAW(kcall(__NR_mremap, base, size, size + 4096, MREMAP_MAYMOVE));
  RAW(kcall(__NR_mremap, base, size, size, MREMAP_MAYMOVE | 4, 0));
  RAW(kcall(__NR_mremap, base, 0, size, MREMAP_MAYMOVE));
  for (int turn = 0; turn < 3; turn++) {
    unsigned long place = (unsigned long)room + turn * 0x4000, moved_entry = place + (entry - base);
    // By its own entry: the call goes on in the new place.
    int moved;
    if (turn == 1)
      moved = syscall(__NR_mremap, base, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, place);
    else
      __asm__ volatile("push %%ebp; mov %[p], %%ebp; int $0x80; pop %%ebp" : "=a"(moved)
          : "0"(__NR_mremap), "b"(base), "c"(size), "d"(size), "S"(MREMAP_MAYMOVE | MREMAP_FIXED), [p] "D"(place) : "memory");
    // The C library enters the kernel by this word.
    __asm__ volatile("mov %0, %%gs:0x10" : : "r"(moved_entry));
    CHECK(moved == (int)place);
    CHECK(call_at(moved_entry, __NR_getpid) == getpid());
    CHECK(vdso_end(place) == place + size);
    struct kernel_action action = {handler};
    RAW(kcall(__NR_rt_sigaction, SIGUSR1, &action, NULL, 8));
    raise(SIGUSR1);
    SHOW(handled);
    action.flags = SA_SIGINFO;
    RAW(kcall(__NR_rt_sigaction, SIGUSR2, &action, NULL, 8));
    raise(SIGUSR2);
    SHOW(handled);
    handled = 0;
    base = place, entry = moved_entry;
  }
  return guest_status();
}
