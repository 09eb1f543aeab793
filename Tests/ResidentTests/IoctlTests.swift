import Testing

@testable import ResidentHosted

@Suite("The commands of ioctl")
struct IoctlTests {
  /// Rows whose struct has fields that the two ABIs lay out differently, with the C type.
  private static let types: [(name: String, c: String)] = [
    ("DRM_IOCTL_VERSION", "struct drm_version"), ("DRM_IOCTL_GET_UNIQUE", "struct drm_unique"),
    ("DRM_IOCTL_GET_MAP", "struct drm_map"), ("DRM_IOCTL_GET_CLIENT", "struct drm_client"),
    ("DRM_IOCTL_GET_STATS", "struct drm_stats"), ("DRM_IOCTL_SET_UNIQUE", "struct drm_unique"),
    ("DRM_IOCTL_WAIT_VBLANK", "union drm_wait_vblank"), ("DRM_IOCTL_MODE_ADDFB2", "struct drm_mode_fb_cmd2"),
    ("DRM_IOCTL_I915_GETPARAM", "struct drm_i915_getparam"),
    ("VIDIOC_G_FMT", "struct v4l2_format"), ("VIDIOC_S_FMT", "struct v4l2_format"),
    ("VIDIOC_TRY_FMT", "struct v4l2_format"), ("VIDIOC_CREATE_BUFS", "struct v4l2_create_buffers"),
    ("VIDIOC_ENUMSTD", "struct v4l2_standard"), ("VIDIOC_ENUMINPUT", "struct v4l2_input"),
    ("VIDIOC_G_EDID", "struct v4l2_edid"), ("VIDIOC_S_EDID", "struct v4l2_edid"),
    ("VIDIOC_G_FBUF", "struct v4l2_framebuffer"), ("VIDIOC_S_FBUF", "struct v4l2_framebuffer"),
    ("EVIOCSFF", "struct ff_effect"), ("UI_BEGIN_FF_UPLOAD", "struct uinput_ff_upload"),
    ("UI_END_FF_UPLOAD", "struct uinput_ff_upload"), ("USBDEVFS_CONTROL", "struct usbdevfs_ctrltransfer"),
    ("USBDEVFS_BULK", "struct usbdevfs_bulktransfer"), ("USBDEVFS_DISCSIGNAL", "struct usbdevfs_disconnectsignal"),
    ("USBDEVFS_IOCTL", "struct usbdevfs_ioctl"), ("SNDRV_CTL_IOCTL_ELEM_LIST", "struct snd_ctl_elem_list"),
    ("SNDRV_HWDEP_IOCTL_DSP_LOAD", "struct snd_hwdep_dsp_image"),
    ("FBIOGET_FSCREENINFO", "struct fb_fix_screeninfo"), ("FBIOGETCMAP", "struct fb_cmap"),
    ("FBIOPUTCMAP", "struct fb_cmap"), ("RTC_PLL_GET", "struct rtc_pll_info"), ("RTC_PLL_SET", "struct rtc_pll_info"),
    ("HPET_INFO", "struct hpet_info"), ("PPPIOCSPASS", "struct sock_fprog"), ("PPPIOCSACTIVE", "struct sock_fprog"),
    ("PPPIOCSCOMPRESS", "struct ppp_option_data"), ("KVM_GET_DIRTY_LOG", "struct kvm_dirty_log"),
    ("KVM_CLEAR_DIRTY_LOG", "struct kvm_clear_dirty_log"), ("KDFONTOP", "struct console_font_op"),
    ("GIO_UNIMAP", "struct unimapdesc"), ("PIO_UNIMAP", "struct unimapdesc"),
    ("TIOCGSERIAL", "struct serial_struct"), ("TIOCSSERIAL", "struct serial_struct"),
    ("LOOP_SET_STATUS", "struct loop_info"), ("LOOP_GET_STATUS", "struct loop_info"),
    ("CDROMREADAUDIO", "struct cdrom_read_audio"), ("CDROM_SEND_PACKET", "struct cdrom_generic_command"),
    ("BLKTRACESETUP", "struct blk_user_trace_setup"), ("BTRFS_IOC_SEND", "struct btrfs_ioctl_send_args"),
    ("BTRFS_IOC_SET_RECEIVED_SUBVOL", "struct btrfs_ioctl_received_subvol_args"),
    ("MEMWRITEOOB", "struct mtd_oob_buf"), ("MEMREADOOB", "struct mtd_oob_buf"),
    ("NVME_IOCTL_SUBMIT_IO", "struct nvme_user_io"), ("I2C_SMBUS", "struct i2c_smbus_ioctl_data"),
    ("MEDIA_IOC_ENUM_LINKS", "struct media_links_enum"),
  ]

  /// All rows, as one list.
  private static let rows: [IoctlRow] = {
    var rows: [IoctlRow] = []
    func add<let count: Int>(_ table: borrowing InlineArray<count, IoctlRow>) {
      for index in 0..<count { rows.append(table[index]) }
    }
    add(terminalRows)
    add(terminalModeRows)
    add(tunnelRows)
    add(consoleRows)
    add(keyboardRows)
    add(videoRows)
    add(interfaceRows)
    add(socketRows)
    add(fileRows)
    add(shapedFileRows)
    add(blockRows)
    add(loopRows)
    add(opticalRows)
    add(scsiRows)
    add(pageFaultRows)
    add(graphicsRows)
    add(inputRows)
    add(busRows)
    add(deviceRows)
    add(shapedDeviceRows)
    add(counterRows)
    return rows
  }()

  @Test(arguments: [Width.i386, .x86_64])
  func `have numbers and sizes as C has them`(width: Width) throws {
    let rows = IoctlTests.types.compactMap { type in
      IoctlTests.rows.first { "\($0.name)" == type.name }.map { (row: $0, c: type.c) }
    }
    try #require(rows.count == IoctlTests.types.count)
    let expressions = rows.flatMap { ["\($0.row.name)", "sizeof(\($0.c))"] }
    let values = try CompilerOfC.values(of: expressions, after: LayoutHeaders.devices, width)
    for (index, (row, c)) in rows.enumerated() {
      let sizes = FieldShape(text: row.shape).sizes
      let (number, size) = width == .i386 ? (row.command, sizes.guest) : (row.host, sizes.host)
      #expect(UInt32(values[2 * index]) == number, "\(row.name) is \(String(values[2 * index], radix: 16))")
      #expect(values[2 * index + 1] == size, "\(row.name), \(c) has \(values[2 * index + 1]) bytes")
    }
  }

  @Test func `with numbers that other headers define are theirs`() throws {
    let macros = Set(try CompilerOfC.macros(after: LayoutHeaders.devices, .i386).map(\.name))
    // The first are 32-bit forms only; of the others the kernel knows only 64-bit ones, and refuses what comes here.
    let differ = ["FS_IOC32_", "TUNATTACHFILTER", "TUNDETACHFILTER", "TUNGETFILTER"]
    let known = IoctlTests.rows.filter { row in
      macros.contains("\(row.name)") && !differ.contains { "\(row.name)".hasPrefix($0) }
    }
    let widths: [(Width, (IoctlRow) -> UInt32)] = [(.i386, { $0.command }), (.x86_64, { $0.host })]
    for (width, number) in widths {
      let values = try CompilerOfC.values(of: known.map { "\($0.name)" }, after: LayoutHeaders.devices, width)
      for (row, value) in zip(known, values) {
        #expect(UInt32(value) == number(row), "\(row.name) is \(String(value, radix: 16)) for \(width)")
      }
    }
    #expect(known.count > 300)
  }

  @Test func `say their size in their number`() {
    for row in IoctlTests.rows where row.shape.utf8CodeUnitCount > 0 && row.command >> 30 != 0 {
      let sizes = FieldShape(text: row.shape).sizes
      #expect(Int(row.command >> 16 & 0x3fff) == sizes.guest, "\(row.name)")
      #expect(Int(row.host >> 16 & 0x3fff) == sizes.host, "\(row.name)")
      #expect(sizes.host <= FieldShape.largest, "\(row.name)")
    }
  }

  @Test func `are there once`() {
    var seen: [UInt32: String] = [:]
    for row in IoctlTests.rows {
      #expect(seen[row.command] == nil, "\(row.name)")
      seen[row.command] = "\(row.name)"
      #expect(IoctlTable.row(for: row.command).map { "\($0.name)" } == "\(row.name)")
    }
  }

  @Test func `convert fields there and back`() throws {
    let shape = FieldShape(text: "bslq2(iu)dPU")
    #expect(shape.sizes == (48, 80))
    var guest = [UInt8](repeating: 0, count: 48)
    for index in guest.indices { guest[index] = UInt8(index &+ 0x70) }
    for index in 40..<44 { guest[index] = 0 }
    var host = [UInt8](repeating: 0, count: 80)
    var again = guest
    try host.withUnsafeMutableBytes { host in
      guest.withUnsafeBytes { shape.fill(host: host.baseAddress!, from: $0.baseAddress!) }
      #expect(host.loadUnaligned(fromByteOffset: 8, as: Int64.self) == 0x7776_7574)
      try again.withUnsafeMutableBytes { again in
        try shape.fill(guest: again.baseAddress!, from: UnsafeRawPointer(host.baseAddress!))
      }
      host.storeBytes(of: 1 << 32, toByteOffset: 72, as: UInt64.self)
      var full = guest
      #expect(throws: Errno.overflow) {
        try full.withUnsafeMutableBytes { full in
          try shape.fill(guest: full.baseAddress!, from: UnsafeRawPointer(host.baseAddress!))
        }
      }
    }
    #expect(again == guest)
  }
}
