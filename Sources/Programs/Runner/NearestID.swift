public import Door
import Model
import QueueStore
import Text

/// Finds the id nearest to an id that does not exist.
///
/// An id with another number names another row and is not a misspelling: a hint would lead to work on
/// the wrong row. If several ids are equally near, there is no hint.
struct NearestID {
  /// The most rows to compare; a hint is not worth more time.
  static let rowLimit = 10_000
  /// The longest id to compare, in bytes.
  private static let lengthLimit = 128

  private let typed: Shape

  init(_ typed: String) { self.typed = Shape(typed) }

  func find(in snapshot: any QueueSnapshot) -> String? {
    guard typed.letters.utf8.count <= Self.lengthLimit else { return nil }
    var nearest: [String] = []
    var least = Int.max
    for id in Self.ids(in: snapshot) {
      guard let distance = distance(to: id), distance <= least else { continue }
      if distance < least { nearest = [] }
      least = distance
      if !nearest.contains(id) { nearest.append(id) }
    }
    return nearest.count == 1 ? nearest[0] : nil
  }

  private static func ids(in snapshot: any QueueSnapshot) -> some Sequence<String> {
    (0..<min(snapshot.rowCount, rowLimit)).lazy.compactMap { row in
      var bytes: [UInt8] = []
      snapshot.append([.id], ofRow: row, separator: UInt8(ascii: "\t"), to: &bytes)
      return bytes.count <= lengthLimit ? String(decoding: bytes, as: UTF8.self) : nil
    }
  }

  private func distance(to id: String) -> Int? {
    let other = Shape(id)
    guard other.numbers == typed.numbers else { return nil }
    let distance = Spelling.distance(Array(typed.letters), Array(other.letters))
    return distance <= min(3, typed.letters.count / 3) ? distance : nil
  }

  /// An id in two parts: its numbers without leading zeros, and the characters around them.
  private struct Shape {
    /// The id in lower case, with `0` for each number.
    var letters = ""
    var numbers: [String] = []

    init(_ id: String) {
      var isInNumber = false
      for character in id.lowercased() {
        guard ("0"..."9").contains(character) else {
          letters.append(character)
          isInNumber = false
          continue
        }
        if !isInNumber {
          letters.append("0")
          numbers.append("")
        }
        isInNumber = true
        let last = numbers.count - 1
        if character != "0" || !numbers[last].isEmpty { numbers[last].append(character) }
      }
    }
  }
}

extension CommandContext {
  /// Adds a hint to the error for a row that was not found: how to restore the row, which line
  /// outside of the table has the id, that a list of ids has no commas, or which id is nearest.
  /// Returns any other error as it is.
  public func addingSuggestion(to error: Problem) -> Problem {
    guard case .store(.refused(.notFound(let missing))) = error, let store = try? taskQueue.store()
    else {
      return error
    }
    if let line = taskQueue.lineOutsideTable(of: missing) {
      return .hinted(
        error,
        Sentence(
          "line \(line) of the file has it, outside of the table, where no command sees it; run orch lint",
          "파일의 \(line)번째 줄에 있지만 어떤 명령에도 보이지 않습니다: orch lint"))
    }
    // A deletion in an editor is in the history only after the next change.
    if let last = (try? store.history(of: missing))?.last, !last.isRenaming {
      let isArchived = last.command == ArchiveRule.command
      return .hinted(
        error,
        Sentence(
          "it was \(isArchived ? "archived" : "deleted"); run orch restore --id \(missing.escaped) to bring it back",
          "\(isArchived ? "보관" : "삭제")된 행입니다. 되살리기: orch restore --id \(missing.escaped)"))
    }
    if missing.contains(",") {
      return .hinted(
        error,
        Sentence("an id has no comma; write a blank between ids", "id에는 쉼표가 없습니다. id 사이에 빈칸을 쓰십시오"))
    }
    guard let snapshot = try? store.snapshot(), let id = NearestID(missing).find(in: snapshot)
    else { return error }
    return .hinted(error, .suggestion(id.escaped))
  }
}
