// A new session takes a controlling terminal: TIOCSCTTY, foreground group, ^C and hang-up.
// guest: cflags=-lutil
#include "guest.h"
#include <pty.h>
#include <sys/ioctl.h>

static volatile int hung_up;
static void handler(int number) { say("SIG%s\n", sigabbrev_np(number)); }
static void note(int number) { hung_up = 1; }

int main(void) {
  int master, slave;
  char c;
  NEED(openpty(&master, &slave, NULL, NULL, NULL) == 0);
  pid_t child = fork();
  if (child == 0) {
    close(master);
    CALL(setsid() == getpid());
    CALL(ioctl(slave, TIOCSCTTY, 0));
    CHECK(tcgetsid(slave) == getpid());
    CHECK(tcgetpgrp(slave) == getpgrp());
    int tty = open("/dev/tty", O_RDWR);
    CHECK(tty >= 0);
    on_signal(SIGINT, (void *)handler, 0);
    on_signal(SIGHUP, (void *)note, 0);
    on_signal(SIGWINCH, (void *)handler, SA_RESTART);
    write(slave, "R", 1);
    CALL(read(tty, &c, 1));
    write(slave, "S", 1);
    CALL(read(tty, &c, 1) <= 0);
    // The end of the terminal wakes the reader before the signal is sent.
    while (!hung_up) pause_ms(1);
    say("SIGHUP\n");
    _exit(5);
  }
  close(slave);
  NEED(read(master, &c, 1) == 1 && c == 'R');
  pause_ms(30);
  struct winsize w = {10, 20, 0, 0};
  ioctl(master, TIOCSWINSZ, &w);
  pause_ms(30);
  write(master, "\003", 1);
  do NEED(read(master, &c, 1) == 1);
  while (c != 'S');
  pause_ms(30);
  close(master);
  reap(child, "child");
  return guest_status();
}
