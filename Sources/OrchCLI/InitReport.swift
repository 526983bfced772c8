import CommandSupport
import JSON

/// What `orch init` made.
struct InitReport {
  let path: String
  /// Whether the queue was not there before.
  let isNew: Bool
  /// What git was told; `nil` where nobody asked for it.
  var merging: [GitWorkTree.MergePart]?

  var lines: [String] {
    let created = isNew ? ["Created \(path)"] : []
    guard let merging else { return created }
    let written = merging.map(\.rawValue).joined(separator: ", ")
    let git =
      written.isEmpty ? "already merges \(path) by cell" : "merges \(path) by cell: \(written)"
    return created + ["git \(git)"]
  }

  var json: JSONValue {
    guard let merging else { return ["path": .string(path)] }
    return [
      "path": .string(path), "created": .bool(isNew),
      "git": .array(merging.map { .string($0.rawValue) }),
    ]
  }
}
