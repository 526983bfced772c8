import Host

/// A text that people keep beside the queue for workers: `ORCH.md`, `tasks/ID.md`.
public enum TaskFile {
  /// The text; `nil` where there is no such regular file below the folder.
  ///
  /// - Parameters:
  ///   - path: relative to the folder.
  ///   - folder: the one beside the queue.
  ///   - limit: how many bytes are of use; some more are read, so that one sees that it goes on.
  public static func text(_ path: String, below folder: String, limit: Int) -> String? {
    guard let root = Path.resolved(folder), let file = try? ProjectFile(path, below: root),
      let bytes = try? file.bytes(upTo: limit + 4)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
