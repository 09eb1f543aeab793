#pragma once
// The i386 vDSO: an ELF image that the loader copies into the guest and completes with absolute addresses.
#ifndef __ASSEMBLER__
#include <stdint.h>
#include "Gateway.h"

CODE_LABEL(vdso32_begin)
CODE_LABEL(vdso32_end)
/// The 32-bit word that takes the guest's address of `vdso32_stub`.
CODE_LABEL(vdso32_far_target)
CODE_LABEL(vdso32_stub)
/// The 64-bit word that takes the address of `gateway_i386`.
CODE_LABEL(vdso32_gateway)
CODE_LABEL(vdso32_vsyscall)
CODE_LABEL(vdso32_landing)
CODE_LABEL(vdso32_sigreturn)
CODE_LABEL(vdso32_rt_sigreturn)
#endif
