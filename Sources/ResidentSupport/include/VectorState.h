#pragma once
#ifndef __ASSEMBLER__
#include <stdint.h>

/// Saves the x87 and vector registers in the standard XSAVE format at `area` (64-byte aligned).
void fpu_save(void *area, uint64_t mask);
/// Restores them; 0, or −14 where the area holds what the CPU refuses.
int64_t fpu_restore(const void *area, uint64_t mask);
/// The state components that the kernel enabled (XCR0).
uint64_t fpu_enabled_components(void);
struct cpuid_result { uint32_t a, b, c, d; };
struct cpuid_result fpu_cpuid(uint32_t leaf, uint32_t subleaf);
#endif
