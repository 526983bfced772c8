import Foundation
import Model
import TestSupport

/// A queue's table as cells, read and written without the code under test, so that
/// a test can edit it as a person does and say what it should hold.
struct EditedTable {
  /// Pipes unescaped, blanks at the ends dropped.
  var lines: [[String]]
  private let lineEnd: String
  private let title = "# Queue"

  var columns: [String] { lines[0] }

  init(columns: [String], lineEnd: String) {
    lines = [columns, columns.map { _ in "---" }]
    self.lineEnd = lineEnd
  }

  init(_ text: String) {
    lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
    lines = text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("|") }.map(Self.cells)
  }

  var text: String {
    let rows = lines.map { cells in
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    return ([title, ""] + rows).map { $0 + lineEnd }.joined()
  }

  /// What each row says, by id and column; cells that say nothing are left out.
  var rows: [String: [String: String]] {
    let pairs = lines.dropFirst(2).map { cells in
      let named = zip(columns, cells).filter { !["", "-"].contains($1) }
      let row = Dictionary(named.map { ($0.lowercased(), $1) }) { $1 }
      return (row["id"] ?? "", row)
    }
    return Dictionary(pairs) { $1 }
  }

  /// The ids that stand in several rows.
  var repeatedIDs: [String] {
    guard let column = columns.firstIndex(where: { $0.lowercased() == "id" }) else { return [] }
    let ids = Dictionary(grouping: lines.dropFirst(2).compactMap { $0.dropFirst(column).first }) {
      $0
    }
    return ids.filter { $1.count > 1 }.map(\.key)
  }

  private static func cells(_ line: Substring) -> [String] {
    line.replacing("\\|", with: "\u{1}").split(separator: "|", omittingEmptySubsequences: false)
      .dropFirst().dropLast()
      .map { $0.trimmingCharacters(in: .whitespaces).replacing("\u{1}", with: "|") }
  }
}

// MARK: - What people do to it

extension EditedTable {
  /// One edit of a person.
  mutating func edit(using random: inout SeededGenerator) {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: lines.append(newRow(using: &random))
    case 1: remove(using: &random)
    case 2: move(using: &random)
    case 3: rename(using: &random)
    case 4: changeColumns(using: &random)
    default: changeCell(using: &random)
    }
  }

  mutating func addRow(using random: inout SeededGenerator) { lines.append(newRow(using: &random)) }

  private func newRow(using random: inout SeededGenerator) -> [String] {
    let id = newID(using: &random)
    return columns.map { $0 == "id" ? id : Self.text(for: $0, using: &random) }
  }

  /// An id that no row has; often one that a row had before.
  private func newID(using random: inout SeededGenerator) -> String {
    let taken = rows.keys
    let free = (0...11 + taken.count).map { "R-\($0)" }.filter { !taken.contains($0) }
    return free[Int.random(in: free.indices, using: &random)]
  }

  private mutating func remove(using random: inout SeededGenerator) {
    guard let row = randomRow(using: &random) else { return }
    lines.remove(at: row)
  }

  private mutating func move(using random: inout SeededGenerator) {
    guard let row = randomRow(using: &random) else { return }
    let line = lines.remove(at: row)
    lines.insert(line, at: Int.random(in: 2...lines.count, using: &random))
  }

  private mutating func rename(using random: inout SeededGenerator) {
    guard let row = randomRow(using: &random), let column = columns.firstIndex(of: "id") else {
      return
    }
    lines[row][column] = newID(using: &random)
  }

  private mutating func changeCell(using random: inout SeededGenerator) {
    let free = columns.indices.filter { columns[$0] != "id" }
    guard let row = randomRow(using: &random), let column = free.randomElement(using: &random)
    else { return }
    lines[row][column] = Self.text(for: columns[column], using: &random)
  }

  /// A column of the owner's comes, or one goes.
  private mutating func changeColumns(using random: inout SeededGenerator) {
    let own = ["after", "Team", "링크"]
    let name = own[Int.random(in: own.indices, using: &random)]
    if let column = columns.firstIndex(of: name) {
      for line in lines.indices { lines[line].remove(at: column) }
    } else {
      let column = Int.random(in: 0...columns.count, using: &random)
      for line in lines.indices {
        let text = Self.text(for: name, using: &random)
        lines[line].insert(line == 0 ? name : line == 1 ? "---" : text, at: column)
      }
    }
  }

  private func randomRow(using random: inout SeededGenerator) -> Int? {
    lines.indices.dropFirst(2).randomElement(using: &random)
  }

  static func text(for column: String, using random: inout SeededGenerator) -> String {
    let choices =
      switch column {
      case "status": Status.allCases.map(\.rawValue)
      case "priority": ["P0", "P1", "P2", "P7", "-"]
      case "owner_session": ["-", "", "s1", "s2", "somebody"]
      case "started_at_kst", "due_at_kst": ["-", "2026-01-31 18:00", "soon"]
      case "after": ["-", "", "R-1", "R-2, R-3"]
      default: ["-", "", "로그인 고치기", "a | b", "n / m", "after=R-1", "👩‍👧 x", "\\", "it works"]
      }
    return choices[Int.random(in: choices.indices, using: &random)]
  }
}
