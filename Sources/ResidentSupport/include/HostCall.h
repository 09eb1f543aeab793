#pragma once
#ifndef __ASSEMBLER__
#include <stdint.h>
#include "Gateway.h"

/// Enters the kernel with a 64-bit call on the resident's own behalf; gives its raw result (−4095…−1 are errors).
int64_t host_call(uint64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);

/// Enters the kernel with a 64-bit call on the guest's behalf. A signal noted before the call began gives
/// RESULT_NOT_STARTED, one after which the kernel would restart the call RESULT_RESTART_SYS.
int64_t host_call_interruptible(
  uint64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);

/// Makes a host thread or a `vfork` child: `clone` or `clone3` with a stack of its own. Returns in the caller only; the
/// new one goes on in `resident_thread_started(block)` and then enters the guest with the block's frame.
int64_t host_spawn(uint64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, void *block);
#endif
