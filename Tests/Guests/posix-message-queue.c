// mq_open, mq_timedsend, mq_timedreceive in both widths, attributes, notification by signal.
// guest: cflags=-lrt
#include "guest.h"
#include <mqueue.h>

static volatile int got, value;
static void handler(int number, siginfo_t *info, void *context) { got = info->si_code == SI_MESGQ, value = info->si_value.sival_int; }

int main(void) {
  char name[64], text[64];
  unsigned priority;
  struct mq_attr a = {0, 4, 32, 0}, b;
  sprintf(name, "/guest-%d", getpid());
  mqd_t q = mq_open(name, O_CREAT | O_RDWR | O_EXCL, 0600, &a);
  if (q == (mqd_t)-1) {
    say("no message queues: %s\n", error_name(errno));
    return 0;
  }
  CALL(mq_getattr(q, &b));
  say("%ld %ld %ld %ld\n", b.mq_flags, b.mq_maxmsg, b.mq_msgsize, b.mq_curmsgs);
  struct sigevent e;
  memset(&e, 0, sizeof e);
  e.sigev_notify = SIGEV_SIGNAL, e.sigev_signo = SIGUSR1, e.sigev_value.sival_int = 77;
  on_signal(SIGUSR1, (void *)handler, SA_SIGINFO);
  CALL(mq_notify(q, &e));
  CALL(mq_send(q, "low", 4, 1));
  say("%d %d\n", got, value);
  CALL(mq_send(q, "high", 5, 9));
  CALL(mq_receive(q, text, 64, &priority));
  say("%s %u\n", text, priority);
  CALL(mq_receive(q, text, 3, &priority));
  CALL(mq_receive(q, text, 64, &priority));
  int32_t past[2] = {1, 0};
  int64_t past64[2] = {1, 0};
  RAW(kcall(__NR_mq_timedreceive, q, text, 64, &priority, past));
  RAW(kcall(__NR_mq_timedreceive_time64, q, text, 64, &priority, past64));
  CALL(mq_unlink(name));
  CALL(mq_close(q));
  return guest_status();
}
