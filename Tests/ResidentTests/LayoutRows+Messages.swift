@testable import ResidentHosted

extension LayoutTable {
  static func addMessages(to table: inout LayoutTable) {
    table.guest(
      IOVector<I386>.self, "struct iovec",
      [
        ("iov_base", \.base), ("iov_len", \.count),
      ])
    table.guest(
      Message<I386>.self, "struct msghdr",
      [
        ("msg_name", \.name), ("msg_namelen", \.nameSize), ("msg_iov", \.vectors), ("msg_iovlen", \.vectorCount),
        ("msg_control", \.control), ("msg_controllen", \.controlSize), ("msg_flags", \.flags),
      ])
    table.guest(
      ControlHeader<I386>.self, "struct cmsghdr",
      [
        ("cmsg_len", \.size), ("cmsg_level", \.level), ("cmsg_type", \.kind),
      ])
    table.guest(
      QueueAttributes<I386>.self, "struct mq_attr",
      [
        ("mq_flags", \.words)
      ])
    table.guest(
      KeyDerivation<I386>.self, "struct keyctl_kdf_params",
      [
        ("hashname", \.hashName), ("otherinfo", \.otherInformation), ("otherinfolen", \.otherLength),
        ("__spare", \.spare),
      ])
    table.guest(
      ResourceLimit<I386>.self, "struct rlimit",
      [
        ("rlim_cur", \.current), ("rlim_max", \.maximum),
      ])
    table.guest(
      ResourceUsage<I386>.self, "struct rusage",
      [
        ("ru_utime", \.words)
      ])
    table.guest(
      SystemInformation<I386>.self, "struct sysinfo",
      [
        ("uptime", \.uptime), ("loads", \.loads), ("totalram", \.totalMemory), ("freeram", \.freeMemory),
        ("sharedram", \.sharedMemory), ("bufferram", \.bufferMemory), ("totalswap", \.totalSwap),
        ("freeswap", \.freeSwap), ("procs", \.processes), ("pad", \.pad), ("totalhigh", \.totalHigh),
        ("freehigh", \.freeHigh), ("mem_unit", \.unit),
      ])
    table.host(
      HostIOVector.self, "struct iovec",
      [
        ("iov_base", \.base), ("iov_len", \.count),
      ])
    table.host(
      HostMessage.self, "struct msghdr",
      [
        ("msg_name", \.name), ("msg_namelen", \.nameSize), ("msg_iov", \.vectors), ("msg_iovlen", \.vectorCount),
        ("msg_control", \.control), ("msg_controllen", \.controlSize), ("msg_flags", \.flags),
      ])
    table.host(
      HostControlHeader.self, "struct cmsghdr",
      [
        ("cmsg_len", \.size), ("cmsg_level", \.level), ("cmsg_type", \.kind),
      ])
    table.host(
      HostQueueAttributes.self, "struct mq_attr",
      [
        ("mq_flags", \.words)
      ])
    table.host(
      HostKeyDerivation.self, "struct keyctl_kdf_params",
      [
        ("hashname", \.hashName), ("otherinfo", \.otherInformation), ("otherinfolen", \.otherLength),
        ("__spare", \.spare),
      ])
    table.host(
      HostResourceLimit.self, "struct rlimit",
      [
        ("rlim_cur", \.current), ("rlim_max", \.maximum),
      ])
    table.host(
      HostResourceUsage.self, "struct rusage",
      [
        ("ru_utime", \.words)
      ])
    table.host(
      HostSystemInformation.self, "struct sysinfo",
      [
        ("uptime", \.uptime), ("loads", \.loads), ("totalram", \.totalMemory), ("freeram", \.freeMemory),
        ("sharedram", \.sharedMemory), ("bufferram", \.bufferMemory), ("totalswap", \.totalSwap),
        ("freeswap", \.freeSwap), ("procs", \.processes), ("pad", \.pad), ("totalhigh", \.totalHigh),
        ("freehigh", \.freeHigh), ("mem_unit", \.unit),
      ])
    table.guest(
      MultipleMessage<I386>.self, "struct mmsghdr",
      [
        ("msg_hdr", \.message), ("msg_len", \.count),
      ])
    table.guest(
      SocketAddress.self, "struct sockaddr",
      [
        ("sa_family", \.word0)
      ])
    table.guest(
      FilterProgram<I386>.self, "struct sock_fprog",
      [
        ("len", \.count), ("filter", \.instructions),
      ])
    table.guest(
      SystemNames.self, "struct new_utsname",
      [
        ("sysname", \.bytes)
      ])
    table.guest(
      ShortNames.self, "struct oldold_utsname",
      [
        ("sysname", \.bytes)
      ])
    table.guest(
      CloneArguments.self, "struct clone_args",
      [
        ("flags", \.words)
      ])
    table.host(
      HostCloneArguments.self, "struct clone_args",
      [
        ("flags", \.flags), ("pidfd", \.pidfd), ("child_tid", \.childTID), ("parent_tid", \.parentTID),
        ("exit_signal", \.exitSignal), ("stack", \.stack), ("stack_size", \.stackSize), ("tls", \.storage),
        ("set_tid", \.chosenTIDs), ("set_tid_size", \.chosenTIDCount), ("cgroup", \.controlGroup),
      ])
    table.guest(
      UserDescriptor.self, "struct user_desc",
      [
        ("entry_number", \.entry), ("base_addr", \.base), ("limit", \.limit),
      ])
    table.guest(
      ELF32Header.self, "struct elf32_hdr",
      [
        ("e_ident", \.magic), ("e_type", \.type), ("e_machine", \.machine), ("e_version", \.version),
        ("e_entry", \.entry), ("e_phoff", \.programHeaderOffset), ("e_shoff", \.sectionHeaderOffset),
        ("e_flags", \.flags), ("e_ehsize", \.headerSize), ("e_phentsize", \.programHeaderSize),
        ("e_phnum", \.programHeaderCount), ("e_shentsize", \.sectionHeaderSize), ("e_shnum", \.sectionHeaderCount),
        ("e_shstrndx", \.sectionNameIndex),
      ])
    table.guest(
      ELF32ProgramHeader.self, "struct elf32_phdr",
      [
        ("p_type", \.type), ("p_offset", \.offset), ("p_vaddr", \.address), ("p_paddr", \.physicalAddress),
        ("p_filesz", \.fileSize), ("p_memsz", \.memorySize), ("p_flags", \.flags), ("p_align", \.alignment),
      ])
  }
}
