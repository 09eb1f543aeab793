// memfd_create with seals, remap_file_pages.
#include "guest.h"

int main(void) {
  int fd = memfd_create("name", MFD_ALLOW_SEALING | MFD_CLOEXEC);
  NEED(fd > 0);
  CALL(ftruncate64(fd, 0x4000));
  char *p = (char *)mmap(NULL, 0x4000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  for (int i = 0; i < 4; i++) p[i * 0x1000] = 'a' + i;
  CALL(remap_file_pages(p, 0x1000, 0, 3, 0));
  say("%c%c\n", p[0], p[0x1000]);
  munmap(p, 0x4000);
  CALL(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW));
  CALL(fcntl(fd, F_GET_SEALS));
  CALL(write(fd, "x", 1));
  CALL(ftruncate64(fd, 0x8000));
  CALL(mmap(NULL, 0x1000, PROT_WRITE, MAP_SHARED, fd, 0));
  char link[64] = "", path[64];
  sprintf(path, "/proc/self/fd/%d", fd);
  readlink(path, link, 63);
  say("%s\n", link);
  RAW(kcall(__NR_memfd_create, "x", 0x8000));
  return guest_status();
}
