// inotify: events, names, cookies, queue length.
#include "guest.h"
#include <sys/inotify.h>
#include <sys/ioctl.h>

int main(void) {
  char buffer[1024] __attribute__((aligned(8)));
  uint32_t cookie = 0;
  int fd = inotify_init1(IN_NONBLOCK), n = 0;
  CALL(inotify_add_watch(fd, ".", IN_CREATE | IN_DELETE | IN_MOVE | IN_CLOSE_WRITE));
  put_file("one", "x", 0600);
  rename("one", "two");
  unlink("two");
  mkdir("dir", 0700);
  CALL(ioctl(fd, FIONREAD, &n));
  ssize_t length = read(fd, buffer, sizeof buffer);
  CHECK(length == n);
  for (ssize_t at = 0; at < length;) {
    struct inotify_event *e = (struct inotify_event *)(buffer + at);
    say("%x %s %u\n", e->mask, e->name, e->len);
    if (e->mask & IN_MOVED_FROM) cookie = e->cookie;
    if (e->mask & IN_MOVED_TO) CHECK(e->cookie == cookie && cookie);
    at += sizeof *e + e->len;
  }
  CALL(read(fd, buffer, sizeof buffer));
  CALL(inotify_rm_watch(fd, 1));
  CALL(inotify_rm_watch(fd, 1));
  CALL(inotify_add_watch(fd, "absent", IN_CREATE));
  CHECK(kcall(__NR_inotify_init) >= 0);
  return guest_status();
}
