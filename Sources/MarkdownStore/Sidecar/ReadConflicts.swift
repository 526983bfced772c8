import Host

/// `.orch/conflicts-read`: how many of the conflicts in the journal have been read.
struct ReadConflicts {
  let sidecar: Sidecar

  var path: String { "\(sidecar.folder)/conflicts-read" }

  /// - Parameter total: how many conflicts there are. A larger number in the file counts as 0.
  func read(upTo total: Int) throws(SystemError) -> Int {
    guard total > 0 else { return 0 }
    do {
      let text = try FileDescriptor(opening: path, for: .readingNoLink).readWhole()
      let count = Int(String(decoding: text, as: UTF8.self)) ?? 0
      return (0...total).contains(count) ? count : 0
    } catch {
      guard error.isMissing else { throw error }
      return 0
    }
  }

  func write(_ count: Int) throws(SystemError) {
    guard try count != read(upTo: count) else { return }
    let model = try FileStatus(of: sidecar.journal)
    // Readers write without a lock: each has a draft of its own.
    let draft = "\(path).\(CurrentProcess.id)"
    try Directory.removeIfThere(draft)
    do {
      let file = try FileDescriptor(opening: draft, for: .creating(permissions: 0o600))
      try file.share(permissions: model.permissions, group: model.group)
      try file.write(String(count))
    }
    try Directory.move(draft, to: path)
  }
}
