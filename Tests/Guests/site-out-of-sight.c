// What patching a site maps in the guest's reach shows in no list, counts towards no limit and in no figure, and takes
// nothing of what the guest maps.
#include "guest.h"
#include <sys/resource.h>

/// A site of its own for each number, with what may be moved in front of it.
#ifdef __i386__
#define SITE(N) static long site##N(void) { long r; __asm__ volatile("mov $64, %%eax\n\tint $0x80\n\tcmp $-4095, %%eax" : "=a"(r) :: "memory"); return r; }
#else
#define SITE(N) static long site##N(void) { long r; __asm__ volatile("mov %1, %%eax\n\tsyscall\n\tcmp $-4095, %%rax" : "=a"(r) : "i"(__NR_getppid) : "rcx", "r11", "memory"); return r; }
#endif
SITE(0) SITE(1) SITE(2)

static char text[1 << 16];
static long pages, lines, size;
static void measure(void) {
  int fd = open("/proc/self/maps", O_RDONLY), length = 0, n;
  while ((n = read(fd, text + length, sizeof text - 1 - length)) > 0) length += n;
  close(fd), text[length] = 0;
  pages = lines = 0;
  for (char *line = text; *line; line = strchr(line, '\n') + 1) {
    char *after;
    unsigned long long low = strtoull(line, &after, 16), high = strtoull(after + 1, &after, 16);
    if (low >= 1ull << 63) continue;
    pages += (high - low) / 4096;
    lines++;
  }
  fd = open("/proc/self/statm", O_RDONLY);
  length = read(fd, text, 100);
  close(fd), text[length] = 0;
  size = atol(text);
}

/// How many more pages the limit allows.
static long room(void) {
  long count = 0;
  static void *pages[200];
  while (count < 200 && (pages[count] = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED) count++;
  for (long i = 0; i < count; i++) munmap(pages[i], 4096);
  return count;
}

int main(void) {
  // Everything else has its memory before.
  say("%d\n", snprintf(text, sizeof text, "%ld", room()) > 0);
  measure(), measure();
  long pages0 = pages, lines0 = lines, size0 = size;
  struct rlimit limit = {(rlim_t)(pages + 50) * 4096, RLIM_INFINITY};
  if (sizeof(void *) == 4) NEED(setrlimit(RLIMIT_AS, &limit) == 0);
  long room0 = room();
  int equal = 0;
  for (int i = 0; i < 300; i++) equal += (site0() == getppid()) + (site1() == getppid()) + (site2() == getppid());
  SHOW(equal);
  long room1 = room();
  measure();
  SHOW(pages - pages0);
  SHOW(lines - lines0);
  SHOW(size - size0);
  SHOW(room1 - room0);
  SHOW(size - pages);
  return guest_status();
}
