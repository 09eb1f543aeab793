// The auxiliary vector: order of nothing assumed, every entry that a 32-bit program relies on.
// guest: link=static,dynamic,static-pie
#include "guest.h"
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>

extern char _start[];
extern const Elf32_Ehdr __ehdr_start __attribute__((visibility("hidden")));

// glibc changes its copies of AT_HWCAP and AT_PLATFORM, so look at the kernel's own words.
static Elf32_auxv_t *vector;
static unsigned long value_of(unsigned type) {
  for (Elf32_auxv_t *v = vector; v->a_type; v++)
    if (v->a_type == type) return v->a_un.a_val;
  return 0;
}

int main(int argc, char **argv, char **envp) {
  char **p = envp;
  while (*p) p++;
  Elf32_auxv_t *v = (Elf32_auxv_t *)(p + 1);
  vector = v;
  bool seen[64] = {false};
  int count = 0;
  for (; v[count].a_type; count++)
    if (v[count].a_type < 64) {
      if (seen[v[count].a_type]) say("FAIL: %u twice\n", v[count].a_type);
      seen[v[count].a_type] = true;
    }
  for (int i = 0; i < 64; i++)
    if (seen[i]) say("has %d\n", i);
  SHOW(value_of(AT_PAGESZ));
  SHOW(value_of(AT_CLKTCK));
  SHOW(value_of(AT_SECURE));
  SHOW(value_of(AT_FLAGS));
  SHOW(value_of(AT_PHENT));
  say("platform %s\n", (char *)value_of(AT_PLATFORM));
  CHECK(strcmp((char *)value_of(AT_EXECFN), argv[0]) == 0);
  CHECK(value_of(AT_PHDR) == (uintptr_t)&__ehdr_start + __ehdr_start.e_phoff);
  CHECK(value_of(AT_PHNUM) == __ehdr_start.e_phnum);
  CHECK(value_of(AT_ENTRY) == (uintptr_t)_start);
  CHECK(value_of(AT_UID) == getuid() && value_of(AT_EUID) == geteuid() && value_of(AT_GID) == getgid() && value_of(AT_EGID) == getegid());
  say("hwcap %lx hwcap2 %lx\n", value_of(AT_HWCAP), value_of(AT_HWCAP2));
  SHOW(value_of(AT_MINSIGSTKSZ));
  uintptr_t vdso = value_of(AT_SYSINFO_EHDR), entry = value_of(AT_SYSINFO);
  CHECK(entry > vdso && entry < vdso + 0x4000);
  CHECK((value_of(AT_BASE) != 0) == (value_of(AT_BASE) % 4096 == 0 && value_of(AT_BASE) != 0));
  say("interpreter %d\n", value_of(AT_BASE) != 0);
  CHECK(value_of(AT_RANDOM) > (uintptr_t)envp && value_of(AT_EXECFN) > value_of(AT_RANDOM));
  CHECK((uintptr_t)argv == (uintptr_t)&argv[argc + 1] - 4 * (argc + 1) && (char **)&argv[argc + 1] == envp);
  CHECK(((int *)argv)[-1] == argc && ((uintptr_t)argv - 4) % 16 == 0);
  CHECK(value_of(AT_EXECFN) < 0xfffff000u - 8 && argv[0] < (char *)value_of(AT_EXECFN));
  return guest_status();
}
