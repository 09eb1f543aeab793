// swift-format-ignore-file: tables keep their columns

/// Graphics: the structs that are not the same to a 32-bit program (`drm_ioc32.c`, `i915_ioc32.c`).
let graphicsRows: InlineArray<_, IoctlRow> = [
  .fields(0xc024_6400, as: 0xc040_6400, "DRM_IOCTL_VERSION", "3iupupup"),
  .fields(0xc008_6401, as: 0xc010_6401, "DRM_IOCTL_GET_UNIQUE", "up"),
  .fields(0xc018_6404, as: 0xc028_6404, "DRM_IOCTL_GET_MAP", "2u2ipi"),
  .fields(0xc018_6405, as: 0xc028_6405, "DRM_IOCTL_GET_CLIENT", "2i4u"),
  .fields(0x807c_6406, as: 0x80f8_6406, "DRM_IOCTL_GET_STATS", "u15(ui)"),
  .fields(0x4008_6410, as: 0x4010_6410, "DRM_IOCTL_SET_UNIQUE", "up"),
  .fields(0xc010_643a, as: 0xc018_643a, "DRM_IOCTL_WAIT_VBLANK", "2i2u"),
  .fields(0xc064_64b8, as: 0xc068_64b8, "DRM_IOCTL_MODE_ADDFB2", "17i4q"),
  .fields(0xc008_6446, as: 0xc010_6446, "DRM_IOCTL_I915_GETPARAM", "ip"),
]

/// Cameras and tuners (`v4l2-compat-ioctl32.c`), with both widths of a time.
///
/// Overlays have pointers in the format and are left out, as are lists of controls and several planes.
let videoRows: InlineArray<_, IoctlRow> = [
  .fields(0xc0cc_5604, as: 0xc0d0_5604, "VIDIOC_G_FMT", "ia200b", .videoFormat),
  .fields(0xc0cc_5605, as: 0xc0d0_5605, "VIDIOC_S_FMT", "ia200b", .videoFormat),
  .fields(0xc0cc_5640, as: 0xc0d0_5640, "VIDIOC_TRY_FMT", "ia200b", .videoFormat),
  .fields(0xc0f8_565c, as: 0xc100_565c, "VIDIOC_CREATE_BUFS", "3iaia200b8i"),
  .fields(0xc040_5619, as: 0xc048_5619, "VIDIOC_ENUMSTD", "iq24b7i"),
  .fields(0xc04c_561a, as: 0xc050_561a, "VIDIOC_ENUMINPUT", "i32b3iq5i"),
  .fields(0xc024_5628, as: 0xc028_5628, "VIDIOC_G_EDID", "8ip"),
  .fields(0xc024_5629, as: 0xc028_5629, "VIDIOC_S_EDID", "8ip"),
  .fields(0x802c_560a, as: 0x8030_560a, "VIDIOC_G_FBUF", "2ip8i"),
  .fields(0x402c_560b, as: 0x4030_560b, "VIDIOC_S_FBUF", "2ip8i"),
  .fields(0x8078_5659, as: 0x8088_5659, "VIDIOC_DQEVENT (32-bit time)", "ia64b2i2l9i"),
  .fields(0x8080_5659, as: 0x8088_5659, "VIDIOC_DQEVENT (64-bit time)", "ia64b2i2q9i"),
  .fields(0xc044_5609, as: 0xc058_5609, "VIDIOC_QUERYBUF (32-bit time)", "5i2l6iu3i", .videoBuffer),
  .fields(0xc044_560f, as: 0xc058_560f, "VIDIOC_QBUF (32-bit time)", "5i2l6iu3i", .videoBuffer),
  .fields(0xc044_5611, as: 0xc058_5611, "VIDIOC_DQBUF (32-bit time)", "5i2l6iu3i", .videoBuffer),
  .fields(0xc044_565d, as: 0xc058_565d, "VIDIOC_PREPARE_BUF (32-bit time)", "5i2l6iu3i", .videoBuffer),
  .fields(0xc04c_5609, as: 0xc058_5609, "VIDIOC_QUERYBUF (64-bit time)", "5i2q6iu3i", .videoBuffer),
  .fields(0xc04c_560f, as: 0xc058_560f, "VIDIOC_QBUF (64-bit time)", "5i2q6iu3i", .videoBuffer),
  .fields(0xc04c_5611, as: 0xc058_5611, "VIDIOC_DQBUF (64-bit time)", "5i2q6iu3i", .videoBuffer),
  .fields(0xc04c_565d, as: 0xc058_565d, "VIDIOC_PREPARE_BUF (64-bit time)", "5i2q6iu3i", .videoBuffer),
]
