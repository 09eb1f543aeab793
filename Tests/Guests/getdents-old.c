// getdents gives 32-bit records: name after 10 bytes, type in the last byte of the record.
#include "guest.h"

struct record {
  uint32_t ino, off;
  uint16_t length;
  char name[];
};

static int compare(const void *a, const void *b) { return strcmp(*(char **)a, *(char **)b); }

int main(void) {
  char buffer[4096], *names[32];
  int count = 0;
  NEED(mkdir("d", 0700) == 0 && chdir("d") == 0 && mkdir("sub", 0700) == 0 && symlink("x", "link") == 0);
  put_file("plain", "", 0600);
  put_file("a-rather-long-name-of-a-file", "", 0600);
  int fd = open(".", O_RDONLY | O_DIRECTORY);
  RAW(kcall(__NR_getdents, fd, buffer, 10));
  long n = kcall(__NR_getdents, fd, buffer, sizeof buffer);
  SHOW(n);
  for (long at = 0; at < n;) {
    struct record *r = (struct record *)(buffer + at);
    char *text;
    CHECK(r->length % 4 == 0 && r->ino != 0);
    NEED(asprintf(&text, "%s type %d length %d", r->name, buffer[at + r->length - 1], r->length) > 0);
    names[count++] = text;
    at += r->length;
  }
  qsort(names, count, sizeof *names, compare);
  for (int i = 0; i < count; i++) say("%s\n", names[i]);
  RAW(kcall(__NR_getdents, fd, buffer, sizeof buffer));
  RAW(kcall(__NR_getdents, 0, buffer, sizeof buffer));
  return guest_status();
}
