// getdents64 gives 64-bit records; small buffers give part after part.
#include "guest.h"
#include <dirent.h>

struct record {
  uint64_t ino;
  int64_t off;
  uint16_t length;
  uint8_t type;
  char name[];
} __attribute__((packed));

int main(void) {
  char buffer[200] __attribute__((aligned(8)));
  int seen[40] = {0}, parts = 0;
  NEED(mkdir("d", 0700) == 0 && chdir("d") == 0);
  for (int i = 0; i < 40; i++) {
    char name[32];
    sprintf(name, "file-%02d", i);
    put_file(name, "", 0600);
  }
  int fd = open(".", O_RDONLY | O_DIRECTORY);
  for (long n; (n = kcall(__NR_getdents64, fd, buffer, sizeof buffer)) > 0; parts++)
    for (long at = 0; at < n;) {
      struct record *r = (struct record *)(buffer + at);
      int i;
      if (sscanf(r->name, "file-%d", &i) == 1 && r->type == DT_REG) seen[i]++;
      at += r->length;
    }
  int once = 0;
  for (int i = 0; i < 40; i++) once += seen[i] == 1;
  SHOW(once);
  SHOW(parts);
  return guest_status();
}
