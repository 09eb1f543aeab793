#include <unistd.h>

#include "Measure.h"

static void accessPath(unsigned count) {
  while (count--) access("/dev/null", F_OK);
}

int main(int argc, char **argv) { return measure("wide-access", argv, accessPath); }
