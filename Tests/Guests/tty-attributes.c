// A pseudo-terminal: attributes, window size, echo, cooked and raw reading.
// guest: cflags=-lutil
#include "guest.h"
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

int main(void) {
  int master, slave, n;
  char text[64];
  struct termios t, u;
  struct winsize w = {24, 80, 640, 480};
  NEED(openpty(&master, &slave, NULL, NULL, &w) == 0);
  CALL(isatty(slave));
  CALL(isatty(0));
  CALL(tcgetattr(slave, &t));
  say("%o %o %o %o %d %d\n", t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag, t.c_cc[VINTR], t.c_cc[VEOF]);
  say("speed %d\n", (int)cfgetospeed(&t));
  CALL(write(master, "line\n", 5));
  CALL(read(slave, text, sizeof text));
  CALL(read(master, text, sizeof text));
  cfmakeraw(&t);
  t.c_cc[VMIN] = 1;
  CALL(tcsetattr(slave, TCSADRAIN, &t));
  CALL(tcgetattr(slave, &u));
  CHECK(u.c_lflag == t.c_lflag && u.c_oflag == t.c_oflag && u.c_cc[VMIN] == 1);
  CALL(write(master, "ab", 2));
  CALL(read(slave, text, sizeof text));
  memset(&w, 0, sizeof w);
  CALL(ioctl(slave, TIOCGWINSZ, &w));
  say("%d %d %d %d\n", w.ws_row, w.ws_col, w.ws_xpixel, w.ws_ypixel);
  w.ws_row = 50;
  CALL(ioctl(master, TIOCSWINSZ, &w));
  CALL(ioctl(slave, TIOCGWINSZ, &w));
  SHOW(w.ws_row);
  CALL(ioctl(master, TIOCGPTN, &n) == 0 && n >= 0);
  CALL(ioctl(master, TIOCSPTLCK, &(int){0}));
  CALL(ioctl(slave, TIOCOUTQ, &n));
  CALL(ioctl(slave, TCGETS, 16));
  CALL(tcflush(slave, TCIOFLUSH));
  CALL(tcsendbreak(slave, 0));
  CALL(tcgetattr(0, &t));
  CALL(ioctl(0, TIOCGWINSZ, &w));
  close(master);
  CALL(read(slave, text, 4));
  return guest_status();
}
