// MAP_SHARED_VALIDATE: maps a file as MAP_SHARED does, and refuses flags that nobody knows.
#include "guest.h"
#include <sys/socket.h>

int main(void) {
  put_file("file", "text", 0600);
  int fd = open("file", O_RDWR), read_only = open("file", O_RDONLY), other = socket(AF_UNIX, SOCK_STREAM, 0);
  NEED(ftruncate(fd, 8192) == 0);
  char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE, fd, 0);
  CHECK(p != MAP_FAILED);
  if (p != MAP_FAILED) {
    p[0] = 'n';
    char first = 0;
    SHOW(pread(fd, &first, 1, 0));
    say("%c%c\n", first, p[3]);
    char *hinted = mmap(p + 0x10000000 * 0, 4096, PROT_READ, MAP_SHARED_VALIDATE, fd, 0);
    CHECK(hinted != MAP_FAILED && hinted != p && *hinted == 'n');
    char *fixed = mmap(p, 4096, PROT_READ, MAP_SHARED_VALIDATE | MAP_FIXED, fd, 4096);
    CHECK(fixed == p && *fixed == 0);
  }
  void *before = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(before, 4096);
  static const int flags[] = {0, MAP_SYNC, MAP_FIXED_NOREPLACE, MAP_ANONYMOUS, 0x4000000};
  for (int i = 0; i < 5; i++) {
    void *got = mmap(NULL, 4096, PROT_READ, MAP_SHARED_VALIDATE | flags[i], fd, 0);
    say("%x: %s\n", flags[i], got == MAP_FAILED ? error_name(errno) : "mapped");
    if (got != MAP_FAILED) munmap(got, 4096);
    got = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE | flags[i], read_only, 0);
    say("%x, for reading only: %s\n", flags[i], got == MAP_FAILED ? error_name(errno) : "mapped");
    got = mmap(NULL, 4096, PROT_READ, MAP_SHARED_VALIDATE | flags[i], other, 0);
    say("%x, a socket: %s\n", flags[i], got == MAP_FAILED ? error_name(errno) : "mapped");
  }
  CHECK(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == before);
  return guest_status();
}
