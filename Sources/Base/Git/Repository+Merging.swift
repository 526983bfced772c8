/// The result of merging two commits.
public enum MergedTree: Equatable, Sendable {
  case clean(ObjectID)
  /// Git could not resolve these conflicts. The tree has the contents that git left at their paths.
  case conflict(ObjectID, [MergeConflict])
}

/// Paths that two commits changed differently, such as one file with two contents, or two names for
/// one renamed file.
public struct MergeConflict: Equatable, Sendable {
  public var paths: [String: Sides]

  /// The entry that the merge left at a path, and the entry of each side; `nil` if there is none.
  public struct Sides: Equatable, Sendable {
    public var left: TreeEntry?
    public var ours: TreeEntry?
    public var theirs: TreeEntry?

    public init(left: TreeEntry?, ours: TreeEntry?, theirs: TreeEntry?) {
      (self.left, self.ours, self.theirs) = (left, ours, theirs)
    }
  }

  public init(paths: [String: Sides]) { self.paths = paths }
}

/// A file, a link, a submodule or a folder of a tree: its mode and its object, as in `100644 ID`.
public struct TreeEntry: Equatable, Sendable {
  public let text: String

  public init(_ text: some StringProtocol) { self.text = String(text) }
}

extension Repository {
  /// Merges two commits. The result is only added as objects: no ref, index or file changes.
  ///
  /// - Parameters:
  ///   - first: the side that is called ours.
  ///   - second: the side that is called theirs.
  public func merge(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> MergedTree {
    let (status, output) = try run(.mergeTree(first, second))
    let fields = output.split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard let tree = fields.first.flatMap({ ObjectID($0) }) else { throw unreadable("merge-tree") }
    return status == 0 ? .clean(tree) : .conflict(tree, try conflicts(in: tree, fields.dropFirst()))
  }

  /// The files of commits, merged with each other. Files that conflict have conflict markers.
  public func mergedTree(of commits: [ObjectID]) throws(GitError) -> ObjectID {
    guard var last = commits.first else { throw unreadable("merge-base") }
    var files = try tree(of: last)
    for (index, next) in commits.enumerated().dropFirst() {
      switch try merge(last, next) {
      case .clean(let tree), .conflict(let tree, _): files = tree
      }
      if index == commits.count - 1 { break }
      last = try commit(tree: files, parents: [last, next], message: "merged\n")
    }
    return files
  }

  /// - Parameter fields: the entries in conflict, an empty field, and the messages.
  private func conflicts(
    in tree: ObjectID, _ fields: ArraySlice<String>
  ) throws(GitError) -> [MergeConflict] {
    let end = fields.firstIndex(of: "") ?? fields.endIndex
    var stages: [String: [Int: TreeEntry]] = [:]
    for field in fields[..<end] {
      // Each entry is `MODE ID STAGE`, a tab, and the path.
      let (entry, path) = field.cut(at: "\t")
      guard let stage = entry.last?.wholeNumberValue else { throw unreadable("merge-tree") }
      stages[String(path), default: [:]][stage] = TreeEntry(entry.dropLast(2))
    }
    var groups: [[String]] = []
    var rest = fields[end...].dropFirst()
    while let count = rest.first.flatMap({ Int($0) }), rest.count > count + 2 {
      let paths = Array(rest.dropFirst().prefix(count))
      rest = rest.dropFirst(count + 1)
      let isConflict = rest.first?.hasPrefix("CONFLICT") ?? false
      if isConflict, !groups.contains(paths) { groups.append(paths) }
      rest = rest.dropFirst(2)
    }
    // Paths in conflict for which git gives no message.
    let named = Set(groups.joined())
    groups += stages.keys.filter { !named.contains($0) }.sorted().map { [$0] }
    let left = try entries(of: tree, at: Set(groups.joined()).sorted())
    return groups.map { paths in
      let sides = paths.map { path in
        let found = stages[path] ?? [:]
        return (path, MergeConflict.Sides(left: left[path], ours: found[2], theirs: found[3]))
      }
      return MergeConflict(paths: Dictionary(sides) { first, _ in first })
    }
  }

  /// The entries of a commit or tree at some paths; a path without an entry is left out.
  public func entries(
    of tree: ObjectID, at paths: [String]
  ) throws(GitError) -> [String: TreeEntry] {
    if paths.isEmpty { return [:] }
    var found: [String: TreeEntry] = [:]
    let output = try run(.entries(of: tree, at: paths)).output
    for record in String(decoding: output, as: UTF8.self).split(separator: "\0") {
      // Each record is `MODE KIND ID`, a tab, and the path.
      let (entry, path) = record.cut(at: "\t")
      let words = entry.split(separator: " ")
      guard words.count == 3 else { throw unreadable("ls-tree") }
      found[String(path)] = TreeEntry("\(words[0]) \(words[2])")
    }
    return found
  }

  private func unreadable(_ command: String) -> GitError {
    .unreadable(command: command, folder: top)
  }
}
