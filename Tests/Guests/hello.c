// The smallest program of the C library.
// guest: link=static,dynamic,static-pie args=one,two
#include <stdio.h>

int main(int argc, char **argv) {
  printf("hello, %d arguments: %s %s\n", argc, argv[1], argv[2]);
  return 0;
}
