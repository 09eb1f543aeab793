/// C that says how the kernel lays structs out.
enum LayoutHeaders {
  /// The kernel's own headers; without libc's, whose structs differ.
  static let kernel = """
    #include <linux/posix_types.h>
    #include <linux/types.h>
    #include <linux/stddef.h>
    #include <asm/fcntl.h>
    #include <asm/stat.h>
    #include <asm/statfs.h>
    #include <asm/ldt.h>
    #include <asm/resource.h>
    #include <asm/siginfo.h>
    #include <asm/signal.h>
    #include <asm/sigcontext.h>
    #include <asm/ucontext.h>
    #include <linux/elf.h>
    #include <linux/falloc.h>
    #include <linux/filter.h>
    #include <linux/hdreg.h>
    #include <linux/blkpg.h>
    #include <linux/ipc.h>
    #include <linux/keyctl.h>
    #include <linux/mqueue.h>
    #include <linux/msg.h>
    #include <linux/resource.h>
    #include <linux/sched.h>
    #include <linux/sem.h>
    #include <linux/shm.h>
    #include <linux/sysinfo.h>
    #include <linux/time.h>
    #include <linux/times.h>
    #include <linux/timex.h>
    #include <linux/uio.h>
    #include <linux/utsname.h>
    #define offsetof(type, member) __builtin_offsetof(type, member)

    """ + unexported

  /// What the kernel keeps in headers of its own, each struct under the file that has it.
  ///
  /// `long` and pointers make the same text the compat struct at 32 bits and the native one at 64.
  private static let unexported = """
    /* include/linux/socket.h: user_msghdr and compat_msghdr, mmsghdr, cmsghdr */
    struct msghdr { void *msg_name; int msg_namelen; void *msg_iov; unsigned long msg_iovlen; void *msg_control;
      unsigned long msg_controllen; unsigned msg_flags; };
    struct mmsghdr { struct msghdr msg_hdr; unsigned msg_len; };
    struct cmsghdr { unsigned long cmsg_len; int cmsg_level; int cmsg_type; };
    struct sockaddr { unsigned short sa_family; char sa_data[14]; };
    /* include/uapi/linux/if.h: its header cannot be had beside a struct sockaddr of ours */
    struct ifmap { unsigned long mem_start, mem_end; unsigned short base_addr; unsigned char irq, dma, port; };
    struct ifreq { char ifr_name[16]; union { struct sockaddr addr; struct ifmap map; int value; void *data; } ifr_u; };
    struct ifconf { int ifc_len; void *ifc_buf; };
    /* include/uapi/linux/route.h */
    struct rtentry { unsigned long rt_pad1; struct sockaddr rt_dst, rt_gateway, rt_genmask; unsigned short rt_flags;
      short rt_pad2; unsigned long rt_pad3; void *rt_pad4; short rt_metric; char *rt_dev; unsigned long rt_mtu, rt_window;
      unsigned short rt_irtt; };
    /* include/net/compat.h */
    struct compat_rtentry { unsigned rt_pad1; struct sockaddr rt_dst, rt_gateway, rt_genmask; unsigned short rt_flags;
      short rt_pad2; unsigned rt_pad3; unsigned char rt_tos, rt_class; short rt_pad4, rt_metric; unsigned rt_dev, rt_mtu,
      rt_window; unsigned short rt_irtt; };
    /* include/uapi/linux/input.h: for the kernel, in which a time is two longs */
    struct input_event { unsigned long input_event_sec, input_event_usec; unsigned short type, code; int value; };
    /* include/linux/types.h */
    struct ustat { int f_tfree; unsigned long f_tinode; char f_fname[6], f_fpack[6]; };
    /* include/scsi/sg.h */
    struct sg_io_hdr { int interface_id, dxfer_direction; unsigned char cmd_len, mx_sb_len; unsigned short iovec_count;
      unsigned dxfer_len; void *dxferp; unsigned char *cmdp; void *sbp; unsigned timeout, flags; int pack_id;
      void *usr_ptr; unsigned char status, masked_status, msg_status, sb_len_wr; unsigned short host_status,
      driver_status; int resid; unsigned duration, info; };
    /* include/linux/falloc.h, and its packed form for i386 */
    struct space_resv { short l_type, l_whence; long long l_start, l_len; int l_sysid; unsigned l_pid; int l_pad[4]; };
    struct compat_space_resv { short l_type, l_whence; long long l_start, l_len; int l_sysid; unsigned l_pid;
      int l_pad[4]; } __attribute__((packed));
    /* include/linux/time32.h: old_timex32, with a name for its unnamed words */
    struct old_timex32 { unsigned modes; int offset, freq, maxerror, esterror, status, constant, precision, tolerance,
      time[2], tick, ppsfreq, jitter, shift, stabil, jitcnt, calcnt, errcnt, stbcnt, tai, reserved[11]; };
    struct old_utimbuf32 { int actime, modtime; };
    /* ipc/util.h, ipc/sem.c, ipc/msg.c, ipc/shm.c */
    struct compat_ipc_perm { int key; unsigned short uid, gid, cuid, cgid, mode, seq; };
    struct compat_semid_ds { struct compat_ipc_perm sem_perm; int sem_otime, sem_ctime; unsigned sem_base, sem_pending,
      sem_pending_last, undo; unsigned short sem_nsems; };
    struct compat_msqid_ds { struct compat_ipc_perm msg_perm; unsigned msg_first, msg_last; int msg_stime, msg_rtime,
      msg_ctime; unsigned msg_lcbytes, msg_lqbytes; unsigned short msg_cbytes, msg_qnum, msg_qbytes, msg_lspid,
      msg_lrpid; };
    struct compat_shmid_ds { struct compat_ipc_perm shm_perm; int shm_segsz, shm_atime, shm_dtime, shm_ctime;
      unsigned short shm_cpid, shm_lpid, shm_nattch, shm_unused; unsigned shm_unused2, shm_unused3; };
    /* ipc/syscall.c: compat_ipc_kludge */
    struct compat_ipc_kludge { unsigned msgp; int msgtyp; };
    /* fs/select.c */
    struct compat_sel_arg_struct { unsigned n, inp, outp, exp, tvp; };
    struct compat_sigset_argpack { unsigned p; unsigned size; };
    /* arch/x86/kernel/sys_ia32.c */
    struct mmap_arg_struct32 { unsigned addr, len, prot, flags, fd, offset; };
    /* fs/readdir.c, include/linux/dirent.h */
    struct linux_dirent64 { unsigned long long d_ino; long long d_off; unsigned short d_reclen; unsigned char d_type;
      char d_name[]; };
    /* include/linux/signal_types.h, include/linux/compat.h: sigaction as rt_sigaction has it */
    struct kernel_sigaction { void *handler; unsigned long flags; void *restorer; unsigned mask[2]; };
    /* include/linux/compat.h: compat_old_sigaction */
    struct compat_old_sigaction { unsigned handler, mask, flags, restorer; };
    /* include/linux/time32.h, include/uapi/linux/time.h: two times and their pairs in the ABI's long */
    struct long_pair { long first, second; };
    struct long_pairs { struct long_pair it_interval, it_value; };
    /* arch/x86/include/asm/sigframe.h, ia32.h */
    struct stack_ia32 { unsigned ss_sp; int ss_flags; unsigned ss_size; };
    struct ucontext_ia32 { unsigned uc_flags, uc_link; struct stack_ia32 uc_stack; struct sigcontext_32 uc_mcontext;
      unsigned uc_sigmask[2]; };
    struct sigframe_ia32 { unsigned pretcode; int sig; struct sigcontext_32 sc; struct _fpstate_32 fpstate_unused;
      unsigned extramask[1]; char retcode[8]; };
    struct ucontext_x32 { unsigned uc_flags, uc_link; struct stack_ia32 uc_stack; unsigned uc__pad0;
      struct sigcontext_64 uc_mcontext; unsigned uc_sigmask[2]; };
    struct rt_sigframe_x32 { unsigned long long pretcode; struct ucontext_x32 uc; int info[32]; };
    struct rt_sigframe_ia32 { unsigned pretcode; int sig; unsigned pinfo, puc; int info[32]; struct ucontext_ia32 uc;
      char retcode[8]; };
    """
}
