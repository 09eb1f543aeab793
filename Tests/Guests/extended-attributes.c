// set, get, list and remove extended attributes by path, link and descriptor.
#include "guest.h"
#include <sys/xattr.h>

int main(void) {
  char value[64] = "";
  put_file("file", "", 0600);
  int fd = open("file", O_RDONLY);
  CALL(setxattr("file", "user.one", "first", 5, 0));
  CALL(fsetxattr(fd, "user.two", "second", 6, XATTR_CREATE));
  CALL(setxattr("file", "user.one", "again", 5, XATTR_CREATE));
  CALL(getxattr("file", "user.one", value, sizeof value));
  say("%s\n", value);
  CALL(fgetxattr(fd, "user.two", value, 2));
  CALL(lgetxattr("file", "user.two", NULL, 0));
  CALL(getxattr("file", "user.three", value, sizeof value));
  CALL(listxattr("file", value, sizeof value) >= 18);
  CALL(removexattr("file", "user.one"));
  CALL(fremovexattr(fd, "user.one"));
  CALL(flistxattr(fd, value, 3));
  CALL(setxattr("file", "nonsense", "v", 1, 0));
  return guest_status();
}
