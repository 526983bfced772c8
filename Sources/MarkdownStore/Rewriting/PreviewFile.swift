import Host
import JSON

/// `.orch/preview`: what a reader found that the next command will make of a save, for other readers
/// of the same save.
///
/// It is read where it names the very file and the very journal, and its checksum covers all of it.
/// What came with a clone does not: it can't know inodes and times here. Commands that change
/// something never read it.
struct PreviewFile {
  let sidecar: Sidecar

  private var path: String { "\(sidecar.folder)/preview" }
  private var temporary: String { "\(path).new" }

  /// What the result depends on.
  struct Subject: Equatable {
    let file: FileIdentity
    let journal: FileIdentity
    /// What git has checked out.
    let head: String?

    fileprivate var line: [UInt8] {
      let json: JSONValue = ["file": file.json, "journal": journal.json, "head": JSONValue(head)]
      return Array("\(json)\n".utf8)
    }
  }

  enum Result {
    /// The file shows the queue.
    case asRead
    case merged([UInt8])
  }

  private static let sumLength = 8

  /// The result for a save; `nil` where none is kept.
  func result(for subject: Subject) -> Result? {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let status = try? file.status(), status.owner == CurrentProcess.effectiveUser,
      status.permissions & 0o077 == 0,
      status.identity.size < 4 * subject.file.size + subject.line.count + 1 << 20,
      let bytes = try? file.readWhole()
    else { return nil }
    let line = subject.line
    let end = bytes.count - Self.sumLength
    guard end > line.count, bytes.starts(with: line),
      bytes[end...].elementsEqual(bytes[..<end].withUnsafeBytes(Checksum.text))
    else { return nil }
    let merged = bytes[(line.count + 1)..<end]
    return bytes[line.count] == UInt8(ascii: "m") ? .merged(Array(merged)) : .asRead
  }

  /// Keeps a result, where this user may; else nothing happens. It is not synced: after a loss of
  /// power the checksum is wrong.
  func keep(_ result: Result, for subject: Subject) {
    guard let folder = try? FileStatus(of: sidecar.folder),
      folder.owner == CurrentProcess.effectiveUser, CurrentProcess.mayCreateFiles(sidecar.folder)
    else { return }
    var bytes = subject.line
    switch result {
    case .asRead: bytes.append(UInt8(ascii: "r"))
    case .merged(let merged):
      bytes.append(UInt8(ascii: "m"))
      bytes += merged
    }
    bytes += bytes.withUnsafeBytes(Checksum.text)
    try? write(bytes)
  }

  private func write(_ bytes: [UInt8]) throws(SystemError) {
    // Two readers at once may garble it: then the checksum is wrong, and the next one writes it anew.
    let file = try FileDescriptor(opening: temporary, for: .updatingOrCreating(permissions: 0o600))
    try file.checkHasOneLink()
    let status = try file.status()
    guard status.owner == CurrentProcess.effectiveUser, status.permissions & 0o077 == 0 else {
      return
    }
    try file.write(bytes, at: 0)
    try file.truncate(to: bytes.count)
    try Directory.move(temporary, to: path)
  }

  /// Removes it, where a command has recorded the save, and what a fault left of it.
  func remove() throws(SystemError) {
    for file in [path, temporary] { try Directory.removeIfThere(file) }
  }
}
