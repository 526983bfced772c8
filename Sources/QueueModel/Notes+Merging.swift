extension Notes {
  /// The notes that keep what both sides did to `origin`, segment by segment: what either side
  /// removed is gone, what either side added is there, ours first.
  ///
  /// A control segment that theirs set anew takes the place of ours.
  /// Source: `docs/queue-file.md`, "What changed outside".
  public static func merged(origin: String?, ours: String?, theirs: String?) -> String? {
    let (origin, ours, theirs) = (
      segments(of: origin ?? ""), segments(of: ours ?? ""), segments(of: theirs ?? "")
    )
    let added = theirs.filter { !origin.contains($0) && !ours.contains($0) }
    let setAnew = Set(added.compactMap { control($0)?.key })
    let kept = ours.filter { segment in
      let isGone = origin.contains(segment) && !theirs.contains(segment)
      return !isGone && control(segment).map { !setAnew.contains($0.key) } ?? true
    }
    let merged = (kept + added).joined(separator: " / ")
    return merged.isEmpty ? nil : merged
  }

  /// What somebody typed keeps what commands wrote meanwhile for other commands: until when the row
  /// waits, and what for.
  ///
  /// - Parameters:
  ///   - new: as commands left the notes.
  ///   - old: as both were before.
  mutating func keepControl(of new: Notes, since old: Notes) {
    for key in ControlKey.allCases.filter({ $0 != .after }) + [.after] {
      let isTyped = value(of: key) != old.value(of: key)
      guard let value = (isTyped ? self : new).value(of: key) ?? value(of: key) else { continue }
      let isGone = !isTyped && new.value(of: key) == nil
      remove(key)
      if !isGone { append(key, value) }
    }
  }
}
