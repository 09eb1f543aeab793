// With randomisation off, the last pages that a full address space gives are the kernel's: for both layouts.
// guest: intercept=trap link=static,dynamic,static-pie timeout=60
#include "guest.h"
#include <sys/personality.h>

/// Fills the space with pages, so that the last are those below the usual.
static void exhaust(const char *layout) {
  uintptr_t p, least = -1;
  size_t total = 0;
  for (size_t size = 0x8000000; size >= 4096; size /= 2)
    while ((p = kcall(__NR_mmap2, 0, size, 0, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) < -4096u) {
      total += size;
      if (p < least) least = p;
    }
  say("%s: least %lx, of %zx\n", layout, (long)least, total);
}

static void start(const char *layout, int flags, char **argv) {
  pid_t child = fork();
  if (child == 0) {
    NEED(personality(ADDR_NO_RANDOMIZE | flags) >= 0);
    char *arguments[] = {argv[0], (char *)layout, NULL}, *environment[] = {(char *)"A=1", NULL};
    execve("/proc/self/exe", arguments, environment);
    _exit(98);
  }
  reap(child, layout);
}

int main(int argc, char **argv) {
  if (argc > 1) {
    exhaust(argv[1]);
    return guest_status();
  }
  start("top-down", 0, argv);
  start("legacy", ADDR_COMPAT_LAYOUT, argv);
  return guest_status();
}
