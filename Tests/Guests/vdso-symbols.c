// The vDSO image of AT_SYSINFO_EHDR: i386 symbols with their version, and clock functions that tell the time.
#include "guest.h"
#include <elf.h>
#include <sys/auxv.h>

static char *image;
static void *find(const char *name) {
  Elf32_Ehdr *e = (Elf32_Ehdr *)image;
  Elf32_Phdr *p = (Elf32_Phdr *)(image + e->e_phoff);
  Elf32_Dyn *d = NULL;
  uintptr_t bias = 0;
  bool loaded = false;
  for (int i = 0; i < e->e_phnum; i++) {
    if (p[i].p_type == PT_LOAD && !loaded) bias = (uintptr_t)image + p[i].p_offset - p[i].p_vaddr, loaded = true;
    if (p[i].p_type == PT_DYNAMIC) d = (Elf32_Dyn *)(image + p[i].p_offset);
  }
  Elf32_Sym *symbols = NULL;
  const char *strings = NULL;
  uint32_t *hash = NULL, count = 0;
  for (; d->d_tag; d++) {
    if (d->d_tag == DT_SYMTAB) symbols = (Elf32_Sym *)(bias + d->d_un.d_ptr);
    if (d->d_tag == DT_STRTAB) strings = (const char *)(bias + d->d_un.d_ptr);
    if (d->d_tag == DT_HASH) hash = (uint32_t *)(bias + d->d_un.d_ptr);
  }
  if (!hash) return NULL;
  count = hash[1];
  for (uint32_t i = 0; i < count; i++)
    if (symbols[i].st_shndx && strcmp(strings + symbols[i].st_name, name) == 0) return (void *)(bias + symbols[i].st_value);
  return NULL;
}

int main(void) {
  image = (char *)getauxval(AT_SYSINFO_EHDR);
  CHECK(image && memcmp(image, ELFMAG, 4) == 0);
  CHECK(((Elf32_Ehdr *)image)->e_machine == EM_386 && ((Elf32_Ehdr *)image)->e_type == ET_DYN);
  const char *names[] = {"__kernel_vsyscall", "__kernel_sigreturn", "__kernel_rt_sigreturn", "__vdso_clock_gettime",
                         "__vdso_gettimeofday", "__vdso_time", "__vdso_clock_getres", "__vdso_clock_gettime64", "__vdso_getcpu"};
  for (int i = 0; i < 9; i++) say("%s %s\n", names[i], find(names[i]) ? "there" : "absent");
  CHECK(find("__kernel_vsyscall") == (void *)getauxval(AT_SYSINFO));
  int (*get)(int, int32_t *) = (int (*)(int, int32_t *))find("__vdso_clock_gettime");
  int (*get64)(int, int64_t *) = (int (*)(int, int64_t *))find("__vdso_clock_gettime64");
  int (*day)(int32_t *, int32_t *) = (int (*)(int32_t *, int32_t *))find("__vdso_gettimeofday");
  long (*seconds)(int32_t *) = (long (*)(int32_t *))find("__vdso_time");
  int (*resolution)(int, int32_t *) = (int (*)(int, int32_t *))find("__vdso_clock_getres");
  NEED(get && get64 && day && seconds && resolution);
  int clocks[] = {0, 1, 4, 5, 6, 7, 11, 2, 3, 99, -1};
  for (int i = 0; i < 11; i++) {
    int32_t v[2] = {-1, -1}, s[2] = {-1, -1};
    int64_t w[2];
    long r = get(clocks[i], v), q = kcall(__NR_clock_gettime, clocks[i], s);
    say("clock %d: %s %s %s\n", clocks[i], error_name(-r), error_name(-q), error_name(-get64(clocks[i], w)));
    if (r == 0) CHECK(s[0] - v[0] >= 0 && s[0] - v[0] < 2 && w[0] - v[0] >= 0 && w[0] - v[0] < 2 && v[1] >= 0 && v[1] < 1000000000);
  }
  int32_t tv[2], t, r[2];
  SHOW(day(tv, NULL));
  CHECK(seconds(&t) == t && t - tv[0] >= -1 && t - tv[0] < 2);
  CHECK(seconds(NULL) >= t);
  SHOW(resolution(1, r));
  say("%d.%09d\n", r[0], r[1]);
  int64_t last = 0, now[2];
  bool monotonic = true;
  for (int i = 0; i < 100000; i++) {
    get64(1, now);
    int64_t ns = now[0] * 1000000000 + now[1];
    monotonic &= ns >= last;
    last = ns;
  }
  CHECK(monotonic);
  return guest_status();
}
