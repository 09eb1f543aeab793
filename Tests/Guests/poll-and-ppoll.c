// poll and ppoll in both widths: events, time-outs written back, masks, errors.
#include "guest.h"

static volatile int got;
static void handler(int number) { got++; }

int main(void) {
  int p[2];
  NEED(pipe(p) == 0);
  struct pollfd f[3] = {{p[0], POLLIN, -1}, {p[1], POLLOUT, -1}, {99, POLLIN, -1}};
  RAW(kcall(__NR_poll, f, 3, 0));
  say("%x %x %x\n", f[0].revents, f[1].revents, f[2].revents);
  write(p[1], "x", 1);
  RAW(kcall(__NR_poll, f, 2, -1));
  say("%x %x\n", f[0].revents, f[1].revents);
  f[0].fd = -1;
  RAW(kcall(__NR_poll, f, 1, 5));
  int32_t t[2] = {0, 4000000};
  RAW(kcall(__NR_ppoll, f, 1, t, 0, 8));
  say("%d %d\n", t[0], t[1]);
  int64_t w[2] = {0, 4000000};
  RAW(kcall(__NR_ppoll_time64, f, 1, w, 0, 8));
  say("%lld %lld\n", (long long)w[0], (long long)w[1]);
  uint64_t mask = 0;
  RAW(kcall(__NR_ppoll, f, 1, t, &mask, 4));
  RAW(kcall(__NR_poll, 16, 1, 0));
  RAW(kcall(__NR_poll, f, 10000000, 0));
  t[1] = -1;
  RAW(kcall(__NR_ppoll, f, 1, t, 0, 8));
  RAW(kcall(__NR_poll, 0, 0, 1));
  // A signal that is blocked, pending, and let in by the mask of ppoll.
  sigset_t block;
  sigemptyset(&block), sigaddset(&block, SIGUSR1);
  sigprocmask(SIG_BLOCK, &block, NULL);
  on_signal(SIGUSR1, (void *)handler, SA_RESTART);
  raise(SIGUSR1);
  SHOW(got);
  int32_t forever[2] = {1000, 0};
  RAW(kcall(__NR_ppoll, f, 1, forever, &mask, 8));
  SHOW(got);
  CHECK(forever[0] > 900);
  sigprocmask(SIG_BLOCK, NULL, &block);
  SHOW(sigismember(&block, SIGUSR1));
  close(p[1]);
  f[0].fd = p[0];
  read(p[0], f, 0);
  char c;
  read(p[0], &c, 1);
  RAW(kcall(__NR_poll, f, 1, -1));
  say("%x\n", f[0].revents);
  return guest_status();
}
