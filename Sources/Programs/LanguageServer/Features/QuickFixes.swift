import Door
import Model
import Table
import Text

/// How findings are mended, the likeliest way first.
struct QuickFixes {
  let table: QueueDocument
  let buffer: TextBuffer
  let queue: Opening?

  struct Fix {
    let title: Sentence
    let edit: Edit
  }

  func fixes(of finding: PlacedFinding) -> [Fix] {
    switch finding.fact {
    case .unknownStatus(let text): statuses(instead: text, at: finding.range)
    case .unknownPriority: Priority.known.map { replace(finding.range, by: $0.text) }
    case .nearMissNote(let note): notes(instead: note, at: finding.range)
    case .emptyID, .repeatedID: newID(at: finding.range)
    case .cellCount(let expected, let found) where found == expected + 1: pipes(finding.range)
    case .unreadableTime(let text): time(instead: text, at: finding.range)
    case .malformedProof(let criterion): proof(instead: criterion, at: finding.range)
    case .blankWithin: [replace(finding.range, by: " ")]
    case .deceptiveCharacter:
      [
        Fix(
          title: Sentence("Remove the character", "문자를 지우기"),
          edit: Edit(range: finding.range, replacement: []))
      ]
    case .cellCount, .illFormedID, .dependencyCycle, .unknownDependency, .unreadableTimeout,
      .unreadableLimit, .absolutePath, .badBrief, .longBrief, .missingCheck, .unreadableSchema,
      .unknownPlaceholder, .unknownWorker,
      .unknownRepository, .htmlComment, .unseenText, .rowOutsideTable, .secondTable, .blankAround,
      nil:
      []
    }
  }

  private func replace(_ range: Range<Int>, by text: String) -> Fix {
    Fix(
      title: Sentence("Write \(text.escaped)", "\(text.escaped)(으)로 쓰기"),
      edit: Edit(range: range, replacement: Array(text.utf8)))
  }

  /// The text of the cell at a place, or a place in an empty one.
  private func cell(at range: Range<Int>) -> Range<Int> {
    guard range.isEmpty || buffer.text(range).contains("|"),
      let cell = table.cell(at: range.upperBound)
    else { return range }
    return cell.range
  }

  private func statuses(instead text: String, at range: Range<Int>) -> [Fix] {
    let all = Status.allCases.map(\.rawValue)
    let near = Spelling.nearest(to: text.uppercased(), in: all)
    return (near.map { [$0] } ?? [Status.pending.rawValue]).map {
      replace(cell(at: range), by: $0)
    }
  }

  /// The forms of what was meant, which the finding names: `approval=start or approval=done`.
  private func notes(instead note: NearMissNote, at range: Range<Int>) -> [Fix] {
    var forms: [String] = []
    var words: [Substring] = []
    for word in note.form.split(separator: " ") {
      if word == "or" {
        forms.append(words.joined(separator: " "))
        words = []
      } else {
        words.append(word)
      }
    }
    forms.append(words.joined(separator: " "))
    // A form in words says what to do, and is not what to write.
    return forms.filter { $0.contains("=") && !$0.contains(" ") && $0 != note.segment }.map {
      replace(range, by: $0)
    }
  }

  private func newID(at range: Range<Int>) -> [Fix] {
    guard let row = table.row(at: range.upperBound),
      let cell = table.cells(ofRow: row).first(where: { $0.column == Column.id.name })
    else { return [] }
    let id = table.nextID(in: queue)
    if !cell.range.isEmpty { return [replace(cell.range, by: id)] }
    return [
      Fix(
        title: Sentence("Write \(id)", "\(id)(으)로 쓰기"),
        edit: Edit(range: cell.whole, replacement: Array(" \(id) ".utf8)))
    ]
  }

  /// One pipe too many is probably in a text: each pipe that ends a cell of prose may be meant.
  private func pipes(_ range: Range<Int>) -> [Fix] {
    guard let row = table.row(at: range.lowerBound) else { return [] }
    let prose = [Column.task, .successCriteria, .notes].map(\.name)
    return table.cells(ofRow: row).filter { prose.contains($0.column) }.compactMap { cell in
      let pipe = cell.whole.upperBound
      guard pipe < buffer.bytes.count, buffer.bytes[pipe] == UInt8(ascii: "|") else { return nil }
      let text = buffer.text(cell.range).escaped
      return Fix(
        title: Sentence("Escape the pipe after '\(text)'", "'\(text)' 뒤의 파이프를 \\|로 쓰기"),
        edit: Edit(range: pipe..<pipe, replacement: Array("\\".utf8)))
    }
  }

  private func time(instead text: String, at range: Range<Int>) -> [Fix] {
    guard let now = queue.flatMap({ try? TaskQueue.open($0).now() }),
      let time = QueueTime(due: text, at: now)
    else { return [] }
    return [replace(range, by: time.text)]
  }

  /// `grep: TEXT FILE` lacks its `in`.
  private func proof(instead criterion: String, at range: Range<Int>) -> [Fix] {
    let words = criterion.split(separator: " ")
    guard words.first?.lowercased() == "grep:", words.count > 2, let file = words.last else {
      return []
    }
    let text = words.dropLast().joined(separator: " ")
    return [replace(range, by: "\(text) in \(file)")]
  }
}
