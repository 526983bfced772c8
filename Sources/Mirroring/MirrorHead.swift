import Host
import JSON
import MarkdownStore

/// Which file the mirror tells of, and how far.
struct MirrorHead: Equatable {
  /// The file, seen from the database's folder: both may move together.
  var file: String
  /// The last entry of the file's journal that the mirror knows of; those that rendered
  /// and came later were cut short before the database was told.
  var through: Int
  /// The file as that entry left it, where it was the one that was read: then the rows of the
  /// later entries are all that changed since, and the entry is known again by it.
  var left: FileIdentity?
  /// The id of the queue to which the database belongs; `nil` where an older version, or the
  /// Python tool, made it, and where the queue has none.
  var queue: String?
}

extension MirrorHead {
  init(
    file: String, database: String, through: Int, left: FileIdentity?, queue: String?
  ) {
    self.init(
      file: Path.relative(file, to: Path.parent(of: database)), through: through, left: left,
      queue: queue)
  }

  /// Whether the mirror tells of the file at `file`; one that is not where it was has moved
  /// there.
  func describes(_ file: String, database: String) -> Bool {
    let folder = Path.parent(of: database)
    return Path.relative(file, to: folder) == self.file
      || (try? FileStatus(of: Path.join(folder, self.file))) == nil
  }
}

extension MirrorHead {
  var text: String {
    let json: JSONValue = [
      "file": .string(file), "left": left?.json ?? .null, "queue": JSONValue(queue),
      "through": .integer(through),
    ]
    return json.description
  }

  /// - Returns: `nil` for what is no such text.
  init?(_ text: String) {
    guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue,
      let file = object["file"]?.stringValue, let through = object["through"]?.integerValue
    else { return nil }
    self.init(
      file: file, through: through, left: object["left"].flatMap { FileIdentity($0) },
      queue: object["queue"]?.stringValue)
  }
}
