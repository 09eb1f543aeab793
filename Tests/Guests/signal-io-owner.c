// SIGIO and F_SETSIG: to whom, with what siginfo; F_SETOWN, F_SETOWN_EX, F_GETOWN_EX; overflow of the queue.
#include "guest.h"
#include <sys/socket.h>
#include <sys/syscall.h>

static volatile int count;
static void handler(int number, siginfo_t *info, void *context) {
  count++;
  say("signal %d code %d band %lx fd %d\n", number == SIGIO ? -1 : number - SIGRTMIN, info->si_code, info->si_band, info->si_fd);
}
struct owner { int type; pid_t pid; };

int main(void) {
  int p[2], pair[2];
  NEED(pipe(p) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  on_signal(SIGIO, (void *)handler, SA_SIGINFO);
  on_signal(SIGRTMIN + 2, (void *)handler, SA_SIGINFO);
  SHOW(fcntl(p[0], F_GETOWN));
  SHOW(fcntl(p[0], F_GETSIG));
  CALL(fcntl(p[0], F_SETOWN, getpid()));
  CHECK(fcntl(p[0], F_GETOWN) == getpid());
  CALL(fcntl(p[0], F_SETOWN, -getpgrp()));
  CHECK(fcntl(p[0], F_GETOWN) == -getpgrp());
  struct owner o = {0, syscall(SYS_gettid)};
  CALL(fcntl(p[0], F_SETOWN_EX, &o));
  memset(&o, 1, sizeof o);
  CALL(fcntl(p[0], F_GETOWN_EX, &o));
  SHOW(o.type);
  CHECK(o.pid == getpid());
  o.type = 7;
  CALL(fcntl(p[0], F_SETOWN_EX, &o));
  CALL(fcntl(p[0], F_SETOWN_EX, (void *)8));
  CALL(fcntl(p[0], F_SETSIG, 65));
  CALL(fcntl(p[0], F_SETFL, O_ASYNC));
  CALL(write(p[1], "x", 1));
  CALL(fcntl(p[0], F_SETSIG, SIGRTMIN + 2));
  SHOW(fcntl(p[0], F_GETSIG) - SIGRTMIN);
  CALL(write(p[1], "x", 1));
  close(p[1]);
  CALL(fcntl(pair[0], F_SETOWN, getpid()));
  CALL(fcntl(pair[0], F_SETSIG, SIGRTMIN + 2));
  CALL(fcntl(pair[0], F_SETFL, O_ASYNC));
  CALL(write(pair[1], "x", 1));
  CALL(shutdown(pair[1], SHUT_WR));
  close(pair[1]);
  mkdir("watched", 0700);
  int folder = open("watched", O_RDONLY | O_DIRECTORY);
  CALL(fcntl(folder, F_SETSIG, SIGRTMIN + 2));
  CALL(fcntl(folder, F_NOTIFY, DN_CREATE | DN_MULTISHOT));
  close(open("watched/a", O_CREAT | O_WRONLY, 0600));
  put_file("leased", "x", 0600);
  int leased = open("leased", O_RDONLY);
  CALL(fcntl(leased, F_SETSIG, SIGRTMIN + 2));
  CALL(fcntl(leased, F_SETLEASE, F_RDLCK));
  SHOW(fcntl(leased, F_GETLEASE));
  if (fork() == 0) {
    pause_ms(20);
    open("leased", O_WRONLY | O_NONBLOCK);
    _exit(errno);
  }
  pause_ms(100);
  int status;
  while (wait(&status) < 0) {}
  say("child: %s\n", error_name(WEXITSTATUS(status)));
  CALL(fcntl(leased, F_SETLEASE, F_UNLCK));
  SHOW(count);
  return guest_status();
}
