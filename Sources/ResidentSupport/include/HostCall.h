#pragma once
#ifndef __ASSEMBLER__
#include <stdint.h>
/// Enters the kernel with a 64-bit call; gives its raw result (−4095…−1 are errors).
int64_t host_call(uint64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);
#endif
