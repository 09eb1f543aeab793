// openat2 with restrictions, of the link to the own program: it is a magic link, wherever it leads.
#include "guest.h"
#include <linux/openat2.h>

int main(void) {
  static const int resolves[] = {0, RESOLVE_NO_XDEV, RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH, RESOLVE_IN_ROOT};
  int folder = open("/proc/self", O_PATH | O_DIRECTORY);
  for (unsigned i = 0; i < sizeof resolves / sizeof *resolves; i++) {
    struct open_how how = {O_RDONLY, 0, resolves[i]};
    long fd = kcall(437, AT_FDCWD, "/proc/self/exe", &how, sizeof how);
    say("resolve %x: %s\n", resolves[i], fd < 0 ? error_name(-fd) : "opened");
    fd = kcall(437, folder, "exe", &how, sizeof how);
    say("  in the folder: %s\n", fd < 0 ? error_name(-fd) : "opened");
  }
  return guest_status();
}
