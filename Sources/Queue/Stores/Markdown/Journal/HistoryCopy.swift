package import Host
import Model

/// Copies a queue's history into the folder of a copy. The history is copied because only it has
/// the notes that `done` and `fail` replaced.
///
/// The original's journal becomes a history file of the copy, because a journal belongs to one
/// file, and the copy begins a new one.
package struct HistoryCopy {
  let source: Sidecar
  let copy: Sidecar

  package init(from source: Sidecar, to copy: Sidecar) { (self.source, self.copy) = (source, copy) }

  /// - Parameter model: the file whose permissions the copies get.
  /// - Returns: the number of copied entries.
  package func write(like model: FileStatus) throws(SystemError) -> Int {
    try write(Array("*\n".utf8), to: "\(copy.folder)/.gitignore", like: model)
    for name in try Directory.names(in: source.folder) where Self.isHistory(name) {
      let history = try FileDescriptor(opening: "\(source.folder)/\(name)", for: .readingNoLink)
      let file = try create("\(copy.folder)/\(name)", like: model)
      try file.append(history, from: 0, to: history.status().identity.size)
      try file.sync()
    }
    try writeClaims(like: model)
    let journal = try FileDescriptor(opening: source.journal, for: .readingNoLink)
    try JournalCompaction(sidecar: copy)
      .archive(journal, upTo: journal.status().identity.size)
    try Directory.sync(copy.folder)
    return try JournalHistory(sidecar: copy).count()
  }

  /// Copies the claims, so that no claim number is used twice.
  private func writeClaims(like model: FileStatus) throws(SystemError) {
    var claims = try ClaimsFile(sidecar: source).readNow()
    guard claims != Claims() else { return }
    // The copy's own journal has no entries yet.
    claims.includedThrough = 0
    try write(claims.text, to: copy.claims, like: model)
  }

  private static func isHistory(_ name: String) -> Bool {
    name.hasPrefix("history-") && name.hasSuffix(".jsonl")
  }

  private func write(_ bytes: [UInt8], to path: String, like model: FileStatus) throws(SystemError)
  {
    let file = try create(path, like: model)
    try file.write(bytes, at: 0)
    try file.sync()
  }

  private func create(_ path: String, like model: FileStatus) throws(SystemError) -> FileDescriptor
  {
    let file = try FileDescriptor(opening: path, for: .creating(permissions: 0o600))
    try file.share(permissions: model.companionPermissions, group: model.group)
    return file
  }
}
