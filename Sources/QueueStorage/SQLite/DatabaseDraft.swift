import Host

/// A database that is being made under a hidden name, and gets its own when it is whole.
///
/// The name tells who makes it, so that what a crash leaves is known as such and removed by
/// the next who makes a database of that name.
struct DatabaseDraft {
  /// Where it is to be.
  let path: String
  /// Where it is until then, in the same folder.
  let hidden: String

  /// What SQLite may leave beside a database.
  private static let companions = ["", "-journal", "-wal", "-shm"]

  init(for path: String) {
    self.path = path
    hidden = "\(Self.beginning(of: path))\(CurrentProcess.id)-\(Randomness.hexDigits(6))"
  }

  /// Gives it its name, unless there is something with that name (`alreadyExists`).
  func place() throws(SystemError) { try Directory.moveNew(hidden, to: path) }

  /// Takes it away.
  func discard() {
    for companion in Self.companions { try? Directory.remove(hidden + companion) }
  }

  /// Removes the drafts of `path` whose makers run no more.
  static func removeAbandoned(of path: String) {
    let beginning = Path.name(of: beginning(of: path))
    for name in (try? Directory.names(in: Path.parent(of: path))) ?? []
    where name.hasPrefix(beginning) {
      let rest = name.dropFirst(beginning.count)
      guard rest.contains("-"), let maker = Int(rest.prefix { $0 != "-" }) else { continue }
      if ProcessTable.contains(maker) { continue }
      try? Directory.remove(Path.join(Path.parent(of: path), name))
    }
  }

  private static func beginning(of path: String) -> String {
    Path.join(Path.parent(of: path), ".\(Path.name(of: path)).")
  }
}
