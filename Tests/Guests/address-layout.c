// With randomisation off, everything lies where the kernel puts it: the parts of the program, its libraries, heap, stack,
// vDSO, and new mappings of all sizes; for several stack limits and personalities, which are honoured across exec.
// guest: intercept=trap link=static,dynamic,static-pie timeout=60
#include "guest.h"
#include <link.h>
#include <sys/auxv.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/shm.h>

static int object(struct dl_phdr_info *info, size_t size, void *data) {
  const char *slash = strrchr(info->dlpi_name, '/');
  say("  object %s at %lx\n", slash ? slash + 1 : info->dlpi_name, (long)info->dlpi_addr);
  return 0;
}

static void show_map(const char *what, size_t size, int protection, int flags, int fd) {
  char *p = (char *)mmap(NULL, size, protection, flags, fd, 0);
  say("  %s %zx: %lx\n", what, size, (long)p);
}

/// Prints the runs of pages that are mapped around an address, and how many pages they have.
static void extent(const char *what, uintptr_t at) {
  uintptr_t low = at & ~4095u, high = low;
  while (low > 4096 && kcall(__NR_msync, low - 4096, 4096, MS_ASYNC) == 0) low -= 4096;
  while (high < 0xffffe000 && kcall(__NR_msync, high, 4096, MS_ASYNC) == 0) high += 4096;
  say("  %s in %lx-%lx\n", what, (long)low, (long)high);
}

static int may_run(volatile char *p) {
  // Whether the page may be executed: a `ret` that is called, or a fault that ends a child.
  *p = (char)0xc3;
  pid_t child = fork();
  if (child == 0) {
    ((void (*)(void))p)();
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  return WIFEXITED(status);
}

static void report(void) {
  int on_stack, fd = open("mapped", O_RDWR | O_CREAT, 0600);
  NEED(ftruncate(fd, 0x800000) == 0);
  say("  personality %x\n", personality(0xffffffff));
  extent("stack", (uintptr_t)&on_stack);
  say("  main %lx stack %lx brk %lx\n", (long)report, (long)&on_stack & ~63, kcall(__NR_brk, 0));
  say("  vdso %lx\n", getauxval(AT_SYSINFO_EHDR));
  extent("vdso", getauxval(AT_SYSINFO_EHDR));
  dl_iterate_phdr(object, NULL);
  for (int round = 0; round < 2; round++) {
    static const size_t sizes[] = {0x1000, 0x5000, 0x200000, 0x201000, 0x400000, 0x2000000};
    for (int i = 0; i < 6; i++) {
      show_map("private", sizes[i], 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
      show_map("shared", sizes[i], 3, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1);
      if (sizes[i] <= 0x800000) show_map("file", sizes[i], 1, MAP_PRIVATE, fd);
    }
    show_map("stack", 0x1000, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1);
    show_map("low", 0x1000, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1);
    show_map("down", 0x1000, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1);
    show_map("huge", 0x400000, 0, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_NORESERVE, -1);
    show_map("vast", 0x70000000, 0, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  }
  // Until nothing is left: the last ones lie above the base and at the very bottom.
  uintptr_t last = 0;
  int n = 0;
  for (size_t size = 0x10000000; size >= 0x1000000; size /= 4)
    while (true) {
      uintptr_t p = kcall(__NR_mmap2, 0, size, 0, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (p > -4096u) break;
      last = p;
      n++;
      if (n % 4 == 0) say("  fills %lx\n", (long)last);
    }
  say("  last of %d: %lx\n", n, (long)last);
  say("  page zero %ld\n", kcall(__NR_msync, 0, 4096, MS_ASYNC));
  char *p = (char *)kcall(__NR_mmap2, 0, 0x1000, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if ((uintptr_t)p < -4096u) say("  readable is executable: %d\n", may_run(p));
}

static void started(char **argv) {
  say("%s\n", argv[1]);
  report();
  exit(guest_status());
}

static void start(const char *name, rlim_t stack, int flags, char **argv) {
  pid_t child = fork();
  if (child == 0) {
    struct rlimit limit = {stack, RLIM_INFINITY};
    if (stack != 8 << 20) NEED(setrlimit(RLIMIT_STACK, &limit) == 0);
    NEED(personality(ADDR_NO_RANDOMIZE | flags) >= 0);
    char *arguments[] = {argv[0], (char *)name, NULL}, *environment[] = {(char *)"A=1", NULL};
    execve("/proc/self/exe", arguments, environment);
    _exit(98);
  }
  reap(child, name);
}

int main(int argc, char **argv) {
  if (argc > 1) started(argv);
  start("plain", 8 << 20, 0, argv);
  start("stack of 1 GiB", 1 << 30, 0, argv);
  start("stack of 3.5 GiB", 0xe0000000, 0, argv);
  start("stack without limit", RLIM_INFINITY, 0, argv);
  start("stack of 200 KiB", 200 << 10, 0, argv);
  start("stack of 64 KiB", 64 << 10, 0, argv);
  start("legacy", 8 << 20, ADDR_COMPAT_LAYOUT, argv);
  start("3 GiB", 8 << 20, ADDR_LIMIT_3GB, argv);
  start("3 GiB, legacy", 8 << 20, ADDR_LIMIT_3GB | ADDR_COMPAT_LAYOUT, argv);
  start("page zero", 8 << 20, MMAP_PAGE_ZERO, argv);
  start("readable is executable", 8 << 20, READ_IMPLIES_EXEC, argv);
  return guest_status();
}
