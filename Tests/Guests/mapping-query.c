// PROCMAP_QUERY on a list of mappings says what the list says, one mapping after another, and nothing beyond the guest's reach.
#include "guest.h"
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

struct query {
  uint64_t size, flags, address, start, end, kinds, page_size, offset, inode;
  uint32_t major, minor, name_size, identifier_size;
  uint64_t name, identifier;
};
#define QUERY _IOWR('f', 17, struct query)
enum { OR_NEXT = 0x10, FILE_BACKED = 0x20 };

int main(void) {
  char *own = mmap(NULL, 0x3000, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(own + 0x1000, 0x1000, PROT_READ | PROT_WRITE);
  munmap(own + 0x2000, 0x1000);
  int list = open("/proc/self/maps", O_RDONLY), other = open("/proc/self/status", O_RDONLY);
  struct query q = {sizeof q, 0, (uintptr_t)own};
  char name[256] = "";
  RAW(kcall(__NR_ioctl, list, QUERY, &q));
  SHOW(q.end - q.start >= 0x1000 && q.end == (uintptr_t)own + 0x1000);
  SHOW((int)q.kinds);
  q = (struct query){sizeof q, 0, (uintptr_t)own + 0x1800};
  RAW(kcall(__NR_ioctl, list, QUERY, &q));
  SHOW(q.start == (uintptr_t)own + 0x1000);
  SHOW((int)q.kinds);
  q = (struct query){sizeof q, 0, (uintptr_t)main};
  q.name = (uintptr_t)name, q.name_size = sizeof name;
  RAW(kcall(__NR_ioctl, list, QUERY, &q));
  SHOW(q.name_size == strlen(name) + 1 && strstr(name, "mapping-query") != NULL);
  SHOW((int)q.kinds);
  q = (struct query){sizeof q, 0, (uintptr_t)main, .name = (uintptr_t)name, .name_size = 2};
  RAW(kcall(__NR_ioctl, list, QUERY, &q));
  q = (struct query){sizeof q, 0, 4096};
  RAW(kcall(__NR_ioctl, list, QUERY, &q));
  q = (struct query){sizeof q, OR_NEXT, 4096};
  RAW(kcall(__NR_ioctl, list, QUERY, &q));
  SHOW(q.start > 4096);
  // From the lowest to the last: as many as the list has lines.
  int count = 0, lines = 0, result;
  uint64_t at = 0;
  for (;; count++, at = q.end) {
    q = (struct query){sizeof q, OR_NEXT, at};
    if ((result = kcall(__NR_ioctl, list, QUERY, &q)) < 0 || q.end <= at) break;
  }
  SHOW(result);
  static char text[65536];
  for (int size; (size = read(list, text, sizeof text)) > 0;)
    for (int i = 0; i < size; i++) lines += text[i] == '\n';
  SHOW(count == lines);
  q = (struct query){sizeof q, 0x4000, (uintptr_t)own};
  RAW(kcall(__NR_ioctl, list, QUERY, &q));
  q = (struct query){16, 0, (uintptr_t)own};
  RAW(kcall(__NR_ioctl, list, QUERY, &q));
  q = (struct query){8192, 0, (uintptr_t)own};
  RAW(kcall(__NR_ioctl, list, QUERY, &q));
  RAW(kcall(__NR_ioctl, list, QUERY, NULL));
  q = (struct query){sizeof q, 0, (uintptr_t)own};
  RAW(kcall(__NR_ioctl, other, QUERY, &q));
  return guest_status();
}
