/// The lines in which two texts differ, as edits of the first one.
struct LineDifference {
  struct Edit: Equatable {
    let range: Range<Int>
    let new: ArraySlice<UInt8>
  }

  /// In the order of their places, without overlaps.
  let edits: [Edit]

  init(from old: [UInt8], to new: [UInt8]) {
    let (oldLines, newLines) = (Self.lines(of: old), Self.lines(of: new))
    let shorter = min(oldLines.count, newLines.count)
    let start =
      (0..<shorter).first { !old[oldLines[$0]].elementsEqual(new[newLines[$0]]) }
      ?? shorter
    var end = 0
    while end < shorter - start,
      old[oldLines[oldLines.count - 1 - end]].elementsEqual(new[newLines[newLines.count - 1 - end]])
    { end += 1 }
    let (ours, theirs) = (
      oldLines[start..<(oldLines.count - end)], newLines[start..<(newLines.count - end)]
    )
    let place = start < oldLines.count ? oldLines[start].lowerBound : old.count
    let from = place..<(ours.last?.upperBound ?? place)
    let target = start < newLines.count ? newLines[start].lowerBound : new.count
    let to = target..<(theirs.last?.upperBound ?? target)
    if from.isEmpty, to.isEmpty {
      edits = []
    } else if max(ours.count, theirs.count) > Self.mostCompared {
      edits = [Edit(range: from, new: new[to])]
    } else {
      edits = Self.edits(Array(ours), Array(theirs), old, new, at: place)
    }
  }

  /// The time of the comparison grows with the square of the differences.
  private static let mostCompared = 2000

  private static func lines(of text: [UInt8]) -> [Range<Int>] {
    var (lines, start) = ([Range<Int>](), 0)
    for place in text.indices where text[place] == 10 {
      lines.append(start..<(place + 1))
      start = place + 1
    }
    if start < text.count { lines.append(start..<text.count) }
    return lines
  }

  private static func edits(
    _ ours: [Range<Int>], _ theirs: [Range<Int>], _ old: [UInt8], _ new: [UInt8], at place: Int
  ) -> [Edit] {
    let difference = theirs.map { new[$0] }.difference(from: ours.map { old[$0] })
    let removed = Set(difference.removals.map(\.offset))
    let inserted = Set(difference.insertions.map(\.offset))
    var edits: [Edit] = []
    var (line, other) = (0, 0)
    while line < ours.count || other < theirs.count {
      let (first, firstOther) = (line, other)
      while line < ours.count, removed.contains(line) { line += 1 }
      while other < theirs.count, inserted.contains(other) { other += 1 }
      if line > first || other > firstOther {
        let start = first < ours.count ? ours[first].lowerBound : ours.last?.upperBound ?? place
        let text =
          firstOther < other
          ? new[theirs[firstOther].lowerBound..<theirs[other - 1].upperBound] : []
        edits.append(
          Edit(range: start..<(line > first ? ours[line - 1].upperBound : start), new: text))
      } else {
        (line, other) = (line + 1, other + 1)
      }
    }
    return edits
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
