@testable import ResidentHosted

extension LayoutTable {
  static func addDevices(to table: inout LayoutTable) {
    table.both(
      InputEvent<I386>.self, HostInputEvent.self, "struct input_event",
      [
        ("input_event_sec", \.seconds, \.seconds), ("input_event_usec", \.microseconds, \.microseconds),
        ("type", \.type, \.type), ("code", \.code, \.code), ("value", \.value, \.value),
      ])
    table.both(
      DiskGeometry<I386>.self, HostDiskGeometry.self, "struct hd_geometry",
      [
        ("heads", \.heads, \.heads), ("sectors", \.sectors, \.sectors), ("cylinders", \.cylinders, \.cylinders),
        ("start", \.start, \.start),
      ])
    table.both(
      PartitionRequest<I386>.self, HostPartitionRequest.self, "struct blkpg_ioctl_arg",
      [
        ("op", \.operation, \.operation), ("flags", \.flags, \.flags), ("datalen", \.size, \.size),
        ("data", \.data, \.data),
      ])
    table.both(
      SCSIRequest<I386>.self, HostSCSIRequest.self, "struct sg_io_hdr",
      [
        ("interface_id", \.interface, \.interface), ("dxfer_direction", \.direction, \.direction),
        ("cmd_len", \.commandSize, \.commandSize), ("mx_sb_len", \.senseCapacity, \.senseCapacity),
        ("iovec_count", \.vectorCount, \.vectorCount), ("dxfer_len", \.size, \.size), ("dxferp", \.data, \.data),
        ("cmdp", \.command, \.command), ("sbp", \.sense, \.sense), ("timeout", \.timeout, \.timeout),
        ("flags", \.flags, \.flags), ("pack_id", \.identifier, \.identifier), ("usr_ptr", \.user, \.user),
        ("status", \.status.codes, \.status.codes), ("host_status", \.status.host, \.status.host),
        ("driver_status", \.status.driver, \.status.driver), ("resid", \.status.rest, \.status.rest),
        ("duration", \.status.duration, \.status.duration), ("info", \.status.information, \.status.information),
      ])
    table.both(
      InterfaceRequest.self, HostInterfaceRequest.self, "struct ifreq",
      [
        ("ifr_name", \.name0, \.name0), ("ifr_u", \.data0, \.data0),
      ])
    table.both(
      InterfaceList<I386>.self, HostInterfaceList.self, "struct ifconf",
      [
        ("ifc_len", \.size, \.size), ("ifc_buf", \.buffer, \.buffer),
      ])
    table.both(
      SpaceRequest<I386>.self, HostSpaceRequest.self, "struct compat_space_resv", host: "struct space_resv",
      [
        ("l_type", \.type, \.type), ("l_whence", \.origin, \.origin), ("l_start", \.start, \.start),
        ("l_len", \.length, \.length), ("l_sysid", \.system, \.system), ("l_pid", \.process, \.process),
        ("l_pad", \.spare, \.spare),
      ])
    table.guest(
      Route<I386>.self, "struct compat_rtentry",
      [
        ("rt_pad1", \.pad1), ("rt_dst", \.target), ("rt_gateway", \.gateway), ("rt_genmask", \.mask),
        ("rt_flags", \.flags), ("rt_pad2", \.pad2), ("rt_pad3", \.pad3), ("rt_tos", \.service), ("rt_pad4", \.pad4),
        ("rt_metric", \.metric), ("rt_dev", \.device), ("rt_mtu", \.size), ("rt_window", \.window),
        ("rt_irtt", \.roundTrip),
      ])
    table.host(
      HostRoute.self, "struct rtentry",
      [
        ("rt_pad1", \.pad1), ("rt_dst", \.target), ("rt_gateway", \.gateway), ("rt_genmask", \.mask),
        ("rt_flags", \.flags), ("rt_pad2", \.pad2), ("rt_pad3", \.pad3), ("rt_pad4", \.pad4), ("rt_metric", \.metric),
        ("rt_dev", \.device), ("rt_mtu", \.size), ("rt_window", \.window), ("rt_irtt", \.roundTrip),
      ])
  }
}
