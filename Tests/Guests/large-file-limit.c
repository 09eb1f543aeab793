// Without O_LARGEFILE a file may not grow beyond 2 GiB.
#include "guest.h"

int main(void) {
  signal(SIGXFSZ, SIG_IGN);
  int fd = kcall(__NR_open, "small", O_RDWR | O_CREAT, 0600);
  NEED(fd >= 0);
  RAW(kcall(__NR_pwrite64, fd, "xy", 2, 0x7ffffffe, 0));
  RAW(kcall(__NR_pwrite64, fd, "xy", 2, 0x7fffffff, 0));
  RAW(kcall(__NR_ftruncate, fd, 0x7fffffff));
  RAW(kcall(__NR_ftruncate64, fd, 0, 1));
  SHOW((fcntl(fd, F_GETFL) & 0100000) != 0);
  int big = open64("small", O_RDWR);
  SHOW((fcntl(big, F_GETFL) & 0100000) != 0);
  RAW(kcall(__NR_pwrite64, big, "xy", 2, 0x7fffffff, 0));
  put_file("source", "0123456789", 0600);
  int source = open("source", O_RDONLY), pipes[2];
  NEED(pipe(pipes) == 0 && write(pipes[1], "0123456789", 10) == 10);
  int files[] = {fd, big};
  for (int i = 0; i < 2; i++) {
    long long places[] = {0x7ffffffe, 0x7fffffff, 0x80000000ll};
    for (int k = 0; k < 3; k++) {
      say("%s, at %llx\n", i ? "large" : "small", places[k]);
      loff_t place = places[k], from = 0;
      RAW(kcall(__NR_splice, pipes[0], 0, files[i], &place, 3, 0));
      say("%llx\n", (long long)place);
      place = places[k];
      RAW(kcall(__NR_copy_file_range, source, &from, files[i], &place, 4, 0));
      say("%llx\n", (long long)place);
      lseek64(files[i], places[k], SEEK_SET);
      RAW(kcall(__NR_splice, pipes[0], 0, files[i], 0, 1, 0));
      lseek64(files[i], places[k], SEEK_SET);
      from = 0;
      RAW(kcall(__NR_copy_file_range, source, &from, files[i], 0, 4, 0));
      lseek64(files[i], places[k], SEEK_SET);
      from = 0;
      RAW(kcall(__NR_sendfile64, files[i], source, &from, 4));
      lseek64(files[i], places[k], SEEK_SET);
      lseek(source, 0, SEEK_SET);
      RAW(kcall(__NR_sendfile, files[i], source, 0, 4));
      say("%llx\n", (long long)lseek64(files[i], 0, SEEK_CUR));
      NEED(write(pipes[1], "0123", 4) == 4);
    }
  }
  loff_t behind = 0x7fffffff;
  RAW(kcall(__NR_splice, source, 0, fd, &behind, 1, 0));
  RAW(kcall(__NR_splice, pipes[1], 0, fd, &behind, 1, 0));
  RAW(kcall(__NR_splice, pipes[0], 0, fd, &behind, 1, 0x80));
  RAW(kcall(__NR_splice, pipes[0], &behind, fd, &behind, 1, 0));
  RAW(kcall(__NR_splice, open("source", O_PATH), 0, fd, &behind, 1, 0));
  RAW(kcall(__NR_splice, pipes[0], 0, fd, 8, 1, 0));
  RAW(kcall(__NR_copy_file_range, source, 0, fd, 8, 1, 0));
  return guest_status();
}
