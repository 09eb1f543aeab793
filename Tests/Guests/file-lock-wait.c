// F_SETLKW waits for the other process; a signal without SA_RESTART ends the wait with EINTR.
#include "guest.h"

static void nothing(int number) {}

int main(void) {
  int fd = open64("file", O_RDWR | O_CREAT, 0600), gate[2];
  struct flock64 all = {F_WRLCK, SEEK_SET, 0, 0, 0};
  NEED(pipe(gate) == 0 && fcntl(fd, F_SETLK64, &all) == 0);
  IN_CHILD("interrupted", {
    on_signal(SIGALRM, (void *)nothing, 0);
    struct itimerval soon = {{0, 20000}, {0, 20000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    CALL(fcntl(fd, F_SETLKW64, &all));
  });
  pid_t child = fork();
  if (child == 0) {
    write(gate[1], "x", 1);
    CALL(fcntl(fd, F_SETLKW64, &all));
    _exit(0);
  }
  char c;
  read(gate[0], &c, 1);
  pause_ms(30);
  all.l_type = F_UNLCK;
  say("unlock\n");
  // The waiter prints as soon as it has the lock, so this says nothing.
  NEED(fcntl(fd, F_SETLK64, &all) == 0);
  reap(child, "waiter");
  return guest_status();
}
