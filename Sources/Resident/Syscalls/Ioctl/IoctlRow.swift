/// One command of `ioctl`: its number for the guest, its name, and what its argument needs.
struct IoctlRow {
  let command: UInt32
  let name: StaticString
  let action: IoctlAction
  /// The host's number for the same command.
  let host: UInt32
  /// The fields of the argument: see `FieldWalk`.
  let shape: StaticString

  /// A command whose argument means the same to the host.
  static func pass(_ command: UInt32, _ name: StaticString) -> IoctlRow {
    IoctlRow(command: command, name: name, action: .pass, host: command, shape: "")
  }

  /// A command that is the same but for its number, in which the size of a `long` is encoded.
  static func pass(_ command: UInt32, as host: UInt32, _ name: StaticString) -> IoctlRow {
    IoctlRow(command: command, name: name, action: .pass, host: host, shape: "")
  }

  /// A command whose argument has to be converted.
  static func convert(
    _ command: UInt32, as host: UInt32? = nil, _ name: StaticString, _ action: IoctlAction
  ) -> IoctlRow {
    IoctlRow(command: command, name: name, action: action, host: host ?? command, shape: "")
  }

  /// A command whose argument is a struct of these fields.
  static func fields(
    _ command: UInt32, as host: UInt32? = nil, _ name: StaticString, _ shape: StaticString,
    _ action: IoctlAction = .shaped
  ) -> IoctlRow {
    IoctlRow(command: command, name: name, action: action, host: host ?? command, shape: shape)
  }
}

/// What the argument of a command needs.
enum IoctlAction: UInt8 {
  /// It is the same for the host.
  case pass
  /// It is the same for the host, but whoever has the command does not hear it from 32-bit code.
  case wide
  /// Nobody looks at it, but for a host that reads it before it says that it does not know the command.
  case ignored
  /// The host gives a `long`.
  case givesLong
  /// The host gives an `unsigned long`, which may be too much for the guest.
  case givesUnsignedLong
  /// `struct ifreq`, of which only the first bytes count.
  case interface
  /// `struct ifreq` with a `struct ifmap`.
  case interfaceMap
  /// `struct ifreq` with a pointer to a block for `ethtool`.
  case ethtool
  /// `struct ifreq` with a pointer to a block that is the same to the host.
  case interfaceData
  case interfaceList
  case route
  /// `struct arpreq`, the same for the host where the socket has such a table.
  case neighbor
  /// The host gives a `struct timeval` or `timespec`.
  case givesTime
  /// A question to a list of mappings, of which the guest has a copy.
  case mappingQuery
  case diskGeometry
  case partition
  case space
  case scsi
  /// A struct whose fields the row names.
  case shaped
  /// The same, where the kernel answers in it though the command's number does not say so.
  case shapedUpdate
  /// Bits in words of a `long`, of which the guest gets four bytes at most.
  case fewBits
  case videoFormat
  case videoBuffer
}

/// Commands that are told from others by some of their bits, and mean the same to the host.
struct IoctlFamily {
  let mask: UInt32
  let value: UInt32
  let name: StaticString
  let action: IoctlAction

  init(_ mask: UInt32, _ value: UInt32, _ name: StaticString, _ action: IoctlAction = .pass) {
    self.mask = mask
    self.value = value
    self.name = name
    self.action = action
  }
}

/// The rows of every kind of file, found by the letter in the command's second byte.
enum IoctlTable {
  static func row(for command: UInt32) -> IoctlRow? {
    switch command >> 8 & 0xff {
    case 0x54:
      return search(terminalRows, command) ?? search(terminalModeRows, command) ?? search(tunnelRows, command)
    case 0x4b, 0x56:
      return search(consoleRows, command) ?? search(keyboardRows, command) ?? search(videoRows, command)
        ?? family(command)
    case 0x89: return search(interfaceRows, command) ?? search(socketRows, command) ?? family(command)
    case 0x12, 0x4c, 0x03: return search(blockRows, command) ?? search(loopRows, command)
    case 0x53, 0x22: return search(opticalRows, command) ?? search(scsiRows, command)
    case 0x00, 0x15, 0x58, 0x66, 0x76, 0x94:
      return search(fileRows, command) ?? search(shapedFileRows, command) ?? family(command)
    case 0xaa: return search(pageFaultRows, command)
    case 0x64: return search(graphicsRows, command) ?? family(command)
    case 0x45, 0x55: return search(inputRows, command) ?? search(busRows, command) ?? family(command)
    default:
      return search(deviceRows, command) ?? search(shapedDeviceRows, command) ?? search(counterRows, command)
        ?? family(command)
    }
  }

  /// Whether only an input device answers the command.
  static func isAboutEvents(_ command: UInt32) -> Bool {
    switch command >> 8 & 0xff {
    case 0x45: true
    case 0x55: search(inputRows, command) != nil
    default: false
    }
  }

  private static func search<let count: Int>(
    _ rows: borrowing InlineArray<count, IoctlRow>, _ command: UInt32
  ) -> IoctlRow? {
    let span = rows.span
    for index in 0..<count where span[index].command == command { return span[index] }
    return nil
  }

  private static func family(_ command: UInt32) -> IoctlRow? {
    let families = ioctlFamilies.span
    for index in 0..<families.count where command & families[index].mask == families[index].value {
      return IoctlRow(
        command: command, name: families[index].name, action: families[index].action, host: command, shape: "")
    }
    return nil
  }
}
