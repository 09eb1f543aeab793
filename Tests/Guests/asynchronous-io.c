// Linux AIO: contexts, reads and writes with and without vectors, polls, results in an eventfd, and every refusal.
#include <linux/aio_abi.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/uio.h>

#include "guest.h"

static aio_context_t ring;
static uint32_t context;

static struct iocb request(int operation, int fd, void *buffer, unsigned count, long long offset) {
  struct iocb made = {.aio_data = 0x1122334455667788ull, .aio_lio_opcode = operation, .aio_fildes = fd};
  made.aio_buf = (uint32_t)buffer, made.aio_nbytes = count, made.aio_offset = offset;
  return made;
}

static void results(int wanted, struct iocb *first) {
  struct io_event events[8] = {0};
  struct timespec limit = {10, 0};
  int count = kcall(__NR_io_getevents, context, wanted, 8, events, &limit);
  SHOW(count);
  // In the order of the requests: the kernel may end them in another.
  for (int i = 0; i < 8; i++)
    for (int e = 0; e < count; e++)
      if (events[e].obj == (uint32_t)(first + i))
        say("%d: data %llx result %lld %lld\n", i, events[e].data, events[e].res, events[e].res2);
}

int main(void) {
  CALL(kcall(__NR_io_setup, 0, &context));
  CALL(kcall(__NR_io_setup, 8, 16));
  context = 7;
  CALL(kcall(__NR_io_setup, 8, &context));
  context = 0;
  CALL(kcall(__NR_io_setup, 8, &context));
  CHECK(context != 0);
  CHECK(((struct { unsigned id, nr, head, tail, magic; } *)context)->magic == 0xa10a10a1);
  int fd = open("file", O_CREAT | O_RDWR, 0600), counter = eventfd(0, 0);
  char in[16] = "", more[16] = "";
  struct iovec out[2] = {{"hello ", 6}, {"world", 5}}, back[2] = {{in, 4}, {more, 7}};
  struct iocb made[5] = {request(IOCB_CMD_PWRITEV, fd, out, 2, 0)};
  struct iocb *list[5] = {made, made + 1, made + 2, made + 3, made + 4};
  CALL(kcall(__NR_io_submit, context, 1, list));
  results(1, made);
  CHECK(made[0].aio_buf == (uint32_t)out);
  made[0] = request(IOCB_CMD_PREAD, fd, in, 5, 6);
  made[1] = request(IOCB_CMD_PREADV, fd, back, 2, 0);
  made[2] = request(IOCB_CMD_PWRITE, fd, "!", 1, 11);
  made[2].aio_flags = IOCB_FLAG_RESFD, made[2].aio_resfd = counter;
  made[3] = request(IOCB_CMD_FDSYNC, fd, NULL, 0, 0);
  CALL(kcall(__NR_io_submit, context, 3, list));
  results(3, made);
  uint64_t times = 0;
  CALL(read(counter, &times, 8));
  SHOW((int)times);
  say("%s|%s\n", in, more);
  char text[32] = "";
  CALL(pread(fd, text, 31, 0));
  say("%s\n", text);
  CALL(kcall(__NR_io_submit, context, 1, list + 3));
  results(1, made);
  int p[2];
  NEED(pipe(p) == 0);
  made[0] = request(IOCB_CMD_POLL, p[0], (void *)POLLIN, 0, 0);
  CALL(kcall(__NR_io_submit, context, 1, list));
  struct io_event event;
  CALL(kcall(__NR_io_getevents, context, 0, 1, &event, &(struct timespec){0, 0}));
  CALL(write(p[1], "x", 1));
  results(1, made);
  CALL(kcall(__NR_io_submit, context, 1, list));
  results(1, made);
  CALL(kcall(__NR_io_cancel, context, made, &event));
  made[0] = request(IOCB_CMD_PREAD, 99, in, 5, 0);
  CALL(kcall(__NR_io_submit, context, 1, list));
  made[0] = request(77, fd, in, 5, 0);
  CALL(kcall(__NR_io_submit, context, 1, list));
  made[0] = request(IOCB_CMD_PREAD, fd, in, 5, 0);
  list[1] = (struct iocb *)16;
  CALL(kcall(__NR_io_submit, context, 2, list));
  results(1, made);
  CALL(kcall(__NR_io_submit, context, -1, list));
  CALL(kcall(__NR_io_submit, context, 0, list));
  CALL(kcall(__NR_io_submit, context, 1, 16));
  CALL(kcall(__NR_io_submit, context + 4096 * 100, 1, list));
  made[0] = request(IOCB_CMD_PREADV, fd, (void *)16, 2, 0);
  CALL(kcall(__NR_io_submit, context, 1, list));
  CALL(kcall(__NR_io_getevents, context, 3, 1, &event, NULL));
  CALL(kcall(__NR_io_getevents, context, -1, 1, &event, NULL));
  CALL(kcall(__NR_io_getevents, context, 0, 1, &event, 16));
  struct timespec soon = {0, 20000000};
  CALL(kcall(__NR_io_getevents, context, 1, 1, &event, &soon));
  struct { const void *mask; uint32_t size; } mask = {NULL, 0};
  CALL(kcall(__NR_io_pgetevents, context, 1, 1, &event, &soon, &mask));
  uint64_t none = ~0ull;
  mask.mask = &none, mask.size = 8;
  CALL(kcall(__NR_io_pgetevents, context, 1, 1, &event, &soon, &mask));
  mask.size = 4;
  CALL(kcall(__NR_io_pgetevents, context, 1, 1, &event, &soon, &mask));
  long long soon64[2] = {0, 20000000};
  CALL(kcall(416, context, 1, 1, &event, soon64, NULL));
  CALL(kcall(__NR_io_destroy, context + 4096 * 100));
  CALL(kcall(__NR_io_destroy, context));
  CALL(kcall(__NR_io_destroy, context));
  for (int i = 0; i < 20; i++) {
    context = 0;
    NEED(kcall(__NR_io_setup, 100, &context) == 0);
    NEED(kcall(__NR_io_destroy, context) == 0);
  }
  return guest_status();
}
