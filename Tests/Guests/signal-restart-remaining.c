// Calls with a time limit that a signal interrupts: the result, and what is left of the time where the kernel tells.
// guest: timeout=120
#include "guest.h"
#include <linux/futex.h>
#include <linux/time_types.h>
#include <mqueue.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>

static volatile int ticks;
static void handler(int number) { ticks++; }
static long long started, queued;
// How long this program could have run and did not, for want of a processor.
static long long queued_ms(void) {
  char line[128] = "";
  int fd = open("/proc/self/schedstat", O_RDONLY);
  if (read(fd, line, sizeof line - 1) < 0) line[0] = 0;
  close(fd);
  unsigned long long ran, delay = 0;
  sscanf(line, "%llu %llu", &ran, &delay);
  return delay / 1000000;
}
static void arm(int flags) {
  on_signal(SIGALRM, (void *)handler, flags);
  ticks = 0;
  queued = queued_ms();
  started = now_ms();
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 30000}}, NULL);
}
// The signal comes after 30 ms, the calls end after 120; up to 10 ms of waiting for a processor are taken off.
static const char *spent(long result) {
  long long took = now_ms() - started;
  if (result == -EINTR) took -= queued_ms() - queued;
  setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
  return took < 15 ? "at once" : took < 110 ? "after the signal" : "in time";
}
static const char *left_of(long long ns) {
  return ns == 0 ? "nothing" : ns < 0 ? "negative" : ns < 5000000 ? "little" : ns < 100000000 ? "some" : "all";
}
// On a busy machine the signal or the program may come late; then the call is made again.
#define TRY(text, expression) TRY_BETWEEN(, text, expression, )
#define TRY_BETWEEN(before, text, expression, after)                                           \
  do {                                                                                         \
    long result;                                                                               \
    const char *when;                                                                          \
    for (int tries = 0; tries < 30; tries++) {                                                 \
      long long first = queued_ms();                                                           \
      before;                                                                                  \
      arm(flags);                                                                              \
      result = (long)(expression);                                                             \
      when = spent(result);                                                                    \
      int was_late = queued_ms() - first > 10;                                                 \
      after;                                                                                   \
      if (!was_late) break;                                                                    \
    }                                                                                          \
    say("%-28s %s, %s, %d ticks\n", text, result < 0 ? error_name(-result) : "ok", when, ticks); \
  } while (0)

static long long ns_of(struct timespec t) { return t.tv_sec * 1000000000LL + t.tv_nsec; }
static struct timespec soon(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  t.tv_nsec += 120000000;
  if (t.tv_nsec >= 1000000000) t.tv_nsec -= 1000000000, t.tv_sec++;
  return t;
}

static void only(fd_set *set, int fd) { FD_ZERO(set); FD_SET(fd, set); }

static int p[2], pair[2], ep, queue, semaphore, timer, watch;
static mqd_t mq;

static void round_of(int flags) {
  struct timespec wish = {0, 120000000}, left = {7, 7};
  struct __kernel_timespec wide = {0, 120000000}, wide_left = {7, 7};
  TRY("nanosleep", kcall(__NR_nanosleep, &wish, &left));
  say("  left %s\n", left_of(ns_of(left)));
  left = (struct timespec){7, 7};
  TRY("clock_nanosleep", kcall(__NR_clock_nanosleep, CLOCK_MONOTONIC, 0, &wish, &left));
  say("  left %s\n", left_of(ns_of(left)));
  TRY("clock_nanosleep_time64", kcall(__NR_clock_nanosleep_time64, CLOCK_REALTIME, 0, &wide, &wide_left));
  say("  left %s\n", left_of(wide_left.tv_sec * 1000000000LL + wide_left.tv_nsec));
  struct timespec until;
  left = (struct timespec){7, 7};
  TRY("clock_nanosleep absolute",
      (until = soon(CLOCK_MONOTONIC), kcall(__NR_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &until, &left)));
  say("  left %s\n", left_of(ns_of(left)));
  uint32_t word = 0;
  TRY("futex wait", kcall(__NR_futex, &word, FUTEX_WAIT, 0, &wish));
  TRY("futex wait bitset",
      (until = soon(CLOCK_MONOTONIC), kcall(__NR_futex, &word, FUTEX_WAIT_BITSET, 0, &until, NULL, ~0)));
  TRY("futex wait time64", kcall(__NR_futex_time64, &word, FUTEX_WAIT, 0, &wide));
  struct pollfd f = {p[0], POLLIN, 0};
  TRY("poll", kcall(__NR_poll, &f, 1, 120));
  TRY("ppoll", (left = wish, kcall(__NR_ppoll, &f, 1, &left, NULL, 8)));
  say("  left %s\n", left_of(ns_of(left)));
  fd_set set;
  struct timeval tv;
  TRY("_newselect", (only(&set, p[0]), tv = (struct timeval){0, 120000}, kcall(__NR__newselect, p[0] + 1, &set, NULL, NULL, &tv)));
  say("  left %s, set %d\n", left_of(tv.tv_usec * 1000LL), FD_ISSET(p[0], &set) != 0);
  TRY("pselect6", (only(&set, p[0]), left = wish, kcall(__NR_pselect6, p[0] + 1, &set, NULL, NULL, &left, NULL)));
  say("  left %s\n", left_of(ns_of(left)));
  TRY("pselect6_time64",
      (only(&set, p[0]), wide_left = wide, kcall(__NR_pselect6_time64, p[0] + 1, &set, NULL, NULL, &wide_left, NULL)));
  say("  left %s\n", left_of(wide_left.tv_nsec));
  struct epoll_event e;
  TRY("epoll_wait", kcall(__NR_epoll_wait, ep, &e, 1, 120));
  TRY("epoll_pwait2", kcall(441, ep, &e, 1, &wide, NULL, 8));
  struct sembuf take = {0, -1, 0};
  TRY("semtimedop_time64", kcall(__NR_semtimedop_time64, semaphore, &take, 1, &wide));
  char text[64];
  TRY("mq_timedreceive", (until = soon(CLOCK_REALTIME), kcall(__NR_mq_timedreceive, mq, text, 64, NULL, &until)));
  int c;
  TRY("recv with a time limit", kcall(__NR_recvfrom, pair[0], &c, 1, 0, NULL, NULL));
  sigset_t waited;
  sigemptyset(&waited), sigaddset(&waited, SIGUSR2);
  TRY("rt_sigtimedwait", kcall(__NR_rt_sigtimedwait, &waited, NULL, &wish, 8));
  struct timespec mm;
  struct mmsghdr m;
  TRY("recvmmsg", (mm = wish, m = (struct mmsghdr){0}, kcall(__NR_recvmmsg, pair[0], &m, 1, 0, &mm)));
}

// What ends only by a third party: a child does it at last.
static void later(void (*act)(void)) {
  if (fork()) return;
  signal(SIGALRM, SIG_IGN);
  pause_ms(120);
  act();
  _exit(0);
}
static int held;
static const char *fifo = "fifo";
static void give_pipe(void) { write(p[1], "x", 1); }
static void drain_pair(void) { char c[4096]; while (recv(pair[1], c, sizeof c, MSG_DONTWAIT) > 0) {} }
static void nothing(void) {}
static void open_fifo(void) { close(open(fifo, O_RDWR)); }
static void send_message(void) { msgsnd(queue, &(struct { long t; char c[4]; }){1}, 4, 0); }
static void give_semaphore(void) { semop(semaphore, &(struct sembuf){0, 1, 0}, 1); }
static void send_queue(void) { mq_send(mq, "x", 1, 0); }
static void make_file(void) { close(open("watched/file", O_CREAT | O_WRONLY, 0600)); }
static void end_children(void) { while (wait(NULL) > 0 || errno == EINTR) {} }
static volatile uint32_t *shared;
static void wake(void) { *shared = 1; kcall(__NR_futex, shared, FUTEX_WAKE, 1); }
static void hold(int operation) {
  int ready[2];
  pipe(ready);
  if (fork() == 0) {
    signal(SIGALRM, SIG_IGN);
    int mine = open("locked", O_RDWR);
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (operation == 0) flock(mine, LOCK_EX);
    else fcntl(mine, operation == 1 ? F_SETLKW : F_OFD_SETLKW, &l);
    write(ready[1], "x", 1);
    pause_ms(140);
    _exit(0);
  }
  char c;
  read(ready[0], &c, 1);
  close(ready[0]), close(ready[1]);
}

static void empty(int fd) {
  char c[64];
  fcntl(fd, F_SETFL, O_NONBLOCK);
  while (read(fd, c, sizeof c) > 0) {}
  fcntl(fd, F_SETFL, 0);
}
static void fill(int fd) {
  int size = 4096;
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  char block[4096] = {0};
  while (send(fd, block, sizeof block, MSG_DONTWAIT) > 0) {}
}
static void lock(int command, int type) {
  kcall(__NR_fcntl64, held, command, &(struct flock64){.l_type = type, .l_whence = SEEK_SET});
}
#define TRY_WITH(child, text, expression, after) TRY_BETWEEN(later(child), text, expression, (end_children(), after))

static void endless(int flags) {
  char c[64], block[4096] = {0};
  TRY_WITH(give_pipe, "read pipe", kcall(__NR_read, p[0], c, 1), empty(p[0]));
  siginfo_t info = {0};
  TRY_WITH(nothing, "waitid", kcall(__NR_waitid, P_ALL, 0, &info, WEXITED, NULL), 0);
  TRY_WITH(nothing, "waitpid", kcall(__NR_waitpid, -1, NULL, 0), 0);
  int opened;
  TRY_WITH(open_fifo, "open fifo", opened = kcall(__NR_open, fifo, O_RDONLY),
           close(opened < 0 ? open(fifo, O_RDONLY | O_NONBLOCK) : opened));
  struct { long t; char c[8]; } m;
  TRY_WITH(send_message, "msgrcv", kcall(__NR_msgrcv, queue, &m, 8, 1, 0), msgrcv(queue, &m, 8, 1, IPC_NOWAIT));
  struct sembuf take = {0, -1, 0};
  TRY_WITH(give_semaphore, "semop", kcall(__NR_ipc, 1, semaphore, 1, 0, &take), semctl(semaphore, 0, SETVAL, 0));
  TRY_WITH(send_queue, "mq_receive", kcall(__NR_mq_timedreceive, mq, c, 64, NULL, NULL),
           mq_timedreceive(mq, c, 64, NULL, &(struct timespec){0, 0}));
  TRY_WITH(make_file, "read inotify", kcall(__NR_read, watch, c, 64), (empty(watch), unlink("watched/file"), empty(watch)));
  TRY_BETWEEN(timerfd_settime(timer, 0, &(struct itimerspec){{0, 0}, {0, 120000000}}, NULL), "read timerfd",
              kcall(__NR_read, timer, c, 8), pause_ms(100));
  TRY_BETWEEN(hold(0), "flock", kcall(__NR_flock, held, LOCK_EX), (flock(held, LOCK_UN), end_children()));
  struct flock64 l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  TRY_BETWEEN(hold(1), "F_SETLKW", kcall(__NR_fcntl64, held, F_SETLKW64, &l), (lock(F_SETLK64, F_UNLCK), end_children()));
  TRY_BETWEEN(hold(2), "F_OFD_SETLKW", kcall(__NR_fcntl64, held, F_OFD_SETLKW, &l),
              (lock(F_OFD_SETLK, F_UNLCK), end_children()));
  TRY_BETWEEN((fill(pair[0]), later(drain_pair)), "send", kcall(__NR_sendto, pair[0], block, 4096, 0, NULL, 0),
              (end_children(), drain_pair()));
  TRY_BETWEEN((*shared = 0, later(wake)), "futex wait, no limit", kcall(__NR_futex, shared, FUTEX_WAIT, 0, NULL),
              end_children());
  TRY("restart_syscall", kcall(__NR_restart_syscall));
}

int main(void) {
  NEED(pipe(p) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && mkfifo(fifo, 0600) == 0);
  setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){0, 120000}, sizeof(struct timeval));
  ep = epoll_create1(0), queue = msgget(IPC_PRIVATE, 0600), semaphore = semget(IPC_PRIVATE, 1, 0600);
  timer = timerfd_create(CLOCK_MONOTONIC, 0);
  char name[64];
  sprintf(name, "/dragoman-restart-%d", getpid());
  struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = 64};
  NEED((mq = mq_open(name, O_CREAT | O_RDWR, 0600, &attributes)) != -1);
  mq_unlink(name);
  NEED((held = open("locked", O_CREAT | O_RDWR, 0600)) >= 0 && mkdir("watched", 0700) == 0);
  watch = inotify_init();
  inotify_add_watch(watch, "watched", IN_CREATE);
  shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  say("without SA_RESTART\n");
  round_of(0), endless(0);
  say("with SA_RESTART\n");
  round_of(SA_RESTART), endless(SA_RESTART);
  msgctl(queue, IPC_RMID, NULL), semctl(semaphore, 0, IPC_RMID);
  return guest_status();
}
