// `dragoman run PATH ARGUMENTS…`, without options, before the C library and Swift's runtime: they take longer to start
// than the guest. C, because Swift may call its runtime or memcpy; no function of the C library has its address yet.
#include <stdbool.h>
#include <stdint.h>
#include <HostCall.h>
#include "ToolStart.h"

enum { call_execve = 59, call_readlink = 89 };

static bool is_run(const char *text) { return text[0] == 'r' && text[1] == 'u' && text[2] == 'n' && !text[3]; }

/// Whether it is no option and names a place, so that it is not looked up in `PATH`.
static bool is_path(const char *text) {
  if (*text == '-') return false;
  while (*text && *text != '/') text++;
  return *text;
}

static void copy(char *to, const char *from) {
  while ((*to++ = *from++)) {}
}

/// Becomes the resident, which comes back to the tool, as `run -- PATH`, for the words on what it cannot start.
///
/// `stack` is the kernel's block of arguments. Returns, with everything as it was, where the command line is another or
/// the resident is missing: the tool itself finds the words for that.
void tool_quick_start(const char **stack, char *room) {
  int64_t count = (int64_t)stack[0];
  if (count < 3 || !is_run(stack[2]) || !is_path(stack[3])) return;

  char *tool = room, *resident = room + TOOL_PATH_BYTES;
  int64_t length = host_call(call_readlink, (uint64_t)"/proc/self/exe", (uint64_t)tool, 4096, 0, 0, 0);
  if (length <= 0 || length >= 4096) return;
  tool[length] = 0;
  copy(resident, tool);
  char *name = resident + length;
  while (name > resident && name[-1] != '/') name--;

  // The program and its arguments stay where they are; the words before them make room for the resident's options.
  const char **command = stack - 1, **environment = stack + count + 2;
  const char *own[] = {stack[0], stack[1], stack[2]};
  command[0] = resident;
  command[1] = "--tool";
  command[2] = tool;
  command[3] = "--";
  copy(name, "dragoman-resident");
  host_call(call_execve, (uint64_t)resident, (uint64_t)command, (uint64_t)environment, 0, 0, 0);
  copy(name, "../libexec/dragoman/dragoman-resident");
  host_call(call_execve, (uint64_t)resident, (uint64_t)command, (uint64_t)environment, 0, 0, 0);
  for (int index = 0; index < 3; index++) stack[index] = own[index];
}
