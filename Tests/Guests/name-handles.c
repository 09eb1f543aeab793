// name_to_handle_at fills a handle; too small a buffer says how much is wanted.
#include "guest.h"

int main(void) {
  put_file("file", "", 0600);
  int mount = -1;
  struct file_handle *h = (struct file_handle *)calloc(1, sizeof *h + MAX_HANDLE_SZ);
  h->handle_bytes = 0;
  CALL(name_to_handle_at(AT_FDCWD, "file", h, &mount, 0));
  SHOW(h->handle_bytes);
  CALL(name_to_handle_at(AT_FDCWD, "file", h, &mount, 0));
  int fd = open_by_handle_at(AT_FDCWD, h, O_RDONLY);
  SHOW(fd >= 0 ? 0 : errno);
  CALL(name_to_handle_at(AT_FDCWD, "absent", h, &mount, 0));
  return guest_status();
}
