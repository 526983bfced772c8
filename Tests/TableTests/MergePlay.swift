import Model
import Table
import TestSupport

/// Two people, and orch, change one queue. Each writes unique words.
struct MergePlay {
  let base, theirs, ours: String
  /// What both sides wrote, as far as it stands in what they left.
  var words: [String] {
    (theirs + ours).split { !$0.isLetter && !$0.isNumber }.map(String.init)
      .filter { $0.hasSuffix("x") && ($0.hasPrefix("their") || $0.hasPrefix("our")) }
  }

  /// The description of a failure.
  var scene: String { "base:\n\(base)\ntheirs:\n\(theirs)\nours:\n\(ours)" }

  init(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var page = PlayedQueue(using: &random)
    base = page.text(using: &random)
    var other = page
    for _ in 0..<Int.random(in: 0...6, using: &random) { page.edit("their", using: &random) }
    let edits = Int.random(in: 0...2, using: &random)
    for _ in 0..<edits { other.edit("our", using: &random) }
    theirs = random.pick([page.text(using: &random), page.text(using: &random), base])
    var written = edits == 0 ? base : other.text(using: &random)
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      written = try Self.worked(written, using: &random)
    }
    ours = written
  }

  /// What one command of orch makes of the file.
  private static func worked(
    _ text: String, using random: inout SeededGenerator
  ) throws -> String {
    let queue = try document(text)
    let word = random.word("our")
    guard let before = queue.items.randomElement(using: &random), random.isOne(of: 5) == false
    else {
      let free = ["N-0", "N-1", "N-2", word].filter { !queue.contains($0) }
      let added = QueueItem.new(random.pick(free), task: random.isOne(of: 3) ? "t" : word)
      return queue.text(ItemChange(.added, before: nil, after: added))
    }
    if random.isOne(of: 8) { return queue.text(ItemChange(.done, before: before, after: nil)) }
    var after = before
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      (after.status, after.ownerSession) = (.inProgress, word)
      after.startedAt = "2026-01-31 18:\(Int.random(in: 10..<60, using: &random))"
    case 1:
      after.status = random.pick([.done, .failed, .blocked])
      after.notes.replaceProse(with: word)
    case 2: (after.status, after.ownerSession, after.startedAt) = (.pending, nil, nil)
    default: after.notes.append(word)
    }
    return queue.text(ItemChange(.done, before: before, after: after))
  }
}

extension QueueDocument {
  fileprivate func text(_ change: ItemChange) -> String {
    String(decoding: applying(edits(for: change)), as: UTF8.self)
  }
}

extension SeededGenerator {
  /// A unique word with its author.
  fileprivate mutating func word(_ writer: String) -> String {
    "\(writer)\(next() % 1_000_000_000)x"
  }

  fileprivate mutating func isOne(of count: Int) -> Bool {
    Int.random(in: 0..<count, using: &self) == 0
  }
}

/// A queue in an editor.
struct PlayedQueue {
  var style: GeneratedQueue.Style
  var rows: [[String: String]]
  var above = ["# Queue", "", "one", "two", "three", ""]
  var below = ["", "## Notes", "", "four", "five"]

  init(using random: inout SeededGenerator) {
    style = GeneratedQueue.Style(using: &random)
    let columns = style.columns
    if random.isOne(of: 3) { below = [] }
    rows = (0..<Int.random(in: 0...5, using: &random)).map { number in
      Dictionary(
        uniqueKeysWithValues: columns.map { ($0, random.cell($0, number: number)) })
    }
  }

  func text(using random: inout SeededGenerator) -> String {
    let cells = rows.map { row in style.columns.map { row[$0] ?? "-" } }
    let table = style.written(
      [style.columns, style.columns.map { _ in "---" }] + cells, using: &random)
    let text = (above + table + below).joined(separator: style.lineEnd)
    return style.endsWithLineEnd ? text + style.lineEnd : text
  }

  /// One edit of a person.
  mutating func edit(_ writer: String, using random: inout SeededGenerator) {
    let word = random.word(writer)
    switch Int.random(in: 0..<14, using: &random) {
    case 0: add(word, using: &random)
    case 1: if let row = randomRow(using: &random) { rows.remove(at: row) }
    case 2:
      if let row = randomRow(using: &random) {
        let moved = rows.remove(at: row)
        rows.insert(moved, at: Int.random(in: 0...rows.count, using: &random))
      }
    case 3: style = style.changed(style.columns, padding: random.pick([.none, .aligned, .blanks]))
    case 4: style = style.changed(style.columns.shuffled(using: &random), padding: style.padding)
    case 5: changeColumns(word, using: &random)
    case 6: above.insert(word, at: Int.random(in: 1...above.count - 1, using: &random))
    case 7: below += below.isEmpty ? ["", word] : [word]
    case 8: above[2] = word
    default: changeCell(word, using: &random)
    }
  }

  private mutating func add(_ word: String, using random: inout SeededGenerator) {
    let ids = rows.compactMap { $0["id"] }
    let id = random.pick(["N-0", "N-1", "N-2", word].filter { !ids.contains($0) })
    let row = ["id": id, "status": "PENDING", "priority": "P1", "task": word, "notes": "new"]
    rows.insert(row, at: Int.random(in: 0...rows.count, using: &random))
  }

  private mutating func changeCell(_ word: String, using random: inout SeededGenerator) {
    let free = style.columns.filter { $0 != "id" && $0 != "after" }
    guard let row = randomRow(using: &random), let column = free.randomElement(using: &random)
    else { return }
    switch column {
    case "status": rows[row][column] = random.pick(Status.allCases).rawValue
    case "notes" where random.isOne(of: 2):
      rows[row][column] = "\(rows[row][column] ?? "") / \(word)"
    default: rows[row][column] = word
    }
  }

  /// A column of the owner's comes, or one goes.
  private mutating func changeColumns(_ word: String, using random: inout SeededGenerator) {
    let name = random.pick(["Team", "링크"])
    var columns = style.columns
    if let place = columns.firstIndex(of: name) {
      columns.remove(at: place)
    } else {
      columns.insert(name, at: Int.random(in: 1...columns.count, using: &random))
      for row in rows.indices { rows[row][name] = random.isOne(of: 2) ? "\(word)\(row)" : nil }
    }
    style = style.changed(columns, padding: style.padding)
  }

  private func randomRow(using random: inout SeededGenerator) -> Int? {
    rows.indices.randomElement(using: &random)
  }
}

extension GeneratedQueue.Style {
  /// All pipes are there, so that any column may be the first.
  fileprivate func changed(_ columns: [String], padding: GeneratedQueue.Padding) -> Self {
    Self(
      columns: columns, hasFirstPipe: true, hasLastPipe: true, lineEnd: lineEnd,
      endsWithLineEnd: endsWithLineEnd, indentation: indentation, padding: padding)
  }
}
