// abort ends with SIGABRT after the handler returned.
#include "guest.h"

static void handler(int number) { say("handler %d\n", number); }

int main(void) {
  on_signal(SIGABRT, (void *)handler, 0);
  abort();
}
