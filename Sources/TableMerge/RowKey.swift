import QueueDocument

/// What makes a line of one version of a table the same row as a line of another.
enum RowKey: Hashable {
  case id(String)
  /// A line with the wrong number of cells, without an id, or with one that stood in a row
  /// above: its text, and how many lines with this text stand above it.
  case line(String, Int)

  /// The id, or the text.
  var text: String {
    switch self {
    case .id(let id): id
    case .line(let text, _): text
    }
  }
}
