// Commands of devices whose structs have longs or pointers in them: loop devices, tunnels, the console, serial lines,
// virtual machines; and what others say who are asked.
#include "guest.h"
#include <linux/fb.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/filter.h>
#include <linux/input.h>
#include <linux/kd.h>
#include <linux/kvm.h>
#include <linux/loop.h>
#include <linux/ppp_defs.h>
#include <linux/ppp-ioctl.h>
#include <linux/serial.h>
#include <linux/usbdevice_fs.h>
#include <linux/vt.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

/// Opens a device by its numbers, which need not have a name here.
static int device(const char *name, mode_t kind, unsigned major, unsigned minor) {
  unlink("device");
  if (mknod("device", kind | 0600, makedev(major, minor))) return -1;
  int fd = open("device", O_RDWR | O_NONBLOCK | O_NOCTTY);
  say("%s: %s\n", name, fd < 0 ? error_name(errno) : "open");
  unlink("device");
  return fd;
}

static void loops(void) {
  int control = device("loop-control", S_IFCHR, 10, 237);
  if (control < 0) return;
  int number = ioctl(control, LOOP_CTL_ADD, -1);  // one that nobody has
  CALL(number < 0 ? -1 : 0);
  int loop = device("loop", S_IFBLK, 7, number);
  if (loop >= 0) {
    struct loop_info status;
    memset(&status, 0x55, sizeof status);
    CALL(ioctl(loop, LOOP_GET_STATUS, &status));
    int file = open("backing", O_RDWR | O_CREAT | O_TRUNC, 0600);
    NEED(ftruncate(file, 1 << 20) == 0);
    CALL(ioctl(loop, LOOP_SET_FD, file));
    CALL(ioctl(loop, LOOP_GET_STATUS, &status));
    struct stat st;
    fstat(file, &st);
    say("inode %d device %d number %d offset %d name %s\n", status.lo_inode == st.st_ino,
        status.lo_device == (unsigned short)st.st_dev, status.lo_number == number, status.lo_offset, status.lo_name);
    memset(&status, 0, sizeof status);
    status.lo_offset = 4096;
    status.lo_flags = LO_FLAGS_AUTOCLEAR;
    strcpy(status.lo_name, "a name of ours");
    status.lo_init[0] = 0xfedcba98;
    CALL(ioctl(loop, LOOP_SET_STATUS, &status));
    memset(&status, 0x55, sizeof status);
    CALL(ioctl(loop, LOOP_GET_STATUS, &status));
    say("offset %d flags %x name %s init %lx %lx\n", status.lo_offset, status.lo_flags, status.lo_name,
        status.lo_init[0], status.lo_init[1]);
    CALL(ioctl(loop, LOOP_GET_STATUS, (void *)8));
    CALL(ioctl(loop, LOOP_SET_STATUS, (void *)8));
    CALL(ioctl(loop, LOOP_CLR_FD, 0));
    close(file);
    close(loop);
  }
  for (int tries = 0; ioctl(control, LOOP_CTL_REMOVE, number) && errno == EBUSY && tries < 100; tries++) usleep(10000);
  close(control);
}

static void tunnels(void) {
  int tun = device("tun", S_IFCHR, 10, 200);
  if (tun < 0) return;
  struct ifreq request = {.ifr_name = "guest%d"};
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  CALL(ioctl(tun, TUNSETIFF, &request));
  say("%.5s\n", request.ifr_name);
  struct sock_filter all[] = {BPF_STMT(BPF_RET | BPF_K, 0xffff)};
  struct sock_fprog program = {1, all}, bad = {1, (void *)8}, got = {0, 0};
  CALL(ioctl(tun, TUNATTACHFILTER, &program));
  CALL(ioctl(tun, TUNGETFILTER, &got));
  say("%d %d\n", got.len, got.filter == all);
  CALL(ioctl(tun, TUNATTACHFILTER, &bad));
  CALL(ioctl(tun, TUNDETACHFILTER, &program));
  int value = 0;
  CALL(ioctl(tun, TUNGETVNETLE, &value));
  SHOW(value);
  value = 1;
  CALL(ioctl(tun, TUNSETVNETLE, &value));
  CALL(ioctl(tun, TUNSETCARRIER, &value));
  value = -1;
  CALL(ioctl(tun, TUNSETSTEERINGEBPF, &value));
  int space = ioctl(tun, TUNGETDEVNETNS, 0);
  CALL(space < 0 ? space : 0);
  close(tun);
}

static void console(void) {
  int tty = device("tty1", S_IFCHR, 4, 1);
  if (tty < 0) return;
  struct consolefontdesc old = {0, 0, NULL};
  static char font[65536];
  struct console_font_op op = {KD_FONT_OP_GET, 0, 32, 32, 512, (void *)font};
  CALL(ioctl(tty, KDFONTOP, &op));
  say("%u x %u, %u\n", op.width, op.height, op.charcount);
  op.op = 77;
  CALL(ioctl(tty, KDFONTOP, &op));
  CALL(ioctl(tty, KDFONTOP, (void *)8));
  CALL(ioctl(tty, GIO_FONTX, &old));
  static struct unipair pairs[4096];
  struct unimapdesc map = {4096, pairs};
  CALL(ioctl(tty, GIO_UNIMAP, &map));
  SHOW(map.entry_ct);
  say("%x %x\n", pairs[1].unicode, pairs[1].fontpos);
  map.entry_ct = 1;
  CALL(ioctl(tty, GIO_UNIMAP, &map));
  SHOW(map.entry_ct);
  map.entry_ct = 4096, map.entries = (void *)8;
  CALL(ioctl(tty, GIO_UNIMAP, &map));
  struct vt_stat state;
  CALL(ioctl(tty, VT_GETSTATE, &state) < 0 ? -1 : 0);
  close(tty);
}

static void serial(void) {
  int line = device("ttyS1", S_IFCHR, 4, 65);
  if (line < 0) line = device("ttyS0", S_IFCHR, 4, 64);
  if (line < 0) return;
  struct serial_struct s;
  memset(&s, 0x55, sizeof s);
  CALL(ioctl(line, TIOCGSERIAL, &s));
  say("type %d line %d port %x irq %d flags %x fifo %d divisor %d baud %d delay %d io %d wait %d memory %p shift %d\n",
      s.type, s.line, s.port, s.irq, s.flags, s.xmit_fifo_size, s.custom_divisor, s.baud_base, s.close_delay, s.io_type,
      s.closing_wait, s.iomem_base, s.iomem_reg_shift);
  CALL(ioctl(line, TIOCGSERIAL, (void *)8));
  close(line);
}

static void machines(void) {
  int kvm = device("kvm", S_IFCHR, 10, 232);
  if (kvm < 0) return;
  CALL(ioctl(kvm, KVM_GET_API_VERSION, 0));
  CALL(ioctl(kvm, KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY));
  int machine = ioctl(kvm, KVM_CREATE_VM, 0);
  CALL(machine < 0 ? machine : 0);
  if (machine >= 0) {
    static char memory[65536] __attribute__((aligned(4096)));
    struct kvm_userspace_memory_region region = {3, KVM_MEM_LOG_DIRTY_PAGES, 0, sizeof memory, (uintptr_t)memory};
    CALL(ioctl(machine, KVM_SET_USER_MEMORY_REGION, &region));
    unsigned long bits[4] = {0x55555555, 0x55555555, 0x55555555, 0x55555555};
    struct kvm_dirty_log log = {.slot = 3, .dirty_bitmap = bits};
    CALL(ioctl(machine, KVM_GET_DIRTY_LOG, &log));
    say("%lx %lx %lx\n", bits[0], bits[1], bits[2]);
    log.dirty_bitmap = (void *)8;
    CALL(ioctl(machine, KVM_GET_DIRTY_LOG, &log));
    log.padding2 = (uintptr_t)bits | 0x7700000000000000ull;
    CALL(ioctl(machine, KVM_GET_DIRTY_LOG, &log));
    log.slot = 9;
    CALL(ioctl(machine, KVM_GET_DIRTY_LOG, &log));
    struct kvm_clear_dirty_log clear = {.slot = 3, .num_pages = 16, .dirty_bitmap = bits};
    CALL(ioctl(machine, KVM_CLEAR_DIRTY_LOG, &clear));
    int cpu = ioctl(machine, KVM_CREATE_VCPU, 0);
    CALL(cpu < 0 ? cpu : 0);
    if (cpu >= 0) {
      struct { struct kvm_signal_mask mask; unsigned char set[8]; } blocked = {{8}, {1}};
      CALL(ioctl(cpu, KVM_SET_SIGNAL_MASK, &blocked));
      blocked.mask.len = 4;
      CALL(ioctl(cpu, KVM_SET_SIGNAL_MASK, &blocked));
      close(cpu);
    }
    close(machine);
  }
  close(kvm);
}

int main(void) {
  loops();
  if (unshare(CLONE_NEWNET) == 0) tunnels();
  console();
  serial();
  machines();
  // Commands of devices that are not there: whoever is asked says so, and looks at no argument.
  int null = open("/dev/null", O_RDWR);
  CALL(ioctl(null, EVIOCGVERSION, NULL));
  CALL(ioctl(null, EVIOCSFF, (void *)8));
  CALL(ioctl(null, FBIOGET_FSCREENINFO, (void *)8));
  CALL(ioctl(null, USBDEVFS_CONTROL, (void *)8));
  CALL(ioctl(null, PPPIOCSPASS, (void *)8));
  CALL(ioctl(null, KVM_GET_DIRTY_LOG, (void *)8));
  CALL(ioctl(-1, KVM_GET_DIRTY_LOG, (void *)8));
  return guest_status();
}
