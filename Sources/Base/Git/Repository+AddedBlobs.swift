/// A version of a file that a commit has and none of the commit's parents has.
public struct AddedBlob: Hashable, Sendable {
  /// The commit; `nil` for a tree that has no commit yet.
  public let commit: ObjectID?
  /// The path from the top folder.
  public let path: String
  public let id: ObjectID
}

extension Repository {
  /// The commits that are reachable from a commit and from none of the others, the oldest first.
  public func commits(
    of commit: ObjectID, without others: [ObjectID]
  ) throws(GitError) -> [ObjectID] {
    (try text(.commits(of: commit, without: others)) ?? "").split(separator: "\n")
      .compactMap { ObjectID($0) }
  }

  /// The versions of files that commits add, including versions of a merge that none of its parents
  /// has.
  public func addedBlobs(in commits: [ObjectID]) throws(GitError) -> [AddedBlob] {
    if commits.isEmpty { return [] }
    return try addedBlobs(.changes(in: commits))
  }

  /// The versions of files that a tree has and a commit lacks.
  public func addedBlobs(from commit: ObjectID, to tree: ObjectID) throws(GitError) -> [AddedBlob] {
    if commit == tree { return [] }
    return try addedBlobs(.changes(from: commit, to: tree))
  }

  /// Source: git-diff-tree(1), "Raw output format", "diff format for merges".
  private func addedBlobs(_ call: GitCall) throws(GitError) -> [AddedBlob] {
    var commit: ObjectID?
    var added: [AddedBlob] = []
    var record: [Substring]?
    for field in String(decoding: try run(call).output, as: UTF8.self).split(separator: "\0") {
      if let words = record {
        record = nil
        // The record: a colon for each parent, the parents' modes, the new mode, the parents' ids,
        // the new id, and a letter for each parent.
        let parents = words[0].prefix { $0 == ":" }.count
        guard words.count == 2 * parents + 3, let id = ObjectID(words[2 * parents + 1]) else {
          throw .unreadable(command: call.name, folder: top)
        }
        // Skips deleted files and submodules.
        if ["000000", "160000"].contains(words[parents]) { continue }
        if words[parents + 1..<2 * parents + 1].contains(words[2 * parents + 1]) { continue }
        added.append(AddedBlob(commit: commit, path: String(field), id: id))
      } else if field.utf8.first == UInt8(ascii: ":") {
        record = field.split(separator: " ")
      } else if let id = ObjectID(field) {
        commit = id
      } else {
        throw .unreadable(command: call.name, folder: top)
      }
    }
    return added
  }

  /// Reads objects from git's store in the order of `ids`. Each object is read piece by piece, so a
  /// large one never is in memory as a whole.
  ///
  /// `onPiece` is called with the index of the object in `ids` and a piece. The call at the
  /// object's end has no bytes.
  ///
  /// - Throws: `unreadable` if an object is missing.
  public func read(
    _ ids: [ObjectID], onPiece: (_ place: Int, ArraySlice<UInt8>) -> Void
  ) throws(GitError) {
    if ids.isEmpty { return }
    var (place, rest): (Int, Int?) = (0, nil)
    var header: [UInt8] = []
    var isReadable = true
    let call = GitCall.contents(of: ids)
    try run(call) { piece in
      var piece = piece
      while isReadable, let byte = piece.first {
        if let left = rest {
          guard left > 0 else {
            // Skips the line break after each object.
            piece = piece.dropFirst()
            onPiece(place, [])
            (place, rest) = (place + 1, nil)
            continue
          }
          let part = piece.prefix(left)
          onPiece(place, part)
          (rest, piece) = (left - part.count, piece[part.endIndex...])
        } else if byte != UInt8(ascii: "\n") {
          header.append(byte)
          piece = piece.dropFirst()
        } else {
          // The header is `ID TYPE SIZE`, or `ID missing`.
          let words = String(decoding: header, as: UTF8.self).split(separator: " ")
          rest = words.count == 3 ? Int(words[2]) : nil
          isReadable = rest != nil && place < ids.count && words[0] == ids[place].text
          header = []
          piece = piece.dropFirst()
        }
      }
    }
    guard isReadable, place == ids.count else { throw .unreadable(command: call.name, folder: top) }
  }
}
