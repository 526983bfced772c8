import Host
import Table
import Text

/// `.orch/preview`: the expected merge of a save. One reader computes the merge, and other readers
/// of the same save use the file.
///
/// The preview is used only if it names exactly this file and this journal, and its checksum is
/// right. A preview from a cloned repository does not match, because it has other inodes and times.
/// Commands that change the queue never read the preview.
struct PreviewFile {
  private let sidecar: Sidecar
  private let file: QueueFile
  /// The file and the journal on which the preview depends, in the form of the first line.
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

  /// The queue that another reader stored; `nil` if there is no valid preview.
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

  /// Stores the result, if this user may do so. The file is not synced. If a power failure damages
  /// it, the checksum is wrong, and the file is ignored.
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
    // If two readers write at the same time, they may garble the file. Then the checksum is wrong,
    // and the next reader writes the file again.
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

  /// Removes the preview after a command has recorded the save, and removes files that an
  /// interrupted write left.
  func removePreview() throws(SystemError) {
    for file in [preview, newPreview] { try Directory.removeIfThere(file) }
  }
}
