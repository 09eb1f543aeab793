// guest: abi=i386
// Call numbers that i386 does not have are ENOSYS; so are old calls that the kernel dropped.
#include "guest.h"

int main(void) {
  int gone[] = {17, 31, 32, 35, 44, 53, 56, 58, 98, 127, 130, 137, 166, 167, 169, 188, 189, 222, 223, 251, 273, 285, 999, 1000, 0x7fffffff};
  for (unsigned i = 0; i < sizeof gone / sizeof *gone; i++)
    say("%d: %s %s\n", gone[i], error_name(-kcall(gone[i], 0)), error_name(-int80(gone[i], 0)));
  return guest_status();
}
