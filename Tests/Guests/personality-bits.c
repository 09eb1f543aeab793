// personality: PER_LINUX32 changes uname's machine; other bits are kept, over fork and exec.
#include "guest.h"
#include <sys/personality.h>
#include <sys/utsname.h>

int main(int argc, char **argv) {
  struct utsname u;
  say("%x\n", personality(0xffffffff));
  uname(&u);
  say("%s\n", u.machine);
  if (argc > 1) return 0;
  say("%x\n", personality(PER_LINUX32));
  uname(&u);
  say("%s\n", u.machine);
  IN_CHILD("child", uname(&u); say("%x %s\n", personality(0xffffffff), u.machine));
  IN_CHILD("exec", execl("/proc/self/exe", "self", "x", NULL));
  say("%x\n", personality(PER_LINUX | ADDR_NO_RANDOMIZE | UNAME26));
  uname(&u);
  say("%.4s\n", u.release);
  IN_CHILD("exec", execl("/proc/self/exe", "self", "x", NULL));
  say("%x\n", personality(0xffffffff));
  return guest_status();
}
