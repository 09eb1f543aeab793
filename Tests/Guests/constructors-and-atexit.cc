// Static constructors, destructors, atexit, on_exit and quick_exit in their order.
#include "guest.h"

struct Object {
  const char *name;
  Object(const char *n) : name(n) { say("construct %s\n", name); }
  ~Object() { say("destroy %s\n", name); }
};
static Object first("first"), second("second");
__attribute__((constructor(200))) static void early() { say("early\n"); }
__attribute__((destructor)) static void late() { say("late\n"); }
static void bye() { say("atexit\n"); }
static void with_status(int status, void *argument) { say("on_exit %d\n", status); }

int main() {
  static Object local("local");
  atexit(bye);
  on_exit(with_status, nullptr);
  IN_CHILD("quick", at_quick_exit(bye); quick_exit(4));
  exit(3);
}
