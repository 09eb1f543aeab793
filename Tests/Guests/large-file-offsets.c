// 64-bit offsets in register pairs: truncate64, ftruncate64, pread64, pwrite64, _llseek beyond 4 GiB.
#include "guest.h"

int main(void) {
  const uint64_t place = 0x323456789ull;
  char text[16] = "";
  int64_t at = -1;
  uint32_t low = (uint32_t)place, high = (uint32_t)(place >> 32);
  int fd = open64("sparse", O_RDWR | O_CREAT, 0600);
  RAW(kcall(__NR_pwrite64, fd, "hello", 5, low, high));
  RAW(kcall(__NR_pread64, fd, text, 8, low, high));
  say("%s\n", text);
  RAW(kcall(__NR__llseek, fd, high, low, &at, SEEK_SET));
  CHECK((uint64_t)at == place);
  RAW(kcall(__NR__llseek, fd, -1, -3, &at, SEEK_CUR));
  CHECK((uint64_t)at == place - 3);
  RAW(kcall(__NR__llseek, fd, 0, 0, &at, SEEK_END));
  CHECK((uint64_t)at == place + 5);
  RAW(kcall(__NR__llseek, fd, -1, -1, &at, SEEK_SET));
  RAW(kcall(__NR__llseek, fd, 0, 0, &at, 77));
  RAW(kcall(__NR_lseek, fd, 0, SEEK_CUR));
  RAW(kcall(__NR_truncate64, "sparse", 0x11, 5));
  RAW(kcall(__NR__llseek, fd, 0, 0, &at, SEEK_END));
  say("size %llx\n", (long long)at);
  RAW(kcall(__NR_ftruncate64, fd, 7, 0));
  RAW(kcall(__NR__llseek, fd, 0, 0, &at, SEEK_END));
  say("size %llx\n", (long long)at);
  RAW(kcall(__NR_ftruncate64, fd, 0, -1));
  RAW(kcall(__NR_pread64, fd, text, 8, 0, -1));
  RAW(kcall(__NR_ftruncate, fd, -1));
  RAW(kcall(__NR_pwrite64, fd, "x", 1, 0, 0x80000000));
  SHOW(lseek64(fd, 0x1ffffffffLL, SEEK_SET) == 0x1ffffffffLL);
  SHOW(lseek64(fd, 3, SEEK_DATA) >= -1);
  return guest_status();
}
