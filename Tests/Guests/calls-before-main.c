// Calls made by the instruction itself before the C library is ready: from an IFUNC resolver (before relocation is done),
// from DT_PREINIT_ARRAY, from constructors, and after main from destructors.
#include "guest.h"
#include "bare-call.h"

static void print(const char *text, long length) { bare_call(__NR_write, 1, (long)text, length); }
#define PRINT(text) print(text, sizeof text - 1)

static long the_first(void) { return 1; }
static long the_second(void) { return 2; }

// Relocations that come later are not made yet: nothing but what is in this file may be used.
static void *choose(void) {
  PRINT("resolver\n");
  long bad = 0;
  for (int i = 0; i < 100; i++) bad += bare_call(__NR_getppid, 0, 0, 0) <= 0;
  return bad ? the_first : the_second;
}
long chosen(void) __attribute__((ifunc("choose")));

static void before_all(int count, char **words) { PRINT("preinit\n"); }
__attribute__((section(".preinit_array"), used)) static void (*before)(int, char **) = before_all;

__attribute__((constructor(101))) static void early(void) { PRINT("early constructor\n"); }
__attribute__((constructor)) static void late(void) {
  PRINT("late constructor\n");
  say("the library answers: %d\n", getpid() == bare_call(__NR_getpid, 0, 0, 0));
}
__attribute__((destructor)) static void end(void) { PRINT("destructor\n"); }

int main(void) {
  PRINT("main\n");
  SHOW(chosen());
  return guest_status();
}
