// OFD locks belong to the open file, not to the process.
#include "guest.h"

int main(void) {
  int a = open64("file", O_RDWR | O_CREAT, 0600), b = open64("file", O_RDWR);
  struct flock64 l = {F_WRLCK, SEEK_SET, 0x200000000LL, 16, 0};
  CALL(fcntl(a, F_OFD_SETLK, &l));
  CALL(fcntl(b, F_OFD_SETLK, &l));
  struct flock64 g = {F_WRLCK, SEEK_SET, 0, 0, 0};
  CALL(fcntl(b, F_OFD_GETLK, &g));
  say("type %d start %llx length %lld pid %d\n", g.l_type, (long long)g.l_start, (long long)g.l_len, g.l_pid);
  close(a);
  CALL(fcntl(b, F_OFD_SETLK, &l));
  l.l_pid = 1;
  CALL(fcntl(b, F_OFD_SETLK, &l));
  return guest_status();
}
