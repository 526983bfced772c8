/// The difference of two short lists of lines, in one hunk, in the format of `diff -u`.
public struct UnifiedDifference {
  private let old: [String]
  private let new: [String]

  public init(old: [String], new: [String]) {
    (self.old, self.new) = (old, new)
  }

  /// The lines with the two names, the header of the hunk, and its lines.
  public func lines(from oldName: String, to newName: String) -> [String] {
    ["--- \(oldName)", "+++ \(newName)", "@@ -\(range(old)) +\(range(new)) @@"] + body
  }

  private func range(_ lines: [String]) -> String {
    lines.isEmpty ? "0,0" : lines.count == 1 ? "1" : "1,\(lines.count)"
  }

  /// The lines of the hunk, without its header.
  public var body: [String] {
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [String] = []
    var place = 0
    for (offset, line) in old.enumerated() {
      if removed.contains(offset) {
        lines.append("-\(line)")
        continue
      }
      appendInserted(from: &place, inserted, to: &lines)
      lines.append(" \(line)")
      place += 1
    }
    appendInserted(from: &place, inserted, to: &lines)
    return lines
  }

  private func appendInserted(from place: inout Int, _ inserted: Set<Int>, to lines: inout [String])
  {
    while inserted.contains(place) {
      lines.append("+\(new[place])")
      place += 1
    }
  }
}
