import Gate
import Model

/// The rows as a list of tasks in Markdown, for an issue or a message.
enum MarkdownList {
  static func document(of rows: [ExportedRow]) -> [UInt8] {
    var lines = rows.flatMap(lines)
    let left = leftOut(of: rows)
    if !left.isEmpty {
      lines += [
        "", "Left out: \(left.joined(separator: ", ")). `orch export --to json` has everything.",
      ]
    }
    return lines.flatMap { Array($0.utf8) + [0x0A] }
  }

  private static func lines(of row: ExportedRow) -> [String] {
    let item = row.item
    var line = "- [\(item.status == .done ? "x" : " ")] \(plain(item.id))"
    if !item.priority.text.isEmpty { line += " \(plain(item.priority.text))" }
    if let task = item.task { line += " \(plain(task))" }
    var remarks: [String] = []
    switch item.status {
    case .pending, .done: break
    case .inProgress, .failed, .blocked: remarks.append(word(item.status))
    }
    if let due = item.dueAt { remarks.append("due \(plain(due))") }
    if !item.after.isEmpty {
      remarks.append("after \(item.after.map(plain).joined(separator: ", "))")
    }
    if !remarks.isEmpty { line += " (\(remarks.joined(separator: "; ")))" }
    return [line] + Checklist(item.successCriteria ?? "").items.map { "  - \(plain($0))" }
  }

  private static func word(_ status: Status) -> String {
    switch status {
    case .pending: "pending"
    case .inProgress: "in progress"
    case .done: "done"
    case .failed: "failed"
    case .blocked: "blocked"
    }
  }

  /// The names of what the rows contain but the list leaves out.
  private static func leftOut(of rows: [ExportedRow]) -> [String] {
    func any(_ isThere: (ExportedRow) -> Bool) -> Bool { rows.contains(where: isThere) }
    return [
      any { !$0.item.notes.text.isEmpty } ? "notes" : nil,
      any { !$0.item.labels.isEmpty } ? "labels" : nil,
      any { $0.item.ownerSession != nil } ? "owners" : nil,
      any { $0.brief != nil } ? "briefs" : nil,
    ].compactMap(\.self)
  }

  /// A text that contains no Markdown, mention or reference.
  private static func plain(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "~", "!", "&", "$":
        plain += "\\"
        plain.unicodeScalars.append(scalar)
      // A backslash before a mention would not disable it.
      case "@": plain += "@<!-- -->"
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }
}
