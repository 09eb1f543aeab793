// epoll events are 12 bytes; level, edge and one-shot; epoll_pwait's mask; nesting errors.
#include "guest.h"
#include <sys/epoll.h>

static volatile int got;
static void handler(int number) { got++; }

int main(void) {
  int a[2], b[2];
  NEED(pipe(a) == 0 && pipe(b) == 0);
  SHOW(sizeof(struct epoll_event));
  int ep = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event e, out[4];
  e.events = EPOLLIN, e.data.u64 = 0x1122334455667788ull;
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, a[0], &e));
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, a[0], &e));
  e.events = EPOLLIN | EPOLLET, e.data.u64 = 0x99aabbccddeeff00ull;
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, b[0], &e));
  CALL(epoll_wait(ep, out, 4, 0));
  write(a[1], "a", 1), write(b[1], "b", 1);
  memset(out, 0, sizeof out);
  CALL(epoll_wait(ep, out, 4, -1));
  say("%x %llx\n%x %llx\n", out[0].events, (long long)out[0].data.u64, out[1].events, (long long)out[1].data.u64);
  CALL(epoll_wait(ep, out, 4, 0));
  e.events = EPOLLIN | EPOLLONESHOT, e.data.fd = 5;
  CALL(epoll_ctl(ep, EPOLL_CTL_MOD, a[0], &e));
  CALL(epoll_wait(ep, out, 4, 0));
  CALL(epoll_wait(ep, out, 4, 0));
  CALL(epoll_ctl(ep, EPOLL_CTL_DEL, a[0], NULL));
  CALL(epoll_ctl(ep, EPOLL_CTL_DEL, a[0], NULL));
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, ep, &e));
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, a[0], (struct epoll_event *)16));
  CALL(epoll_wait(ep, out, 0, 0));
  int file = open("file", O_CREAT | O_RDWR, 0600);
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, file, &e));
  RAW(kcall(__NR_epoll_create, 0));
  RAW(kcall(__NR_epoll_create1, 99));
  sigset_t block, none;
  sigemptyset(&none), sigemptyset(&block), sigaddset(&block, SIGUSR1);
  sigprocmask(SIG_BLOCK, &block, NULL);
  on_signal(SIGUSR1, (void *)handler, SA_RESTART);
  raise(SIGUSR1);
  CALL(epoll_pwait(ep, out, 4, 5000, &none));
  SHOW(got);
  int64_t t[2] = {0, 1000000};
  RAW(kcall(__NR_epoll_pwait2, ep, out, 4, t, 0, 0));
  return guest_status();
}
