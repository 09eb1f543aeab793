// F_SETLK and F_GETLK with 32-bit and 64-bit locks, seen from another process.
#include "guest.h"

struct lock32 { short type, whence; int32_t start, length; int32_t pid; };
struct __attribute__((packed)) lock64 { short type, whence; int64_t start, length; int32_t pid; };

int main(void) {
  int fd = open64("file", O_RDWR | O_CREAT, 0600);
  struct lock32 a = {F_WRLCK, SEEK_SET, 10, 20, 0};
  struct lock64 b = {F_RDLCK, SEEK_SET, 0x100000000LL, 0x1000, 0};
  _Static_assert(sizeof a == 16 && sizeof b == 24, "layout");
  RAW(kcall(__NR_fcntl, fd, F_SETLK, &a));
  RAW(kcall(__NR_fcntl64, fd, F_SETLK64, &b));
  pid_t parent = getpid();
  IN_CHILD("child", {
    struct lock32 c = {F_WRLCK, SEEK_SET, 0, 0, 0};
    RAW(kcall(__NR_fcntl64, fd, F_GETLK, &c));
    say("type %d whence %d start %d length %d by parent %d\n", c.type, c.whence, c.start, c.length, c.pid == parent);
    struct lock64 d = {F_WRLCK, SEEK_SET, 0x100000800LL, 1, 0};
    RAW(kcall(__NR_fcntl64, fd, F_GETLK64, &d));
    say("type %d start %llx length %llx by parent %d\n", d.type, (long long)d.start, (long long)d.length, d.pid == parent);
    RAW(kcall(__NR_fcntl64, fd, F_SETLK64, &d));
    d.type = F_RDLCK;
    RAW(kcall(__NR_fcntl64, fd, F_SETLK64, &d));
    d.start = 0x100001000LL, d.type = F_WRLCK;
    RAW(kcall(__NR_fcntl64, fd, F_GETLK64, &d));
    SHOW(d.type);
    c.type = F_RDLCK, c.start = 30, c.length = 5, c.whence = 0;
    RAW(kcall(__NR_fcntl, fd, F_SETLK, &c));
  });
  RAW(kcall(__NR_fcntl64, fd, F_SETLK64, 16));
  RAW(kcall(__NR_fcntl, fd, F_SETLK64, &b));
  a.type = 9;
  RAW(kcall(__NR_fcntl, fd, F_SETLK, &a));
  return guest_status();
}
