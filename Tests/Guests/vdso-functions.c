// The vDSO as a program of any ABI has it: in dl_iterate_phdr, with its version, telling the time. That of
// 64-bit code is described to unwinders as well.
#include "guest.h"
#include <link.h>
#include <sys/auxv.h>

struct bases { void *text, *data, *function; };
extern const void *_Unwind_Find_FDE(void *, struct bases *);

static ElfW(Addr) base;
static const ElfW(Sym) *symbols;
static const char *strings;
static const uint16_t *versions;
static const char *version_of_two;
static uint32_t count;

static int visit(struct dl_phdr_info *info, size_t size, void *unused) {
  uintptr_t start = getauxval(AT_SYSINFO_EHDR);
  if (!start || info->dlpi_addr != start) return 0;
  say("listed\n");
  return 1;
}

static void read_image(const char *image) {
  const ElfW(Ehdr) *header = (const void *)image;
  const ElfW(Phdr) *programs = (const void *)(image + header->e_phoff);
  const ElfW(Dyn) *dynamic = NULL;
  for (int i = 0; i < header->e_phnum; i++) {
    if (programs[i].p_type == PT_LOAD) base = (ElfW(Addr))image + programs[i].p_offset - programs[i].p_vaddr;
    if (programs[i].p_type == PT_DYNAMIC) dynamic = (const void *)(image + programs[i].p_offset);
  }
  const uint32_t *hash = NULL;
  const char *definitions = NULL;
  unsigned name = 0;
  for (; dynamic->d_tag; dynamic++) {
    if (dynamic->d_tag == DT_SYMTAB) symbols = (const void *)(base + dynamic->d_un.d_ptr);
    if (dynamic->d_tag == DT_STRTAB) strings = (const void *)(base + dynamic->d_un.d_ptr);
    if (dynamic->d_tag == DT_VERSYM) versions = (const void *)(base + dynamic->d_un.d_ptr);
    if (dynamic->d_tag == DT_VERDEF) definitions = (const void *)(base + dynamic->d_un.d_ptr);
    if (dynamic->d_tag == DT_HASH) hash = (const void *)(base + dynamic->d_un.d_ptr);
    if (dynamic->d_tag == DT_SONAME) name = dynamic->d_un.d_val;
  }
  say("%s\n", strings + name);
  if (hash) count = hash[1];
  for (;; definitions += ((const ElfW(Verdef) *)definitions)->vd_next) {
    const ElfW(Verdef) *one = (const void *)definitions;
    const ElfW(Verdaux) *text = (const void *)(definitions + one->vd_aux);
    if (!strcmp(strings + text->vda_name, "LINUX_2.6")) say("version %s %08x\n", strings + text->vda_name, one->vd_hash);
    if (!one->vd_next) break;
  }
}

static void *find(const char *name) {
  for (uint32_t i = 0; i < count; i++)
    if (symbols[i].st_shndx && !strcmp(strings + symbols[i].st_name, name)) {
      CHECK((versions[i] & 0x7fff) > 1);
      return (void *)(base + symbols[i].st_value);
    }
  return NULL;
}

int main(void) {
  const char *image = (const char *)getauxval(AT_SYSINFO_EHDR);
  NEED(image);
  SHOW(dl_iterate_phdr(visit, NULL));
  read_image(image);
  // A kernel's object may have another table of symbols only.
  const char *names[] = {"__vdso_clock_gettime", "__vdso_gettimeofday", "__vdso_time", "__vdso_clock_getres", "__vdso_getcpu"};
  for (int i = 0; count && i < 5; i++) {
    struct bases bases __attribute__((unused));
    char *function = find(names[i]);
    CHECK(function != NULL);
#ifdef __x86_64__
    CHECK(function && _Unwind_Find_FDE(function + 1, &bases) != NULL);
#endif
  }
  // What the C library makes of it.
  struct timespec before, now;
  struct timeval day;
  SHOW(clock_gettime(CLOCK_REALTIME, &before));
  SHOW(gettimeofday(&day, NULL));
  time_t seconds = time(NULL), stored;
  CHECK(time(&stored) >= seconds && stored >= seconds);
  CHECK(day.tv_sec - before.tv_sec >= 0 && day.tv_sec - before.tv_sec < 3 && seconds - before.tv_sec < 3);
  CHECK(day.tv_usec >= 0 && day.tv_usec < 1000000);
  SHOW(clock_getres(CLOCK_MONOTONIC, &now));
  say("%lld.%09ld\n", (long long)now.tv_sec, now.tv_nsec);
  for (int clock = 0; clock < 12; clock++) {
    int result = clock == 10 ? 0 : clock_gettime(clock, &now);
    say("clock %d: %s\n", clock, result ? error_name(errno) : "told");
    CHECK(result || (now.tv_nsec >= 0 && now.tv_nsec < 1000000000));
  }
  CHECK(clock_gettime(99, &now) == -1 && errno == EINVAL);
  CALL(clock_gettime(CLOCK_MONOTONIC, &before));
  for (int i = 0; i < 20000; i++) {
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec < before.tv_sec || (now.tv_sec == before.tv_sec && now.tv_nsec < before.tv_nsec)) say("backwards\n");
    before = now;
  }
  unsigned cpu = 99, node = 99;
  CHECK(getcpu(&cpu, &node) == 0 && cpu < 4096 && node < 1024);
  return guest_status();
}
