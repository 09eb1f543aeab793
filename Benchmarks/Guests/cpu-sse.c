#pragma GCC target("sse2,fpmath=sse")
#include "Bodies.h"

int main(int argc, char **argv) { return measure("cpu-sse", argv, moveBodies); }
