import Host

/// `.orch/conflicts-read`: how many of the conflicts that the journal counts people have read.
struct ConflictMark {
  let sidecar: Sidecar

  var path: String { "\(sidecar.folder)/conflicts-read" }

  /// - Parameter told: how many there are; more than these cannot have been read.
  func read(upTo told: Int) throws(SystemError) -> Int {
    guard told > 0 else { return 0 }
    do {
      let text = try FileDescriptor(opening: path, for: .readingNoLink).readWhole()
      let count = Int(String(decoding: text, as: UTF8.self)) ?? 0
      return (0...told).contains(count) ? count : 0
    } catch {
      guard error.isMissing else { throw error }
      return 0
    }
  }

  func write(_ count: Int) throws(SystemError) {
    guard try count != read(upTo: count) else { return }
    let model = try FileStatus(of: sidecar.journal)
    // Whoever reads at the same time may write, too.
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
