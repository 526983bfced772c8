import CommandLineKit
import QueueModel
import QueueStore

/// Finds the row whose id somebody meant to type.
///
/// An id with another number is another row, not a misspelling: whoever follows
/// the hint would work on the wrong one. Where several are as near, none is named.
struct NearestID {
  /// How many rows are looked at; a hint is not worth more.
  static let rowLimit = 10_000
  /// How long an id may be to be looked at, in bytes.
  private static let longest = 128

  private let typed: Shape

  init(_ typed: String) { self.typed = Shape(typed) }

  func find(in snapshot: any QueueSnapshot) -> String? {
    guard typed.letters.utf8.count <= Self.longest else { return nil }
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
      return bytes.count <= longest ? String(decoding: bytes, as: UTF8.self) : nil
    }
  }

  private func distance(to id: String) -> Int? {
    let other = Shape(id)
    guard other.numbers == typed.numbers else { return nil }
    let distance = Spelling.distance(Array(typed.letters), Array(other.letters))
    return distance <= min(3, typed.letters.count / 3) ? distance : nil
  }

  /// An id as two things: its numbers without leading zeros, and what is round them.
  private struct Shape {
    /// In lower case, `0` for each number.
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
  /// The same error with what brings the row back, or else the nearest id that there
  /// is, where a row was not found.
  func naming(_ error: CommandError) -> CommandError {
    guard case .notFound(let missing)? = error.refusal, let store = try? store() else {
      return error
    }
    if (try? store.history(of: missing))?.last?.isRemoval ?? false {
      return error.hinting(
        "it was deleted; orch restore --id \(missing.escaped) brings it back")
    }
    guard let snapshot = try? store.snapshot().value, let id = NearestID(missing).find(in: snapshot)
    else { return error }
    return error.hinting("did you mean \(id.escaped)?")
  }
}
