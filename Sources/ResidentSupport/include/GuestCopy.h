#pragma once
#ifndef __ASSEMBLER__
#include <stdint.h>

/// Copies `count` bytes from or to guest memory. 0, or −14 (EFAULT) where a page was not there.
int64_t guest_copy(void *to, const void *from, uint64_t count);

/// The same, one byte after the other: all in front of a page that is not there is copied.
int64_t guest_copy_bytes(void *to, const void *from, uint64_t count);
/// Counts the bytes before the first NUL; −14 on a fault, `limit` where there is none.
int64_t guest_string_length(const void *from, uint64_t limit);
/// Fills with zeros; 0 or −14.
int64_t guest_zero(void *to, uint64_t count);
/// Replaces `*expected` by `desired` in one step. 0 where it did, 1 with `*expected` updated where it did not, −14 on a
/// fault.
int64_t guest_compare_exchange32(uint32_t *at, uint32_t *expected, uint32_t desired);
/// 0 where the kernel answers `int $0x80`, −14 where it is a protection fault, as on a kernel without 32-bit support.
int64_t probe_interrupt_entry(void);
/// Registers a 32-bit robust list for the calling thread by the host's 32-bit entry: 0, an error, or −14 where there is
/// none.
int64_t compat_set_robust_list(uint32_t head);
#endif
