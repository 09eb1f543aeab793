extension LayoutHeaders {
  /// The kernel's headers on devices.
  static let devices = """
    #include <stddef.h>
    #include <stdint.h>
    #include <sys/time.h>
    #include <asm/termbits.h>
    #include <asm/ioctls.h>
    #include <linux/blkpg.h>
    #include <linux/blktrace_api.h>
    #include <linux/btrfs.h>
    #include <linux/cdrom.h>
    #include <linux/fb.h>
    #include <linux/fiemap.h>
    #include <linux/filter.h>
    #include <linux/fs.h>
    #include <linux/fscrypt.h>
    #include <linux/fsverity.h>
    #include <linux/hpet.h>
    #include <linux/i2c.h>
    #include <linux/i2c-dev.h>
    #include <linux/if_tun.h>
    #include <linux/input.h>
    #include <linux/kd.h>
    #include <linux/kvm.h>
    #include <linux/loop.h>
    #include <linux/media.h>
    #include <linux/nvme_ioctl.h>
    #include <linux/perf_event.h>
    #include <linux/ppp-ioctl.h>
    #include <linux/random.h>
    #include <linux/rtc.h>
    #include <linux/serial.h>
    #include <linux/sockios.h>
    #include <linux/uinput.h>
    #include <linux/usbdevice_fs.h>
    #include <linux/userfaultfd.h>
    #include <linux/videodev2.h>
    #include <linux/vt.h>
    #include <mtd/mtd-abi.h>
    #include <sound/asound.h>
    #include <scsi/sg.h>

    """ + graphics

  /// include/uapi/drm/drm.h, drm_mode.h and i915_drm.h, which not every machine has.
  private static let graphics = """
    struct drm_version { int version_major, version_minor, version_patchlevel; size_t name_len; char *name;
      size_t date_len; char *date; size_t desc_len; char *desc; };
    struct drm_unique { size_t unique_len; char *unique; };
    struct drm_map { unsigned long offset, size; int type, flags; void *handle; int mtrr; };
    struct drm_client { int idx, auth; unsigned long pid, uid, magic, iocs; };
    struct drm_stats { unsigned long count; struct { unsigned long value; int type; } data[15]; };
    union drm_wait_vblank { struct { unsigned type, sequence; unsigned long signal; } request;
      struct { unsigned type, sequence; long tval_sec, tval_usec; } reply; };
    struct drm_mode_fb_cmd2 { __u32 fb_id, width, height, pixel_format, flags, handles[4], pitches[4], offsets[4];
      __u64 modifier[4]; };
    struct drm_i915_getparam { __s32 param; int *value; };
    #define DRM_IOCTL_VERSION _IOWR('d', 0x00, struct drm_version)
    #define DRM_IOCTL_GET_UNIQUE _IOWR('d', 0x01, struct drm_unique)
    #define DRM_IOCTL_GET_MAP _IOWR('d', 0x04, struct drm_map)
    #define DRM_IOCTL_GET_CLIENT _IOWR('d', 0x05, struct drm_client)
    #define DRM_IOCTL_GET_STATS _IOR('d', 0x06, struct drm_stats)
    #define DRM_IOCTL_SET_UNIQUE _IOW('d', 0x10, struct drm_unique)
    #define DRM_IOCTL_WAIT_VBLANK _IOWR('d', 0x3a, union drm_wait_vblank)
    #define DRM_IOCTL_MODE_ADDFB2 _IOWR('d', 0xb8, struct drm_mode_fb_cmd2)
    #define DRM_IOCTL_I915_GETPARAM _IOWR('d', 0x46, struct drm_i915_getparam)

    """
}
