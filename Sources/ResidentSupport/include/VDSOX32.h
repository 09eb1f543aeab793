#pragma once
// The x32 vDSO: an ELF32 image of x86-64 code, which the loader copies into the guest and completes with the addresses
// of the host's functions.
#ifndef __ASSEMBLER__
#include <stdint.h>
#include "Gateway.h"

CODE_LABEL(vdsox32_begin)
CODE_LABEL(vdsox32_end)
/// 64-bit words, in the order of `HostClock.function(_:)`, that hold offsets in the image until they get the addresses.
CODE_LABEL(vdsox32_functions)
CODE_LABEL(vdsox32_functions_end)
#endif
