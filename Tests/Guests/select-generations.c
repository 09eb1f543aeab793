// The old select takes a block, _newselect five words, pselect6 a mask pair; sets are 32-bit words.
#include "guest.h"
#include <sys/select.h>

static volatile int got;
static void handler(int number) { got++; }

int main(void) {
  int p[2], high;
  NEED(pipe(p) == 0 && (high = dup2(p[0], 40)) == 40);
  uint32_t r[4] = {0}, w[4] = {0}, e[4] = {0};
  int32_t t[2] = {0, 300000};
  r[1] = 1 << 8, w[0] = 1 << p[1], r[2] = 0xabcdef;
  RAW(kcall(__NR__newselect, 41, r, w, e, t));
  say("%x %x %x; time %d %d\n", r[1], w[0], r[2], t[0], t[1] > 0);
  r[1] = 1 << 8;
  RAW(kcall(__NR__newselect, 41, r, 0, 0, t));
  say("%x time %d %d\n", r[1], t[0], t[1]);
  write(p[1], "x", 1);
  r[1] = 1 << 8;
  uint32_t block[5] = {41, (uint32_t)(uintptr_t)r, 0, 0, 0};
  RAW(kcall(__NR_select, block));
  say("%x\n", r[1]);
  r[1] = 1 << 9;
  RAW(kcall(__NR__newselect, 42, r, 0, 0, t));
  RAW(kcall(__NR__newselect, -1, r, 0, 0, t));
  RAW(kcall(__NR__newselect, 41, 16, 0, 0, t));
  int32_t bad[2] = {-1, 0};
  RAW(kcall(__NR__newselect, 0, 0, 0, 0, bad));
  RAW(kcall(__NR_select, 16));
  int32_t ts[2] = {0, 2000000};
  RAW(kcall(__NR_pselect6, 0, 0, 0, 0, ts, 0));
  int64_t ts64[2] = {0, 2000000};
  RAW(kcall(__NR_pselect6_time64, 0, 0, 0, 0, ts64, 0));
  say("%lld %lld\n", (long long)ts64[0], (long long)ts64[1]);
  sigset_t blocked;
  sigemptyset(&blocked), sigaddset(&blocked, SIGUSR2);
  sigprocmask(SIG_BLOCK, &blocked, NULL);
  on_signal(SIGUSR2, (void *)handler, 0);
  raise(SIGUSR2);
  uint64_t mask = 0;
  uint32_t pair[2] = {(uint32_t)(uintptr_t)&mask, 8};
  ts[0] = 1000;
  RAW(kcall(__NR_pselect6, 0, 0, 0, 0, ts, pair));
  SHOW(got);
  fd_set many;
  FD_ZERO(&many);
  FD_SET(40, &many);
  struct timeval no = {0, 0};
  CALL(select(64, &many, NULL, NULL, &no));
  SHOW(FD_ISSET(40, &many) != 0);
  return guest_status();
}
