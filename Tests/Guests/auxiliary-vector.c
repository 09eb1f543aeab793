// The auxiliary vector: order of nothing assumed, every entry that a 32-bit program relies on.
// guest: link=static,dynamic,static-pie
#include "guest.h"
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>

extern char _start[];
extern const Elf32_Ehdr __ehdr_start __attribute__((visibility("hidden")));

int main(int argc, char **argv, char **envp) {
  char **p = envp;
  while (*p) p++;
  Elf32_auxv_t *v = (Elf32_auxv_t *)(p + 1);
  bool seen[64] = {false};
  int count = 0;
  for (; v[count].a_type; count++)
    if (v[count].a_type < 64) {
      if (seen[v[count].a_type]) say("FAIL: %u twice\n", v[count].a_type);
      seen[v[count].a_type] = true;
    }
  for (int i = 0; i < 64; i++)
    if (seen[i]) say("has %d\n", i);
  SHOW(getauxval(AT_PAGESZ));
  SHOW(getauxval(AT_CLKTCK));
  SHOW(getauxval(AT_SECURE));
  SHOW(getauxval(AT_FLAGS));
  SHOW(getauxval(AT_PHENT));
  say("platform %s\n", (char *)getauxval(AT_PLATFORM));
  CHECK(strcmp((char *)getauxval(AT_EXECFN), argv[0]) == 0);
  CHECK(getauxval(AT_PHDR) == (uintptr_t)&__ehdr_start + __ehdr_start.e_phoff);
  CHECK(getauxval(AT_PHNUM) == __ehdr_start.e_phnum);
  CHECK(getauxval(AT_ENTRY) == (uintptr_t)_start);
  CHECK(getauxval(AT_UID) == getuid() && getauxval(AT_EUID) == geteuid() && getauxval(AT_GID) == getgid() && getauxval(AT_EGID) == getegid());
  say("hwcap %lx hwcap2 %lx\n", getauxval(AT_HWCAP), getauxval(AT_HWCAP2));
  SHOW(getauxval(AT_MINSIGSTKSZ));
  uintptr_t vdso = getauxval(AT_SYSINFO_EHDR), entry = getauxval(AT_SYSINFO);
  CHECK(entry > vdso && entry < vdso + 0x4000);
  CHECK((getauxval(AT_BASE) != 0) == (getauxval(AT_BASE) % 4096 == 0 && getauxval(AT_BASE) != 0));
  say("interpreter %d\n", getauxval(AT_BASE) != 0);
  CHECK(getauxval(AT_RANDOM) > (uintptr_t)envp && getauxval(AT_EXECFN) > getauxval(AT_RANDOM));
  CHECK((uintptr_t)argv == (uintptr_t)&argv[argc + 1] - 4 * (argc + 1) && (char **)&argv[argc + 1] == envp);
  CHECK(((int *)argv)[-1] == argc && ((uintptr_t)argv - 4) % 16 == 0);
  CHECK(getauxval(AT_EXECFN) < 0xfffff000u - 8 && argv[0] < (char *)getauxval(AT_EXECFN));
  return guest_status();
}
