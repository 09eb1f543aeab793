#pragma once
// Only the linked resident takes this module: it holds the entry point and the memory functions that a libc would give.
