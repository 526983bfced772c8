/// The list items of a Markdown file that are tasks, with all lines below each item.
struct TaskOutline {
  struct Item {
    let line: SourceLine
    let box: CheckBox
    /// The headings above the item, from the second level on, the outer one first.
    let headings: [String]
    /// The index of the item that contains this one.
    let parent: Int?
    /// The lines below the item that are not tasks.
    fileprivate(set) var body: [SourceLine] = []
  }

  private(set) var items: [Item] = []
  /// The items to which the next line may belong, the outermost first.
  private var open: [(indent: Int, index: Int)] = []
  private var headings: [(level: Int, text: String)] = []
  /// Whether a line without indentation would still belong to the paragraph above.
  private var isInParagraph = false

  /// Reads the items in one pass.
  ///
  /// - Parameter isTask: decides whether an item with a box is a task. `isInTask` is true inside a
  ///   task. An item that is not a task becomes a line of the task around it.
  init(_ lines: [MarkdownLine], isTask: (CheckBox, SourceLine, _ isInTask: Bool) -> Bool) {
    var owner: Int?
    for (index, line) in lines.enumerated() {
      switch line.block {
      case .text: add(line.line, isTask)
      case .comment: break
      case .fence(let opening):
        if opening == index {
          close(to: line.line.indent)
          owner = open.last?.index
          isInParagraph = false
        }
        if let owner { items[owner].body.append(line.line) }
      }
    }
  }

  private mutating func add(
    _ line: SourceLine, _ isTask: (CheckBox, SourceLine, Bool) -> Bool
  ) {
    guard !line.isBlank else {
      if let (_, index) = open.last { items[index].body.append(line) }
      isInParagraph = false
      return
    }
    if isInParagraph, let (_, index) = open.last, !line.content.startsBlock {
      items[index].body.append(line)
      return
    }
    close(to: line.indent)
    if open.isEmpty, line.indent < 4, let heading = line.content.heading {
      headings.removeAll { $0.level >= heading.level }
      headings.append(heading)
      isInParagraph = false
    } else if let box = CheckBox(line.content), isTask(box, line, !open.isEmpty) {
      let above = headings.filter { $0.level > 1 }.map(\.text)
      items.append(Item(line: line, box: box, headings: above, parent: open.last?.index))
      open.append((line.indent, items.count - 1))
      isInParagraph = true
    } else if let (_, index) = open.last {
      items[index].body.append(line)
      isInParagraph = true
    } else {
      isInParagraph = false
    }
  }

  private mutating func close(to indent: Int) {
    while let last = open.last, last.indent >= indent { open.removeLast() }
  }
}

extension TaskOutline.Item {
  /// The lines that continue the first one. A line without indentation belongs to the paragraph,
  /// too, but is usually a remark, so it is left out.
  private var continuation: ArraySlice<SourceLine> {
    body.prefix { !$0.isBlank && $0.indent > line.indent && !$0.content.startsBlock }
  }

  /// The first paragraph after the box, as one line.
  var paragraph: ArraySlice<UInt8> {
    if continuation.isEmpty { return box.text }
    return ArraySlice(Array(([box.text] + continuation.map(\.content)).joined(separator: [0x20])))
  }

  /// The lines after the first paragraph.
  var rest: ArraySlice<SourceLine> { body[continuation.endIndex...] }
}

extension Sequence<SourceLine> {
  /// The lines as a text without their common indentation, and without blank lines at the ends.
  var text: String {
    let lines = Array(self)
    guard let first = lines.firstIndex(where: { !$0.isBlank }),
      let last = lines.lastIndex(where: { !$0.isBlank })
    else { return "" }
    let kept = lines[first...last]
    let indent = kept.reduce(Int.max) { $1.isBlank ? $0 : Swift.min($0, $1.indent) }
    return kept.map { $0.isBlank ? "" : $0.text(behind: indent) }.joined(separator: "\n")
  }
}
