// flock: shared, exclusive, non-blocking and upgraded.
#include "guest.h"
#include <sys/file.h>

int main(void) {
  int a = open("file", O_RDWR | O_CREAT, 0600), b = open("file", O_RDWR);
  CALL(flock(a, LOCK_SH));
  CALL(flock(b, LOCK_SH));
  CALL(flock(b, LOCK_EX | LOCK_NB));
  CALL(flock(a, LOCK_UN));
  CALL(flock(b, LOCK_EX | LOCK_NB));
  CALL(flock(a, LOCK_SH | LOCK_NB));
  CALL(flock(a, 99));
  CALL(flock(99, LOCK_SH));
  return guest_status();
}
