public import CommandLineKit
import QueueModel
import TextWidth

extension RowView {
  /// The row for people: names dimmed, times with their ages, long texts in
  /// lines below each other.
  public func screen(width: Int, _ paint: Paint, _ ages: Ages) -> String {
    let fields = fields(moment: ages.dated(since:)) { (cell($0, ages), color($0, ages)) }
    var lines = fields.flatMap { self.lines(of: $0, width, paint) }
    lines += briefLines
    if !history.isEmpty {
      lines.append(paint.dim("history"))
      lines += history.flatMap { self.lines(of: $0, width, ages) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func cell(_ column: Column, _ ages: Ages) -> String {
    let text =
      switch column {
      case .status: "\(item.status.mark) \(item.status.rawValue)"
      case .startedAt where item.status == .inProgress: item.startedAt.map(ages.dated(since:))
      case .dueAt: ages.datedDue(item)
      case .id, .priority, .task, .successCriteria, .ownerSession, .startedAt, .notes:
        item.text(of: column)?.escaped
      }
    return text ?? "-"
  }

  private func color(_ column: Column, _ ages: Ages) -> Paint.Color? {
    switch column {
    case .status: item.status.color
    case .dueAt: ages.dueColor(item)
    case .id, .priority, .task, .successCriteria, .ownerSession, .startedAt, .notes: nil
    }
  }

  /// An entry with its age, in as many lines as it takes, broken between the cells
  /// that changed where it can be.
  private func lines(of entry: HistoryEntry, _ width: Int, _ ages: Ages) -> [String] {
    let text = "\(ages.dated(since: entry.moment)) \(entry.deed.escaped)"
    let indent = String(repeating: " ", count: 4)
    var isEnded = false
    let paragraph = Paragraph(text) { word in
      defer { isEnded = word.hasSuffix(";") || word.hasSuffix(":") }
      return isEnded
    }
    return paragraph.lines(width: max(width - indent.count, 20)).enumerated()
      .map { ($0.offset == 0 ? "  " : indent) + $0.element }
  }

  /// A name, and its text beside it, in as many lines as it takes. Notes are
  /// broken before a segment where they can be.
  private func lines(of field: Field, _ width: Int, _ paint: Paint) -> [String] {
    let room = max(width - Self.nameWidth, 20)
    let paragraph = Paragraph(field.text) { field.name != Column.notes.name || $0 == "/" }
    let isShort = DisplayWidth.of(field.text) <= room
    let lines = isShort ? [field.text] : paragraph.lines(width: room)
    return lines.enumerated().map { index, line in
      let name = DisplayWidth.pad(index == 0 ? field.name : "", to: Self.nameWidth)
      return (index == 0 ? paint.dim(name) : name) + paint(line, field.color)
    }
  }
}
