import Host

/// What the merge driver does with two changes of one row if git has only `/usr/bin:/bin` on its
/// `PATH`. This is the case when an editor that a desktop started calls git.
public enum MergeDriverTrial: Equatable, Sendable {
  /// Both changes are in the table.
  case mergesByCell
  /// Git's markers are in the file, with both changes.
  case leavesMarkers
  /// The change of the other branch is lost: the file contains neither the change nor a marker.
  case keepsOurs
  /// The driver is not the one that `orch init --git` writes, so the driver was not run.
  case isOther

  public static let path = "/usr/bin:/bin"
}

extension MergeDriverTrial {
  /// Runs the driver as git does, on three files in a new folder.
  init(of driver: String, _ environment: Environment) throws {
    let folder = try TemporaryFolder(environment: environment)
    for (name, cells) in [
      ("base", ("PENDING", "a task")), ("ours", ("DONE", "a task")),
      ("theirs", ("PENDING", "another task")),
    ] {
      try NewFile.create(
        Path.join(folder.path, name), text: Self.table(status: cells.0, task: cells.1))
    }
    let names: [Character: String] = [
      "O": "base", "A": "ours", "B": "theirs", "P": "ours", "L": "7",
    ]
    let pieces = driver.split(separator: "%", omittingEmptySubsequences: false)
    let command = pieces.dropFirst().reduce(String(pieces[0])) { text, piece in
      guard let name = piece.first.flatMap({ names[$0] }) else { return text + "%" + piece }
      return text + name + piece.dropFirst()
    }
    let run = Subprocess(
      "/bin/sh", ["-c", command], in: folder.path,
      environment: ["PATH": Self.path, "HOME": folder.path], limits: .init(time: .seconds(20)))
    _ = try run.run()
    let merged = String(
      decoding: try FileDescriptor(opening: Path.join(folder.path, "ours"), for: .reading)
        .readWhole(), as: UTF8.self)
    self =
      if merged.split(separator: "\n").contains(where: { $0.hasPrefix("<<<<<<<") }) {
        .leavesMarkers
      } else if merged.split(separator: "|").contains(" another task ") {
        .mergesByCell
      } else { .keepsOurs }
  }

  private static func table(status: String, task: String) -> String {
    """
    | id | status | priority | task | success_criteria | owner_session | started_at | due_at | notes |
    |---|---|---|---|---|---|---|---|---|
    | A-1 | \(status) | P1 | \(task) | it is done | - | - | - | - |

    """
  }
}
