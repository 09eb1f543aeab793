#pragma once
#ifndef __ASSEMBLER__
#include <stdint.h>

/// Loads %gs; 0, or −14 where the selector is not loadable.
int64_t segment_load_gs(uint32_t selector);
/// Loads %fs; 0, or −14 where the selector is not loadable.
int64_t segment_load_fs(uint32_t selector);
/// Loads %ds and %es; 0, or −14.
int64_t segment_load_data(uint32_t ds, uint32_t es);
uint32_t segment_read_gs(void);
uint32_t segment_read_fs(void);
uint32_t segment_read_ds(void);
uint32_t segment_read_es(void);
uint64_t segment_read_gs_base(void);
uint64_t segment_read_fs_base(void);
void segment_write_gs_base(uint64_t base);
void segment_write_fs_base(uint64_t base);
#endif
