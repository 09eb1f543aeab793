#pragma once
// The first instructions of the released tool, before there is a C library or Swift's runtime.

// Room that the entry leaves below the kernel's block of arguments: two paths, and two words, the last of which is free
// to become the first of a longer command line.
#define TOOL_PATH_BYTES 4352
#define TOOL_ROOM (2 * TOOL_PATH_BYTES + 16)
