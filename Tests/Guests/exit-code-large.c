// Only the low byte of an exit code arrives.
#include "guest.h"

int main(void) { return 0x1ab; }
