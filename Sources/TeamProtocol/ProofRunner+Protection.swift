import Host

// A program proves nothing that the work itself could have changed to say so. Who looks is a
// person: what changed may well be what was asked for.

extension ProofRunner {
  /// What is protected where nobody says it. The programs' own files need not be named: they count
  /// as they were trusted, by their bytes.
  private static let usuallyProtected = ".github/workflows"

  /// The protected files that are not as they were trusted, or as they were when the row was
  /// claimed, as people are told; `nil` for none.
  var changedFiles: String? {
    let files = filesNotAsTrusted + (claimedAt.map(filesChanged) ?? [])
    if files.isEmpty { return nil }
    let others = files.count > 5 ? " and \(files.count - 5) more" : ""
    return files.prefix(5).joined(separator: ", ") + others
  }

  private var filesNotAsTrusted: [String] {
    guard case .refused(.changed(_, let files)) = permission else { return [] }
    return files
  }

  /// One that is named, and is gone, counts.
  private func filesChanged(since claimedAt: Int) -> [String] {
    let paths = protected ?? [Self.usuallyProtected]
    return paths.flatMap { path -> [String] in
      let changes = changes(of: path, since: claimedAt)
      return changes ?? (protected == nil ? [] : [path])
    }
  }

  /// What changed of a file, or of a folder and all that is in it; links are not followed. Of a
  /// folder itself the names change, with what is added to it, or removed.
  ///
  /// - Returns: `nil` where nothing has this name.
  private func changes(of path: String, since claimedAt: Int) -> [String]? {
    let place = Path.join(root, path)
    guard let status = try? FileStatus(ofName: place) else { return nil }
    let names = status.kind == .directory ? (try? Directory.names(in: place)) ?? [] : []
    let inside = names.sorted().flatMap {
      changes(of: Path.join(path, $0), since: claimedAt) ?? []
    }
    let isChanged = status.changed / 1_000_000_000 >= claimedAt
    return inside.isEmpty && isChanged ? [path] : inside
  }
}
