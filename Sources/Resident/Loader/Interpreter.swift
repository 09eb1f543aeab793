/// The program that PT_INTERP names, usually the dynamic linker.
struct Interpreter: ~Copyable {
  let file: HostFile
  let headers: ImageHeaders

  /// Opens the interpreter of `program` and reads its headers.
  ///
  /// With `--root`, its path is looked up there first. Nil where the program names none.
  static func open(_ image: borrowing ImageHeaders, of program: borrowing HostFile) throws(LaunchFailure)
    -> Interpreter?
  {
    guard let range = image.plan.interpreter else { return nil }
    let format = image.header.format
    var room = InlineArray<8200, UInt8>(repeating: 0)
    return try unsafe withUnsafeMutablePointer(to: &room) { room throws(LaunchFailure) -> Interpreter? in
      let bytes = unsafe UnsafeMutableRawPointer(room).assumingMemoryBound(to: UInt8.self)
      let name = unsafe bytes + GuestRoot.copy(to: bytes)
      let count: Int
      do throws(Errno) {
        count = try unsafe program.read(at: range.offset, into: name, count: Int(range.size))
      } catch {
        throw .image(.interpreterNameBeyondEnd)
      }
      do throws(ImageError) {
        try unsafe image.plan.checkInterpreterName(UnsafeBufferPointer(start: name, count: count).span)
      } catch {
        throw .image(error)
      }
      return try unsafe Interpreter(named: name, rooted: bytes, format: format)
    }
  }

  private init(
    named name: UnsafePointer<UInt8>, rooted: UnsafePointer<UInt8>, format: ImageFormat
  ) throws(LaunchFailure) {
    let file: HostFile
    do throws(Errno) {
      file = try unsafe Interpreter.open(name, rooted)
    } catch {
      throw unsafe .interpreter(name, error)
    }
    let head: ExecutableHead
    do throws(Errno) { head = try ExecutableHead(file) } catch { throw unsafe .interpreter(name, error) }
    do throws(ImageError) {
      headers = try ImageHeaders(file, head, as: .interpreter, format: format)
    } catch {
      throw unsafe .interpreter(name, error)
    }
    self.file = file
  }

  private static func open(_ name: UnsafePointer<UInt8>, _ rooted: UnsafePointer<UInt8>) throws(Errno) -> HostFile {
    if unsafe rooted != name && name[0] == 0x2f {
      do throws(Errno) {
        return try ExecutableFile.open(UInt64(UInt(bitPattern: rooted)))
      } catch {
        if error != .noEntry && error != .notDirectory { throw error }
      }
    }
    do throws(Errno) {
      return try ExecutableFile.open(UInt64(UInt(bitPattern: name)))
    } catch {
      throw error == .isDirectory ? .access : error
    }
  }
}
