#include <stdio.h>
#include <unistd.h>

/// Says hello and stays, so that its memory can be looked at.
int main(void) {
  puts("hello");
  fflush(stdout);
  pause();
  return 0;
}
