import Host
import Table
import Text

/// `.orch/preview`: how the next command will merge a save, as one reader found it, for other
/// readers of the same save.
///
/// It is used only if it names exactly this file and this journal, and its checksum covers all of
/// it. A file that came with a clone does not, because it cannot know inodes and times here.
/// Commands that change something never read it.
struct PreviewFile {
  private let sidecar: Sidecar
  private let file: QueueFile
  /// What the result depends on, as the first line names it.
  private let subject: [UInt8]

  private var path: String { sidecar.preview }

  init(
    _ sidecar: Sidecar, of file: QueueFile, journal: FileIdentity, _ position: GitPosition?
  ) {
    (self.sidecar, self.file) = (sidecar, file)
    let json: JSONValue = [
      "file": file.identity.json, "journal": journal.json, "head": JSONValue(position?.head),
      "commit": JSONValue(position?.commit), "operation": JSONValue(position?.operation?.rawValue),
    ]
    subject = Array("\(json)\n".utf8)
  }

  private static let sumLength = 8

  /// The result of another reader; `nil` if there is none.
  func read() -> ShownQueue? {
    guard let kept = try? FileDescriptor(opening: path, for: .readingNoLink),
      let status = try? kept.status(), status.owner == CurrentProcess.effectiveUser,
      status.permissions & 0o077 == 0,
      status.identity.size < 4 * file.identity.size + subject.count + 1 << 20,
      let bytes = try? kept.readWhole()
    else { return nil }
    let end = bytes.count - Self.sumLength
    guard end > subject.count, bytes.starts(with: subject),
      bytes[end...].elementsEqual(bytes[..<end].withUnsafeBytes(Checksum.text))
    else { return nil }
    guard bytes[subject.count] == UInt8(ascii: "m") else {
      return ShownQueue(version: file.version)
    }
    let merged = QueueBytes(bytes[(subject.count + 1)..<end])
    return ShownQueue(version: QueueVersion(merged), state: .merged)
  }

  /// Stores the result if this user may; else nothing happens. The file is not synced: after a
  /// power loss the checksum is wrong.
  func keep(_ shown: ShownQueue) {
    guard let folder = try? FileStatus(of: sidecar.folder),
      folder.owner == CurrentProcess.effectiveUser, CurrentProcess.mayCreateFiles(sidecar.folder)
    else { return }
    var bytes = subject
    if shown.state == .merged {
      bytes.append(UInt8(ascii: "m"))
      shown.version.bytes.withBytes { bytes += $0 }
    } else {
      bytes.append(UInt8(ascii: "r"))
    }
    bytes += bytes.withUnsafeBytes(Checksum.text)
    try? write(bytes)
  }

  private func write(_ bytes: [UInt8]) throws(SystemError) {
    // Two readers at once may garble it; then the checksum is wrong, and the next reader rewrites
    // it.
    let new = sidecar.newPreview
    let file = try FileDescriptor(opening: new, for: .updatingOrCreating(permissions: 0o600))
    try file.checkHasOneLink()
    let status = try file.status()
    guard status.owner == CurrentProcess.effectiveUser, status.permissions & 0o077 == 0 else {
      return
    }
    try file.write(bytes, at: 0)
    try file.truncate(to: bytes.count)
    try Directory.move(new, to: path)
  }
}

extension Sidecar {
  fileprivate var preview: String { "\(folder)/preview" }
  fileprivate var newPreview: String { "\(preview).new" }

  /// Removes what readers stored, after a command has recorded the save, and files that a fault
  /// left.
  func removePreview() throws(SystemError) {
    for file in [preview, newPreview] { try Directory.removeIfThere(file) }
  }
}
