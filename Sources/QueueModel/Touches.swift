/// The paths that work on a row touches, as prefixes: `touches=Sources/,docs/x.md`.
struct Touches: Equatable {
  let prefixes: [String]

  /// Whether some path may be touched by both.
  func overlaps(_ other: Touches) -> Bool {
    prefixes.contains { mine in
      other.prefixes.contains { $0.hasPrefix(mine) || mine.hasPrefix($0) }
    }
  }
}

extension QueueItem {
  var touches: Touches {
    let paths = notes.value(of: .touches)?.split(whereSeparator: { $0 == "," || $0 == " " }) ?? []
    return Touches(prefixes: paths.map(String.init))
  }
}
