/// The folder in which the guest's interpreter and libraries are looked up first: `--root`.
enum GuestRoot {
  /// The longest path of a folder.
  private static var maximumLength: Int { 4000 }

  /// Copies the folder's path to `bytes`; gives its length, 0 where there is none.
  static func copy(to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    guard let root = unsafe GuestIdentity.root else { return 0 }
    let length = unsafe min(Strings.length(root), maximumLength)
    for index in 0..<length { unsafe bytes[index] = root[index] }
    return length
  }
}
