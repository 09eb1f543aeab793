#pragma once
// What control crossing between guest and resident leaves in the thread's block: one truth for assembly and Swift.

// The addresses that are the resident's in every guest process: the trampolines of 64-bit sites, its image right behind
// them, its tables, its threads' blocks.
#define RESIDENT_BEGIN 0x7dfffffa0000
// Where Package.swift has the image linked to.
#define RESIDENT_IMAGE 0x7e0000000000
#define RESIDENT_END 0x7e2000000000
#define RESIDENT_TABLES 0x7e0800000000
// What is known of patched sites, mapped with the first of them: 2048 sites of 56 bytes, and start and end of each of 256
// stretches where the jumps of 64-bit sites lead to, which listings of the process leave out.
#define SITE_TABLE 0x7e0807000000
#define SITE_STRETCHES 0x7e080701c000
#define SITE_TABLE_SIZE 0x1d000

// Where the blocks of threads lie. A block's slot is SLOT_SIZE bytes, aligned to its size, so that code on the
// resident's or the signal stack finds its block from %rsp alone. The range check at the gateway is one shift and one
// compare.
#define SLOT_REGION 0x7e1000000000
#define SLOT_REGION_SHIFT 36
#define SLOT_REGION_TAG 0x7e1
#define SLOT_SIZE 0x20000
#define SLOT_STACK_LOW 0x1000
#define SLOT_STACK_TOP 0x10000
#define SLOT_SIGNAL_STACK_LOW 0x11000
#define SLOT_SIGNAL_STACK_TOP 0x1b000
#define SLOT_VECTOR_STATE 0x1b000
#define SLOT_BLOCK 0x1e000
// Room for one path of the thread's.
#define SLOT_PATH 0x1f000

// The trampolines of sites in 64-bit code: one place each, the resident's text within the reach of a jump.
#define TRAMPOLINES RESIDENT_BEGIN
#define TRAMPOLINE_SIZE 128
#define TRAMPOLINE_CALL 28
#define TRAMPOLINE_CALL_END 30
#define TRAMPOLINE_LANDING 40
// Where a call by number comes in: whose it is, looked at once more.
#define TRAMPOLINE_NUMBERED 46
#define TRAMPOLINE_NUMBERED_END 63
#define TRAMPOLINE_ASIDE 64
#define TRAMPOLINE_FALLBACK 80
#define TRAMPOLINE_BRANCH 96
#define TRAMPOLINE_TARGET 104
#define TRAMPOLINE_BEHIND 112
#define TRAMPOLINE_BACK 120

// How far behind the block %gs points while 64-bit code has not asked for it: to the end of the slot, behind which nothing can
// be read, so that code that uses %gs without having set it has its fault.
#define GS_DISTANCE (SLOT_SIZE - SLOT_BLOCK)

#define SELECTOR_CODE32 0x23
#define SELECTOR_CODE64 0x33
#define SELECTOR_DATA 0x2b

#define BLOCK_AX 0x00
#define BLOCK_BX 0x08
#define BLOCK_CX 0x10
#define BLOCK_DX 0x18
#define BLOCK_SI 0x20
#define BLOCK_DI 0x28
#define BLOCK_BP 0x30
#define BLOCK_SP 0x38
#define BLOCK_R8 0x40
#define BLOCK_R9 0x48
#define BLOCK_R10 0x50
#define BLOCK_R11 0x58
#define BLOCK_R12 0x60
#define BLOCK_R13 0x68
#define BLOCK_R14 0x70
#define BLOCK_R15 0x78
#define BLOCK_IP 0x80
#define BLOCK_FLAGS 0x88
#define BLOCK_CS 0x90
#define BLOCK_SS 0x98
#define BLOCK_DS 0xa0
#define BLOCK_ES 0xa4
#define BLOCK_FS 0xa8
#define BLOCK_FS_BASE 0xb0
#define BLOCK_ORIGINAL_AX 0xb8
#define BLOCK_ATTENTION 0xc0
#define BLOCK_ARITHMETIC_FLAGS 0xc4
#define BLOCK_ENTRY 0xc8
#define BLOCK_TID 0xcc
#define BLOCK_LANDING 0xd0

// Bits of the attention word: why the thread may not go back to the guest the short way.
#define ATTENTION_SIGNAL 1
#define ATTENTION_FULL_EXIT 2
#define ATTENTION_SEGMENTS 4

// How the guest came in.
#define ENTRY_VSYSCALL 0
#define ENTRY_TRAP 1
#define ENTRY_WIDE_SITE 2

// Numbers below this have a place in gateway_passthrough.
#define PASSTHROUGH_COUNT 512
// Set in such a place: the call goes through dispatch where there is a note on the descriptor in its first argument.
#define PASSTHROUGH_WATCHED 0x8000

// A byte for each number that a trampoline of 64-bit code looks up, behind the trampolines: not 0 where the call goes straight
// on. All numbers have a byte whose upper half is 0; from WIDE_NUMBER_COUNT on they are 0.
#define WIDE_PASSTHROUGH 0x7dfffffe0000
#define WIDE_PASSTHROUGH_SIZE 0x10000
#define WIDE_NUMBER_COUNT 576

// Results of a host call that no kernel gives to a user: a signal stopped it.
#define RESULT_RESTART_SYS -512
#define RESULT_NOT_STARTED -600

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

/// Offset and selector, as a far jump reads them.
struct far_pointer { uint32_t offset; uint16_t selector; };

/// The guest's registers while its thread is in the resident.
struct register_frame {
  uint64_t ax, bx, cx, dx, si, di, bp, sp;
  uint64_t r8, r9, r10, r11, r12, r13, r14, r15;
  uint64_t ip, flags, cs, ss;
  uint32_t ds, es;
  /// The selector that %fs is loaded with on the way out; 0 leaves it alone.
  uint32_t fs, fs_padding;
  /// The base for %fs where its selector is the flat one.
  uint64_t fs_base;
};

/// The part of a thread's block that the gateway's assembly knows.
struct gateway_block {
  struct register_frame frame;
  /// The call's number: %eax at entry, as a restart needs it.
  uint64_t original_ax;
  uint32_t attention;
  /// %ah as `lahf` gives it, %al is the overflow flag.
  uint32_t arithmetic_flags;
  uint32_t entry;
  /// Zeroed and woken by the kernel when the host thread has ended.
  int32_t tid;
  /// Where the 32-bit guest goes on after a call from a patched site.
  struct far_pointer landing;
};

_Static_assert(offsetof(struct gateway_block, frame.sp) == BLOCK_SP, "sp");
_Static_assert(offsetof(struct gateway_block, frame.r15) == BLOCK_R15, "r15");
_Static_assert(offsetof(struct gateway_block, frame.ip) == BLOCK_IP, "ip");
_Static_assert(offsetof(struct gateway_block, frame.ss) == BLOCK_SS, "ss");
_Static_assert(offsetof(struct gateway_block, frame.fs) == BLOCK_FS, "fs");
_Static_assert(offsetof(struct gateway_block, frame.fs_base) == BLOCK_FS_BASE, "fs_base");
_Static_assert(offsetof(struct gateway_block, original_ax) == BLOCK_ORIGINAL_AX, "original_ax");
_Static_assert(offsetof(struct gateway_block, attention) == BLOCK_ATTENTION, "attention");
_Static_assert(offsetof(struct gateway_block, arithmetic_flags) == BLOCK_ARITHMETIC_FLAGS, "arithmetic_flags");
_Static_assert(offsetof(struct gateway_block, entry) == BLOCK_ENTRY, "entry");
_Static_assert(offsetof(struct gateway_block, tid) == BLOCK_TID, "tid");
_Static_assert(offsetof(struct gateway_block, landing) == BLOCK_LANDING, "landing");

// A signal handler changes the word between any two instructions of its thread: each change is one instruction.
static inline void attention_add(struct gateway_block *block, uint32_t bits) {
  __asm__ volatile("orl %1, %0" : "+m"(block->attention) : "er"(bits) : "cc", "memory");
}
static inline void attention_remove(struct gateway_block *block, uint32_t bits) {
  __asm__ volatile("andl %1, %0" : "+m"(block->attention) : "er"(~bits) : "cc", "memory");
}
static inline uint32_t attention_read(const struct gateway_block *block) {
  return *(const volatile uint32_t *)&block->attention;
}
/// Keeps the compiler from moving memory accesses across: for what a signal handler of the same thread looks at.
static inline void order_for_signals(void) { __asm__ volatile("" ::: "memory"); }

/// The host's number + 1 of calls that go straight on with zero-extended arguments; 0 for all others.
extern uint16_t gateway_passthrough[PASSTHROUGH_COUNT];
static inline void gateway_set_passthrough(uint32_t number, uint16_t host) { gateway_passthrough[number] = host + 1; }
/// Sends all calls through dispatch from now on.
static inline void gateway_clear_passthrough(void) {
  for (int number = 0; number < PASSTHROUGH_COUNT; number++) ((volatile uint16_t *)gateway_passthrough)[number] = 0;
}
/// Sends the calls that are the host's `host` through dispatch from now on where there is a note on their descriptor.
static inline void gateway_watch_passthrough(uint16_t host) {
  for (int number = 0; number < PASSTHROUGH_COUNT; number++)
    if (gateway_passthrough[number] == host + 1) gateway_passthrough[number] |= PASSTHROUGH_WATCHED;
}

/// Bits for the x86-64 calls that go straight on.
extern uint64_t wide_passthrough[WIDE_NUMBER_COUNT / 64];
static inline void wide_set_passthrough(uint32_t number) { wide_passthrough[number / 64] |= 1ull << number % 64; }
static inline void wide_clear_passthrough(uint32_t number) { wide_passthrough[number / 64] &= ~(1ull << number % 64); }
static inline int wide_passes(uint32_t number) { return wide_passthrough[number / 64] >> number % 64 & 1; }

/// How many bytes may still be written to one descriptor with a note before dispatch has to look again.
extern uint64_t write_allowance;
extern int32_t write_allowance_descriptor;
static inline uint64_t write_allowance_of(int32_t descriptor) {
  return write_allowance_descriptor == descriptor ? write_allowance : 0;
}
static inline void set_write_allowance(int32_t descriptor, uint64_t bytes) {
  write_allowance = 0;
  write_allowance_descriptor = descriptor;
  write_allowance = bytes;
}

/// Where the 32-bit guest goes on after a call through its vDSO: offset and selector of a far pointer.
extern struct far_pointer gateway_landing;
static inline void gateway_set_landing(uint32_t offset) { gateway_landing.offset = offset; }
static inline uint32_t gateway_landing_offset(void) { return gateway_landing.offset; }

/// A place in code, as a number: for the signal handler that has to know what an interrupted instruction had already
/// done.
#define CODE_LABEL(name) \
  extern const uint8_t name[]; \
  static inline uint64_t name##_address(void) { return (uint64_t)name; }

CODE_LABEL(gateway_i386)
CODE_LABEL(gateway_entry_begin)
CODE_LABEL(gateway_entry_saved)
CODE_LABEL(gateway_entry_captured)
CODE_LABEL(gateway_entry_moved_si)
CODE_LABEL(gateway_entry_moved_di)
CODE_LABEL(gateway_call_instruction)
CODE_LABEL(gateway_call_end)
CODE_LABEL(gateway_pass_exit_begin)
CODE_LABEL(gateway_pass_exit_kept)
CODE_LABEL(gateway_pass_exit_moved_cx)
CODE_LABEL(gateway_pass_exit_end)
CODE_LABEL(gateway_entry_aside)
CODE_LABEL(gateway_entry_end)
CODE_LABEL(gateway_entry_far)
CODE_LABEL(gateway_entry_found_cx)
CODE_LABEL(gateway_entry_find_end)
CODE_LABEL(gateway_entry_far_end)
CODE_LABEL(gateway_find)
CODE_LABEL(gateway_take)
CODE_LABEL(gateway_taken)
CODE_LABEL(gateway_exit_begin)
CODE_LABEL(gateway_exit_end)
CODE_LABEL(gateway_trapped)
CODE_LABEL(site_gateway)
CODE_LABEL(site_entry_begin)
CODE_LABEL(site_entry_saved)
CODE_LABEL(site_entry_captured)
CODE_LABEL(site_entry_moved_si)
CODE_LABEL(site_entry_moved_di)
CODE_LABEL(site_call_instruction)
CODE_LABEL(site_call_end)
CODE_LABEL(site_pass_exit_begin)
CODE_LABEL(site_pass_exit_kept)
CODE_LABEL(site_pass_exit_moved_cx)
CODE_LABEL(site_pass_exit_end)
CODE_LABEL(site_entry_aside)
CODE_LABEL(site_entry_end)
CODE_LABEL(site_entry_far)
CODE_LABEL(site_entry_found_cx)
CODE_LABEL(site_entry_find_end)
CODE_LABEL(site_entry_far_end)
CODE_LABEL(site_find)
CODE_LABEL(site_take)
CODE_LABEL(site_taken)
CODE_LABEL(site_exit_begin)
CODE_LABEL(site_exit_end)
CODE_LABEL(site_trapped)
CODE_LABEL(wide_site_entry)
CODE_LABEL(wide_site_entry_end)
CODE_LABEL(wide_site_exit_begin)
CODE_LABEL(wide_site_exit_end)
CODE_LABEL(page_zero_wide)
CODE_LABEL(page_zero_wide_popped)
CODE_LABEL(page_zero_wide_end)
CODE_LABEL(page_zero_narrow)
CODE_LABEL(page_zero_narrow_loaded)
CODE_LABEL(page_zero_narrow_saved)
CODE_LABEL(page_zero_narrow_restored)
CODE_LABEL(page_zero_narrow_popped)
CODE_LABEL(page_zero_narrow_end)
CODE_LABEL(gateway_full_exit_begin)
CODE_LABEL(gateway_full_exit_end)
CODE_LABEL(host_call_plain_end)
CODE_LABEL(host_call_sixth)
CODE_LABEL(host_call_find)
CODE_LABEL(host_call_found)
CODE_LABEL(host_call_begin)
CODE_LABEL(host_call_instruction)
CODE_LABEL(host_call_end)
CODE_LABEL(guest_access_begin)
CODE_LABEL(guest_access_end)
CODE_LABEL(guest_access_fault)
CODE_LABEL(signal_restorer)
CODE_LABEL(signal_entry)

// The linker's names for where the resident's own code begins and ends, roughly below and exactly above.
CODE_LABEL(__executable_start)
CODE_LABEL(etext)

/// Leaves for the guest with every register of the block's frame; does not return.
_Noreturn void gateway_enter_guest(struct gateway_block *block);
#endif
