@testable import ResidentHosted

extension LayoutTable {
  static func addDevices(to table: inout LayoutTable) {
    table.guest(
      DiskGeometry<I386>.self, "struct hd_geometry",
      [
        ("heads", \.heads), ("sectors", \.sectors), ("cylinders", \.cylinders), ("start", \.start),
      ])
    table.guest(
      PartitionRequest<I386>.self, "struct blkpg_ioctl_arg",
      [
        ("op", \.operation), ("flags", \.flags), ("datalen", \.size), ("data", \.data),
      ])
    table.guest(
      SCSIRequest<I386>.self, "struct sg_io_hdr",
      [
        ("interface_id", \.interface), ("dxfer_direction", \.direction), ("cmd_len", \.commandSize),
        ("mx_sb_len", \.senseCapacity), ("iovec_count", \.vectorCount), ("dxfer_len", \.size), ("dxferp", \.data),
        ("cmdp", \.command), ("sbp", \.sense), ("timeout", \.timeout), ("flags", \.flags), ("pack_id", \.identifier),
        ("usr_ptr", \.user), ("status", \.status.codes), ("host_status", \.status.host),
        ("driver_status", \.status.driver), ("resid", \.status.rest), ("duration", \.status.duration),
        ("info", \.status.information),
      ])
    table.guest(
      InterfaceRequest.self, "struct ifreq",
      [
        ("ifr_name", \.name0), ("ifr_u", \.data0),
      ])
    table.guest(
      InterfaceList<I386>.self, "struct ifconf",
      [
        ("ifc_len", \.size), ("ifc_buf", \.buffer),
      ])
    table.host(
      HostDiskGeometry.self, "struct hd_geometry",
      [
        ("heads", \.heads), ("sectors", \.sectors), ("cylinders", \.cylinders), ("start", \.start),
      ])
    table.host(
      HostPartitionRequest.self, "struct blkpg_ioctl_arg",
      [
        ("op", \.operation), ("flags", \.flags), ("datalen", \.size), ("data", \.data),
      ])
    table.host(
      HostSCSIRequest.self, "struct sg_io_hdr",
      [
        ("interface_id", \.interface), ("dxfer_direction", \.direction), ("cmd_len", \.commandSize),
        ("mx_sb_len", \.senseCapacity), ("iovec_count", \.vectorCount), ("dxfer_len", \.size), ("dxferp", \.data),
        ("cmdp", \.command), ("sbp", \.sense), ("timeout", \.timeout), ("flags", \.flags), ("pack_id", \.identifier),
        ("usr_ptr", \.user), ("status", \.status.codes), ("host_status", \.status.host),
        ("driver_status", \.status.driver), ("resid", \.status.rest), ("duration", \.status.duration),
        ("info", \.status.information),
      ])
    table.host(
      HostInterfaceRequest.self, "struct ifreq",
      [
        ("ifr_name", \.name0), ("ifr_u", \.data0),
      ])
    table.host(
      HostInterfaceList.self, "struct ifconf",
      [
        ("ifc_len", \.size), ("ifc_buf", \.buffer),
      ])
    table.guest(
      SpaceRequest<I386>.self, "struct compat_space_resv",
      [
        ("l_type", \.type), ("l_whence", \.origin), ("l_start", \.start), ("l_len", \.length), ("l_sysid", \.system),
        ("l_pid", \.process), ("l_pad", \.spare),
      ])
    table.host(
      HostSpaceRequest.self, "struct space_resv",
      [
        ("l_type", \.type), ("l_whence", \.origin), ("l_start", \.start), ("l_len", \.length), ("l_sysid", \.system),
        ("l_pid", \.process), ("l_pad", \.spare),
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
        ("rt_flags", \.flags), ("rt_pad2", \.pad2), ("rt_pad3", \.pad3), ("rt_pad4", \.pad4),
        ("rt_metric", \.metric), ("rt_dev", \.device), ("rt_mtu", \.size), ("rt_window", \.window),
        ("rt_irtt", \.roundTrip),
      ])
  }
}
