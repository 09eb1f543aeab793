@testable import ResidentHosted

extension LayoutTable {
  static func addFiles(to table: inout LayoutTable) {
    table.host(
      HostFileStatus.self, "struct stat",
      [
        ("st_dev", \.device), ("st_ino", \.inode), ("st_nlink", \.links), ("st_mode", \.mode), ("st_uid", \.user),
        ("st_gid", \.group), ("st_rdev", \.specialDevice), ("st_size", \.size), ("st_blksize", \.blockSize),
        ("st_blocks", \.blocks), ("st_atime", \.accessed), ("st_atime_nsec", \.accessed.nanoseconds),
        ("st_mtime", \.modified), ("st_mtime_nsec", \.modified.nanoseconds), ("st_ctime", \.changed),
        ("st_ctime_nsec", \.changed.nanoseconds),
      ])
    table.guest(
      FileStatus32.self, "struct stat",
      [
        ("st_dev", \.device), ("st_ino", \.inode), ("st_mode", \.mode), ("st_nlink", \.links), ("st_uid", \.user),
        ("st_gid", \.group), ("st_rdev", \.specialDevice), ("st_size", \.size), ("st_blksize", \.blockSize),
        ("st_blocks", \.blocks), ("st_atime", \.accessed), ("st_atime_nsec", \.accessed.nanoseconds),
        ("st_mtime", \.modified), ("st_mtime_nsec", \.modified.nanoseconds), ("st_ctime", \.changed),
        ("st_ctime_nsec", \.changed.nanoseconds), ("__unused4", \.unused4), ("__unused5", \.unused5),
      ])
    table.guest(
      FileStatus64<I386>.self, "struct stat64",
      [
        ("st_dev", \.device), ("__st_ino", \.shortInode), ("st_mode", \.mode), ("st_nlink", \.links),
        ("st_uid", \.user), ("st_gid", \.group), ("st_rdev", \.specialDevice), ("st_size", \.size),
        ("st_blksize", \.blockSize), ("st_blocks", \.blocks), ("st_atime", \.accessed),
        ("st_atime_nsec", \.accessed.nanoseconds), ("st_mtime", \.modified),
        ("st_mtime_nsec", \.modified.nanoseconds), ("st_ctime", \.changed), ("st_ctime_nsec", \.changed.nanoseconds),
        ("st_ino", \.inode),
      ])
    table.guest(
      OldFileStatus.self, "struct __old_kernel_stat",
      [
        ("st_dev", \.device), ("st_ino", \.inode), ("st_mode", \.mode), ("st_nlink", \.links), ("st_uid", \.user),
        ("st_gid", \.group), ("st_rdev", \.specialDevice), ("st_size", \.size), ("st_atime", \.accessed),
        ("st_mtime", \.modified), ("st_ctime", \.changed),
      ])
    table.host(
      HostFileSystemStatus.self, "struct statfs",
      [
        ("f_type", \.type), ("f_bsize", \.blockSize), ("f_blocks", \.blocks), ("f_bfree", \.freeBlocks),
        ("f_bavail", \.availableBlocks), ("f_files", \.files), ("f_ffree", \.freeFiles), ("f_fsid", \.identifier),
        ("f_namelen", \.nameLength), ("f_frsize", \.fragmentSize), ("f_flags", \.flags), ("f_spare", \.spare),
      ])
    table.guest(
      FileSystemStatus32.self, "struct statfs",
      [
        ("f_type", \.type), ("f_bsize", \.blockSize), ("f_blocks", \.blocks), ("f_bfree", \.freeBlocks),
        ("f_bavail", \.availableBlocks), ("f_files", \.files), ("f_ffree", \.freeFiles), ("f_fsid", \.identifier),
        ("f_namelen", \.nameLength), ("f_frsize", \.fragmentSize), ("f_flags", \.flags), ("f_spare", \.spare),
      ])
    table.guest(
      FileSystemStatus64<I386>.self, "struct compat_statfs64",
      [
        ("f_type", \.type), ("f_bsize", \.blockSize), ("f_blocks", \.blocks), ("f_bfree", \.freeBlocks),
        ("f_bavail", \.availableBlocks), ("f_files", \.files), ("f_ffree", \.freeFiles), ("f_fsid", \.identifier),
        ("f_namelen", \.nameLength), ("f_frsize", \.fragmentSize), ("f_flags", \.flags), ("f_spare", \.spare),
      ])
    table.host(
      HostDeviceStatus.self, "struct ustat",
      [
        ("f_tfree", \.freeBlocks), ("f_tinode", \.freeFiles), ("f_fname", \.names),
      ])
    table.guest(
      DeviceStatus.self, "struct ustat",
      [
        ("f_tfree", \.freeBlocks), ("f_tinode", \.freeFiles), ("f_fname", \.names),
      ])
    table.host(
      HostFileLock.self, "struct flock",
      [
        ("l_type", \.type), ("l_whence", \.origin), ("l_start", \.start), ("l_len", \.length), ("l_pid", \.process),
      ])
    table.guest(
      FileLock32.self, "struct flock",
      [
        ("l_type", \.type), ("l_whence", \.origin), ("l_start", \.start), ("l_len", \.length), ("l_pid", \.process),
      ])
    table.guest(
      FileLock64<I386>.self, "struct flock64",
      [
        ("l_type", \.type), ("l_whence", \.origin), ("l_start", \.start), ("l_len", \.length), ("l_pid", \.process),
      ])
    table.host(
      EntryHeader.self, "struct linux_dirent64",
      [
        ("d_ino", \.inode), ("d_off", \.position), ("d_reclen", \.size), ("d_type", \.type),
      ])
    table.guest(
      SelectArguments<I386>.self, "struct compat_sel_arg_struct",
      [
        ("n", \.count), ("inp", \.input), ("outp", \.output), ("exp", \.exceptional), ("tvp", \.timeout),
      ])
    table.guest(
      MaskArgument<I386>.self, "struct compat_sigset_argpack",
      [
        ("p", \.addressWord), ("size", \.sizeWord),
      ])
    table.guest(
      MmapArguments.self, "struct mmap_arg_struct32",
      [
        ("addr", \.address), ("len", \.size), ("prot", \.protection), ("flags", \.flags), ("fd", \.descriptor),
        ("offset", \.offset),
      ])
  }
}
