// A thread fills pages that another one misses, also where the kernel does the missing on the guest's behalf.
// guest: cflags=-pthread
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>

#include "guest.h"

static int fd, filled;
static char *pages;

static void *fill(void *unused) {
  static char page[4096] __attribute__((aligned(4096)));
  for (;;) {
    struct uffd_msg message;
    struct pollfd wait = {fd, POLLIN};
    NEED(poll(&wait, 1, 10000) == 1);
    if (read(fd, &message, sizeof message) != sizeof message) continue;
    NEED(message.event == UFFD_EVENT_PAGEFAULT);
    memset(page, 'a' + filled, sizeof page);
    struct uffdio_copy copy = {.dst = message.arg.pagefault.address & ~4095ull, .src = (uint32_t)page, .len = 4096};
    filled++;
    NEED(ioctl(fd, UFFDIO_COPY, &copy) == 0);
  }
}

int main(void) {
  fd = kcall(__NR_userfaultfd, O_CLOEXEC);
  if (fd < 0) {
    // Not for everybody: vm.unprivileged_userfaultfd.
    say("%s\n", error_name(-fd));
    return guest_status();
  }
  struct uffdio_api api = {.api = UFFD_API};
  CALL(ioctl(fd, UFFDIO_API, &api));
  pages = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct uffdio_register range = {.range = {(uint32_t)pages, 4 * 4096}, .mode = UFFDIO_REGISTER_MODE_MISSING};
  CALL(ioctl(fd, UFFDIO_REGISTER, &range));
  CHECK(range.ioctls != 0);
  pthread_t thread;
  NEED(pthread_create(&thread, NULL, fill, NULL) == 0);
  say("%c\n", pages[0]);
  int p[2];
  NEED(pipe(p) == 0);
  CALL(write(p[1], pages + 4096, 3));
  char text[4] = "";
  CALL(read(p[0], text, 3));
  say("%s\n", text);
  struct timespec *now = (struct timespec *)(pages + 2 * 4096);
  CALL(clock_getres(CLOCK_MONOTONIC, now));
  say("%ld %ld %c\n", (long)now->tv_sec, now->tv_nsec, pages[3 * 4096 - 1]);
  SHOW(filled);
  CALL(ioctl(fd, UFFDIO_UNREGISTER, &range.range));
  return guest_status();
}
