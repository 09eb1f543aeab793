#pragma GCC target("no-sse,fpmath=387")
#include "Bodies.h"

int main(int argc, char **argv) { return measure("cpu-x87", argv, moveBodies); }
