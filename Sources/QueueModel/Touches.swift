/// The paths that work on a row touches: `touches=Sources/,docs/x.md`. Each stands for itself
/// and for all that is below it. Source: `docs/dispatch.md`, "Which rows start".
struct Touches: Equatable {
  private let paths: [TouchedPath]

  init(_ paths: [String]) { self.paths = paths.map(TouchedPath.init) }

  /// A path that both may touch, as the one wrote it that names less; `nil` where there is
  /// none.
  func overlap(with other: Touches) -> String? {
    for mine in paths {
      for theirs in other.paths {
        if theirs.covers(mine) { return mine.written }
        if mine.covers(theirs) { return theirs.written }
      }
    }
    return nil
  }
}

/// A path below the project root.
private struct TouchedPath: Equatable {
  let written: String
  /// Of the folders, and of the file; none is all there is.
  private let names: [Substring]

  /// What leads out of the project may be anywhere: it counts as all there is.
  init(_ written: String) {
    self.written = written
    var names: [Substring] = []
    for name in written.split(separator: "/") where name != "." {
      if name != ".." {
        names.append(name)
      } else if names.popLast() == nil {
        break
      }
    }
    self.names = names
  }

  /// Whether the other is this one, or below it.
  func covers(_ other: TouchedPath) -> Bool { other.names.starts(with: names) }
}
