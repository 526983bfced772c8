import Host

/// A regular file below the project root, open for reading.
struct ProjectFile: ~Copyable {
  let descriptor: FileDescriptor
  let status: FileStatus
  /// The file's path, links followed.
  let place: String

  /// Why a path does not name such a file.
  struct Refusal: Error, Equatable {
    let reason: String
    /// Whether the reason is that the work lacks the file. For all other reasons orch cannot check
    /// the file.
    var isOfWork = false
  }

  /// - Parameters:
  ///   - path: any text, as written in a criterion.
  ///   - root: the project root, links followed.
  init(_ path: String, below root: String) throws(Refusal) {
    try Self.checkForm(path)
    let named = Path.join(root, path)
    guard let place = Path.resolved(named) else { throw Self.whyUnresolved(named) }
    guard Path.isInside(place, root) else { throw Refusal(reason: "outside the project") }
    let file = try Self.open(place)
    let status = try Self.status(of: file)
    // A folder in the path may have become a link in the meantime.
    let opened = Path.linkTarget("/proc/self/fd/\(file.number)") ?? place
    guard Path.isInside(opened, root) else { throw Refusal(reason: "outside the project") }
    descriptor = file
    self.status = status
    self.place = opened
  }

  func bytes(upTo limit: Int) throws(Refusal) -> [UInt8] {
    do { return try descriptor.read(min(limit, status.identity.size), at: 0) } catch {
      throw Self.refusal(error)
    }
  }

  /// Checks the kind of the file before opening it, because opening a pipe or a device may have an
  /// effect.
  private static func open(_ place: String) throws(Refusal) -> FileDescriptor {
    do throws(SystemError) {
      let kind = try FileStatus(of: place).kind
      guard kind == .regular else { throw .notARegularFile(place, kind) }
      return try FileDescriptor(opening: place, for: .readingNoLink)
    } catch {
      throw refusal(error)
    }
  }

  private static func status(of file: borrowing FileDescriptor) throws(Refusal) -> FileStatus {
    let status: FileStatus
    do { status = try file.status() } catch { throw refusal(error) }
    guard status.kind == .regular else {
      throw Refusal(reason: "not a regular file", isOfWork: true)
    }
    return status
  }

  /// Compares bytes, because a `String` treats a slash and a following combining accent as another
  /// character.
  private static func checkForm(_ path: String) throws(Refusal) {
    if path.utf8.contains(0) { throw Refusal(reason: "not a path") }
    if path.utf8.first == UInt8(ascii: "/") {
      throw Refusal(reason: "not relative to the project root")
    }
    if path.utf8.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) }
    ) {
      throw Refusal(reason: "a path with '..' is not followed")
    }
  }

  /// Why a path cannot be resolved: the file is missing, or because of a folder or link in the path
  /// orch cannot check it.
  private static func whyUnresolved(_ path: String) -> Refusal {
    do throws(SystemError) {
      _ = try FileStatus(of: path)
      try Path.checkText(of: path)
    } catch {
      return refusal(error)
    }
    return Refusal(reason: "its path can't be resolved")
  }

  private static func refusal(_ error: SystemError) -> Refusal {
    if error.isMissing { return Refusal(reason: "no such file", isOfWork: true) }
    if error.isNotAFile { return Refusal(reason: "not a regular file", isOfWork: true) }
    return Refusal(reason: error.reason)
  }
}

/// A text that people write beside the queue for workers: `ORCH.md`, `tasks/ID.md`.
public enum TaskFile {
  /// The text; `nil` if there is no such regular file below the folder.
  ///
  /// - Parameters:
  ///   - path: relative to the folder.
  ///   - folder: the folder of the queue.
  ///   - limit: the number of bytes that are used. Four more bytes are read to detect a longer
  ///     text.
  public static func text(_ path: String, below folder: String, limit: Int) -> String? {
    guard let root = Path.resolved(folder), let file = try? ProjectFile(path, below: root),
      let bytes = try? file.bytes(upTo: limit + 4)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Why the text cannot be read; `nil` if it can.
  public static func problem(_ path: String, below folder: String) -> String? {
    do throws(ProjectFile.Refusal) {
      _ = try ProjectFile(path, below: Path.resolved(folder) ?? folder).bytes(upTo: 1)
      return nil
    } catch {
      return error.reason
    }
  }
}
