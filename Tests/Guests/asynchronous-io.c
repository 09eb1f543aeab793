// Linux AIO: contexts, reads and writes with buffers and vectors, events, an eventfd, poll, cancel and errors.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define CHECK(call) ({ long r = (call); printf("%s = %ld %s\n", #call, r, r < 0 ? strerrorname_np(errno) : ""); r; })

static struct iocb request(int fd, int operation, void *buffer, long count, long long offset) {
  struct iocb r = {0};
  r.aio_fildes = fd, r.aio_lio_opcode = operation, r.aio_buf = (unsigned long)buffer, r.aio_nbytes = count;
  r.aio_offset = offset;
  return r;
}

int main(void) {
  aio_context_t context = 0, other = 1;
  char text[64] = "abcdefghijklmnopqrstuvwxyz", a[8] = "", b[8] = "";
  int file = open("aio-file", O_CREAT | O_RDWR | O_TRUNC, 0600);
  CHECK(syscall(SYS_io_setup, 8, &other));
  other = 0;
  CHECK(syscall(SYS_io_setup, 0, &other));
  CHECK(syscall(SYS_io_setup, 8, (void *)1));
  CHECK(syscall(SYS_io_setup, 8, &context));
  unsigned *ring = (unsigned *)context;
  printf("magic %x, header %u\n", ring[4], ring[7]);

  struct iovec in[2] = {{a, 4}, {b, 6}}, out[2] = {{text, 10}, {text + 10, 16}};
  struct iocb write_all = request(file, IOCB_CMD_PWRITEV, out, 2, 3), read_some = request(file, IOCB_CMD_PREADV, in, 2, 5);
  struct iocb plain = request(file, IOCB_CMD_PREAD, text + 32, 5, 3), bad = request(99, IOCB_CMD_PREAD, text, 1, 0);
  write_all.aio_data = 11, read_some.aio_data = 22, plain.aio_data = 33;
  struct iocb *first[] = {&write_all}, *rest[] = {&read_some, &plain, &bad};
  struct io_event events[8];
  struct timespec enough = {10, 0}, none = {0, 0};
  CHECK(syscall(SYS_io_submit, context, 1, first));
  CHECK(syscall(SYS_io_getevents, context, 1, 8, events, &enough));
  printf("data %lld object %d result %lld\n", events[0].data, events[0].obj == (unsigned long)&write_all, events[0].res);
  CHECK(syscall(SYS_io_submit, context, 3, rest));
  CHECK(syscall(SYS_io_getevents, context, 2, 8, events, &enough));
  for (int i = 0; i < 2; i++)
    printf("data %lld object %d result %lld\n", events[i].data,
           events[i].obj == (unsigned long)(events[i].data == 22 ? &read_some : &plain), events[i].res);
  printf("%.4s %.6s %.5s, vectors kept %d\n", a, b, text + 32, read_some.aio_buf == (unsigned long)in);
  struct iocb *bads[] = {&bad}, *nowhere[] = {(void *)1};
  CHECK(syscall(SYS_io_submit, context, 1, bads));
  CHECK(syscall(SYS_io_submit, context, 1, nowhere));
  CHECK(syscall(SYS_io_submit, context, -1, bads));
  CHECK(syscall(SYS_io_submit, context, 1, NULL));
  CHECK(syscall(SYS_io_submit, 0, 1, bads));
  in[1].iov_len = -1;
  CHECK(syscall(SYS_io_submit, context, 1, rest));

  int counter = eventfd(0, 0), ends[2];
  unsigned long long told = 0;
  pipe(ends);
  struct iocb waiting = request(ends[0], IOCB_CMD_POLL, (void *)POLLIN, 0, 0);
  waiting.aio_buf = POLLIN, waiting.aio_flags = IOCB_FLAG_RESFD, waiting.aio_resfd = counter, waiting.aio_data = 44;
  struct iocb *poll_one[] = {&waiting};
  CHECK(syscall(SYS_io_submit, context, 1, poll_one));
  CHECK(syscall(SYS_io_getevents, context, 1, 1, events, &none));
  write(ends[1], "x", 1);
  read(counter, &told, 8);
  struct { unsigned long mask, size; } set = {0, 8};
  CHECK(syscall(SYS_io_pgetevents, context, 1, 1, events, &enough, &set));
  printf("told %llu data %lld result %lld\n", told, events[0].data, events[0].res);
  struct iocb stuck = request(ends[0], IOCB_CMD_POLL, 0, 0, 0);
  stuck.aio_buf = POLLIN;
  read(ends[0], a, 1);
  struct iocb *poll_two[] = {&stuck};
  CHECK(syscall(SYS_io_submit, context, 1, poll_two));
  long cancelled = syscall(SYS_io_cancel, context, &stuck, events);
  printf("cancel %ld %d\n", cancelled, errno == EINPROGRESS);
  CHECK(syscall(SYS_io_getevents, context, 1, 1, events, &enough));
  CHECK(syscall(SYS_io_destroy, context));
  CHECK(syscall(SYS_io_destroy, context));

  // The rings' places are free again.
  for (int i = 0; i < 200; i++) {
    context = 0;
    if (syscall(SYS_io_setup, 100, &context) || syscall(SYS_io_destroy, context)) return printf("round %d\n", i), 1;
  }
  puts("200 rounds");
  unlink("aio-file");
  return 0;
}
