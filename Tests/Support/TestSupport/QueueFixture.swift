public import Foundation
import Glibc

/// Texts of queue files.
public enum QueueFixture {
  public static let header = """
    | id | status | priority | task | success_criteria | owner_session | started_at_kst | \
    due_at_kst | notes |
    |---|---|---|---|---|---|---|---|---|

    """

  /// The text of a file with a title, the header and `rows`, each of which is a whole line.
  public static func text(_ rows: String...) -> String {
    "# Queue\n\n" + header + rows.map { $0 + "\n" }.joined()
  }

  public static func row(
    _ id: String, _ status: String = "PENDING", _ priority: String = "P1", task: String = "work",
    owner: String = "-", notes: String = ""
  ) -> String {
    "| \(id) | \(status) | \(priority) | \(task) | it works | \(owner) | - | - | \(notes) |"
  }
}

/// Writes a file with a modification time a minute ago, so that no command waits for the end of a
/// save.
public func writeAged(_ text: String, to path: String) throws {
  try writeAged(Data(text.utf8), to: path)
}

public func writeAged(_ data: Data, to path: String) throws {
  try data.write(to: URL(filePath: path))
  age(path)
}

/// Sets the modification time to a minute ago.
public func age(_ path: String) {
  let time = timespec(tv_sec: Glibc.time(nil) - 60, tv_nsec: 0)
  _ = [time, time].withUnsafeBufferPointer { utimensat(AT_FDCWD, path, $0.baseAddress, 0) }
}

/// The whole text of a file.
public func contents(of path: String) throws -> String {
  String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}
