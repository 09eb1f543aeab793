// SA_RESTART or EINTR: read, accept, wait, nanosleep, poll, select, futex, msgrcv, semop, sigsuspend, epoll.
// guest: timeout=30
#include "guest.h"
#include <linux/futex.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/un.h>

static volatile int ticks;
static int p[2], server, pair[2], ep, queue, semaphore;
static pid_t child;
static void handler(int number) {
  // After the third tick a restarted call is given what it waits for.
  if (++ticks == 3) {
    write(p[1], "x", 1);
    write(pair[1], "x", 1);
    if (child) kill(child, SIGKILL);
  }
}
static void arm(int flags) {
  struct itimerval t = {{0, 15000}, {0, 15000}};
  ticks = 0;
  on_signal(SIGALRM, (void *)handler, flags);
  setitimer(ITIMER_REAL, &t, NULL);
}
static void disarm(void) {
  char c[64];
  setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
  fcntl(p[0], F_SETFL, O_NONBLOCK), fcntl(pair[0], F_SETFL, O_NONBLOCK);
  read(p[0], c, 64), read(pair[0], c, 64);
  fcntl(p[0], F_SETFL, 0), fcntl(pair[0], F_SETFL, 0);
}
#define TRY(expression) (arm(flags), guest_show_call(#expression, (errno = 0, (long)(expression))), disarm())

static void round_of(int flags) {
  char c;
  struct pollfd f = {p[0], POLLIN, 0};
  struct timespec second = {5, 0}, left;
  fd_set set;
  struct epoll_event e;
  uint32_t word = 0;
  struct sembuf take = {0, -1, 0};
  struct { long type; char text[8]; } m;
  TRY(read(p[0], &c, 1));
  TRY(recv(pair[0], &c, 1, 0));
  TRY(poll(&f, 1, -1));
  FD_ZERO(&set);
  FD_SET(p[0], &set);
  TRY(select(p[0] + 1, &set, NULL, NULL, NULL));
  TRY(epoll_wait(ep, &e, 1, -1));
  TRY(nanosleep(&second, &left));
  child = fork();
  if (child == 0) {
    pause_ms(5000);
    _exit(0);
  }
  TRY(waitpid(child, NULL, 0) > 0 ? 1 : -1);
  kill(child, SIGKILL);
  while (waitpid(child, NULL, 0) == -1 && errno == EINTR) {}
  child = 0;
  TRY(msgrcv(queue, &m, 8, 1, 0) == -1 ? -1 : 0);
  TRY(semop(semaphore, &take, 1));
}

static void longer(int flags) {
  // Calls that SA_RESTART restarts without end need another end.
  uint32_t word = 0;
  int32_t timeout[2] = {0, 400000000};
  TRY(kcall(__NR_futex, &word, FUTEX_WAIT, 0, timeout) == -ETIMEDOUT ? 0 : 1);
  sigset_t none;
  sigemptyset(&none);
  TRY(sigsuspend(&none));
  TRY(pause());
}

int main(void) {
  NEED(pipe(p) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  queue = msgget(IPC_PRIVATE, 0600), semaphore = semget(IPC_PRIVATE, 1, 0600);
  ep = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN};
  epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e);
  say("without SA_RESTART\n");
  round_of(0);
  longer(0);
  say("with SA_RESTART\n");
  round_of(SA_RESTART);
  longer(SA_RESTART);
  struct sockaddr_un name = {AF_UNIX, "server"};
  server = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(server, (struct sockaddr *)&name, sizeof name), listen(server, 1);
  int flags = 0;
  TRY(accept(server, NULL, NULL));
  msgctl(queue, IPC_RMID, NULL), semctl(semaphore, 0, IPC_RMID);
  return guest_status();
}
