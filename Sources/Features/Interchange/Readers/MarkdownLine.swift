/// A line of Markdown, and the block that contains it. Source: GFM 0.29, sections 4.5 and 4.6.
struct MarkdownLine {
  let line: SourceLine
  let block: Block

  enum Block: Equatable {
    case text
    /// The line that opens a code fence, or a line inside the fence; the value is the index of the
    /// opening line.
    case fence(opening: Int)
    /// A line of a comment with several lines, except the first.
    case comment
  }

  /// Finds the block of each line of a file.
  ///
  /// A fence or a comment that is never closed is reported, and the lines after it are read as
  /// text. Otherwise it would hide all tasks after it.
  static func all(
    _ lines: [SourceLine], of file: ForeignFile, tellingTo losses: inout [ForeignLoss]
  ) -> [MarkdownLine] {
    let ends = BlockEnds(lines)
    var result: [MarkdownLine] = []
    result.reserveCapacity(lines.count)
    var fence: (opening: Int, Fence)?
    var isInComment = false
    for (index, line) in lines.enumerated() {
      if let (opening, open) = fence {
        result.append(MarkdownLine(line: line, block: .fence(opening: opening)))
        if open.isClosed(by: line) { fence = nil }
      } else if isInComment {
        result.append(MarkdownLine(line: line, block: .comment))
        isInComment = line.content.firstIndex(of: "-->") == nil
      } else if let open = Fence(opening: line) {
        if ends.hasEnd(of: open, behind: index) {
          fence = (index, open)
          result.append(MarkdownLine(line: line, block: .fence(opening: index)))
        } else {
          losses.append(ForeignLoss(.unread(.unclosedFence), at: file.place(line.number)))
          result.append(MarkdownLine(line: line, block: .text))
        }
      } else {
        result.append(MarkdownLine(line: line, block: .text))
        guard opensComment(line.content) else { continue }
        isInComment = index < ends.lastEndOfComment
        if !isInComment {
          losses.append(ForeignLoss(.unread(.unclosedComment), at: file.place(line.number)))
        }
      }
    }
    return result
  }

  /// Whether a comment begins in a line and does not end there. Code spans contain no comments.
  private static func opensComment(_ content: ArraySlice<UInt8>) -> Bool {
    var isInCode = false
    var index = content.startIndex
    while index < content.endIndex {
      if content[index] == UInt8(ascii: "`") {
        isInCode.toggle()
      } else if !isInCode, content[index] == UInt8(ascii: "<"),
        content[index...].rest(behind: "<!--") != nil
      {
        guard let end = content.firstIndex(of: "-->", from: index + 4) else { return true }
        index = end + 2
      }
      index += 1
    }
    return false
  }
}

/// A line that opens a block of code: at least three backticks or tildes.
private struct Fence {
  let marker: UInt8
  let length: Int

  init?(opening line: SourceLine) {
    guard let marker = line.content.first,
      marker == UInt8(ascii: "`") || marker == UInt8(ascii: "~")
    else { return nil }
    let run = line.content.prefix { $0 == marker }
    guard run.count >= 3 else { return nil }
    let info = line.content[run.endIndex...]
    guard marker != UInt8(ascii: "`") || !info.contains(marker) else { return nil }
    self.marker = marker
    length = run.count
  }

  func isClosed(by line: SourceLine) -> Bool {
    line.content.count >= length && line.content.allSatisfy { $0 == marker }
  }
}

/// The lines at which blocks can end, computed in advance so that each line is read once.
private struct BlockEnds {
  /// The index of the last line with `-->`; -1 if there is none.
  private(set) var lastEndOfComment = -1
  /// For each line, the length of the longest line with only backticks, or only tildes, from there
  /// to the end.
  private var backticks: [Int]
  private var tildes: [Int]

  init(_ lines: [SourceLine]) {
    backticks = Array(repeating: 0, count: lines.count + 1)
    tildes = backticks
    for index in lines.indices.reversed() {
      let content = lines[index].content
      backticks[index] = backticks[index + 1]
      tildes[index] = tildes[index + 1]
      switch content.first {
      case UInt8(ascii: "`") where content.allSatisfy { $0 == UInt8(ascii: "`") }:
        backticks[index] = max(backticks[index], content.count)
      case UInt8(ascii: "~") where content.allSatisfy { $0 == UInt8(ascii: "~") }:
        tildes[index] = max(tildes[index], content.count)
      default: break
      }
      if lastEndOfComment < 0, content.firstIndex(of: "-->") != nil { lastEndOfComment = index }
    }
  }

  func hasEnd(of fence: Fence, behind index: Int) -> Bool {
    (fence.marker == UInt8(ascii: "`") ? backticks : tildes)[index + 1] >= fence.length
  }
}
