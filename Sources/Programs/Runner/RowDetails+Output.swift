import Attempts
import Door
import Model
public import Text
public import Work

/// A row as `orch show` and `ops watch` show it.
extension RowDetails {
  public func text(_ paint: Paint) -> String {
    let fields = fields { column in
      let color = column == .status ? item.status.color : nil
      return (item.text(of: column)?.escaped ?? "-", color)
    }
    var lines = fields.map {
      DisplayWidth.pad($0.name, to: Self.nameWidth) + paint($0.text, $0.color)
    }
    lines += briefLines
    if !history.isEmpty { lines += ["history"] + history.map { "  \($0.line(headings).escaped)" } }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The brief, indented.
  var briefLines: [String] {
    guard let brief else { return [] }
    let lines = brief.split(omittingEmptySubsequences: false) { $0.isNewline }
    return ["brief"] + lines.map { $0.isEmpty ? "" : "  \(String($0).escaped)" }
  }

  struct Field {
    let name: String
    let text: String
    var color: Paint.Color?
  }

  /// The nine columns, with texts from `cell`, then the fields that only some rows have. `ages` adds
  /// the age to times, for people.
  func fields(
    _ ages: Ages? = nil, _ cell: (Column) -> (text: String, color: Paint.Color?)
  ) -> [Field] {
    let language = ages?.language ?? .english
    var fields = Column.allCases.map { column in
      let (text, color) = cell(column)
      return Field(name: column.heading(headings), text: text, color: color)
    }
    if let labels = Labels.text(item.labels) {
      fields.append(Field(name: FieldColumn.labels.rawValue, text: labels.escaped))
    }
    if let worker { fields.append(Field(name: FieldColumn.worker.rawValue, text: worker.escaped)) }
    if let repository {
      fields.append(Field(name: EditableField.repository.rawValue, text: repository.escaped))
    }
    if !item.after.isEmpty {
      fields.append(Field(name: "after", text: item.after.joined(separator: ", ").escaped))
    }
    if !blockers.isEmpty {
      fields.append(Field(name: "waits_for", text: blockers.labels(language)))
    }
    fields += workFields { lease in
      let end = lease.end(at: now).text
      let (owner, shown) = (lease.owner.escaped, ages?.dated(since: end) ?? end)
      return Sentence("\(owner) until \(shown)", "\(owner), 만료 \(shown)")(language)
    }
    fields += attemptFields
    if let costs { fields.append(Field(name: "cost", text: costs.label(language))) }
    for (name, path) in [("evidence", evidence), ("log", log)] {
      if let path { fields.append(Field(name: name, text: path.escaped)) }
    }
    if let line = item.line { fields.append(Field(name: "line", text: String(line))) }
    return fields
  }

  /// The number of attempts of each kind, and the worker and the failure of the last attempt.
  private var attemptFields: [Field] {
    guard let last = attempts.last else { return [] }
    let kinds = kindsOfAttempts.map { "\($0.kind) \($0.count)" }
    let failure = last.failure.map { failure in
      failure.rawValue + (last.reason.map { ": \($0)" } ?? "")
    }
    let texts: [(String, String?)] = [
      ("attempts", kinds.joined(separator: ", ")), ("last_worker", last.worker),
      ("last_failure", failure),
    ]
    return texts.compactMap { name, text in text.map { Field(name: name, text: $0.escaped) } }
  }

  /// The attempt counts, idempotency key and live lease.
  private func workFields(_ text: (Lease) -> String) -> [Field] {
    let lease = item.claim?.lease.flatMap { $0.isLive(at: now) ? $0 : nil }
    let texts = [
      ("attempt_count", item.attemptCount > 0 ? String(item.attemptCount) : nil),
      ("max_attempts", item.maxAttempts.map(String.init)),
      ("idempotency_key", item.idempotencyKey?.escaped),
      ("lease", lease.map(text)),
    ]
    return texts.compactMap { name, text in text.map { Field(name: name, text: $0) } }
  }

  /// The width of the names, in front of the texts.
  static let nameWidth = 18
}

extension RowDetails {
  /// The row for people: names are dimmed, times have their ages, and long texts are wrapped.
  public func screen(width: Int, _ paint: Paint, _ ages: Ages) -> String {
    let fields = fields(ages) { (cell($0, ages), color($0, ages)) }
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
      case .notes: item.notes.forPeople.isEmpty ? nil : item.notes.forPeople.escaped
      case .id, .priority, .task, .successCriteria, .ownerSession, .startedAt:
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

  /// A history entry with its age and its changed words, wrapped between changed cells if
  /// possible.
  private func lines(of entry: HistoryEntry, _ width: Int, _ ages: Ages) -> [String] {
    let text = "\(ages.dated(since: entry.moment)) \(entry.deedInChangedWords(headings).escaped)"
    let indent = String(repeating: " ", count: 4)
    var isEnded = false
    let paragraph = Paragraph(text) { word in
      defer { isEnded = word.hasSuffix(";") || word.hasSuffix(":") }
      return isEnded
    }
    return paragraph.lines(width: max(width - indent.count, 20)).enumerated()
      .map { ($0.offset == 0 ? "  " : indent) + $0.element }
  }

  /// A name with its wrapped text beside it. Notes are broken before a segment if possible.
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
