import Model
import TestSupport
import Testing

@testable import Table

/// What holds of every merge, whatever both sides did.
@Suite struct MergePropertyTests {
  private static let seeds: Range<UInt64> = 0..<150

  @Test func `nothing that a person typed is gone`() throws {
    var typed = 0
    for seed in Self.seeds {
      let play = try MergePlay(seed: seed)
      let result = try merged(play.base, theirs: play.theirs, ours: play.ours)
      let reported = result.rows.flatMap(\.lost).compactMap(\.dropped)
      for word in play.words where !play.base.contains(word) {
        typed += 1
        #expect(
          result.text.contains(word) || reported.contains { $0.contains(word) },
          "seed \(seed): \(word)\n\(play.scene)\nmerged:\n\(result.text)")
      }
    }
    #expect(typed > 300, "\(typed)")
  }

  @Test func `what orch did to a row's state stands`() throws {
    var changed = 0
    for seed in Self.seeds {
      let play = try MergePlay(seed: seed)
      let result = try merged(play.base, theirs: play.theirs, ours: play.ours)
      let (base, theirs) = try (MergedRows(play.base), MergedRows(play.theirs))
      let (ours, merged) = try (MergedRows(play.ours), MergedRows(result.text))
      let scene = "seed \(seed)\n\(play.scene)\nmerged:\n\(result.text)"
      for (id, cells) in ours.cells where ours.state(id) != base.state(id) {
        changed += 1
        #expect(merged.states(id).contains(cells.state), "\(id), \(scene)")
      }
      for (id, cells) in theirs.cells where ours.state(id) == base.state(id) {
        guard ours.cells[id] != nil else { continue }
        #expect(merged.states(id).contains(cells.state), "\(id), \(scene)")
      }
    }
    #expect(changed > 90, "\(changed)")
  }

  @Test func `of two branches nothing that was written is gone from the file`() throws {
    for seed in Self.seeds {
      let play = try MergePlay(seed: seed)
      for base in [play.base, nil] {
        let result = try mergedBranches(base: base, ours: play.ours, theirs: play.theirs)
        let scene = "seed \(seed)\n\(play.scene)\nmerged:\n\(result.text)"
        for word in play.words where !play.base.contains(word) {
          #expect(result.text.contains(word), "\(word), \(scene)")
        }
        let again = try mergedBranches(base: play.theirs, ours: result.text, theirs: play.theirs)
        #expect(again.text.isSame(result.text) && again.rows.isEmpty, "\(scene)")
      }
    }
  }

  @Test func `a row goes where one side removed it and the other left it alone`() throws {
    for seed in Self.seeds {
      let play = try MergePlay(seed: seed)
      let result = try merged(play.base, theirs: play.theirs, ours: play.ours)
      let (base, theirs) = try (MergedRows(play.base), MergedRows(play.theirs))
      let (ours, merged) = try (MergedRows(play.ours), MergedRows(result.text))
      let ids = Set(theirs.cells.keys).union(ours.cells.keys).filter { id in
        switch (theirs.cells[id], ours.cells[id]) {
        case (let cells?, nil), (nil, let cells?): cells != base.cells[id]
        case (_, _): true
        }
      }
      let scene = "seed \(seed)\n\(play.scene)\nmerged:\n\(result.text)"
      #expect(Set(merged.cells.keys) == ids, "\(scene)")
    }
  }

  @Test func `a side that changed nothing changes nothing`() throws {
    for seed in Self.seeds {
      let play = try MergePlay(seed: seed)
      let scene = "seed \(seed)\n\(play.scene)"
      let saved = try merged(play.base, theirs: play.theirs, ours: play.base)
      #expect(saved.text.isSame(play.theirs) && saved.rows.isEmpty, "\(scene)\n\(saved)")
      let old = try merged(play.base, theirs: play.base, ours: play.ours)
      let (found, ours) = try (MergedRows(old.text), MergedRows(play.ours))
      #expect(found == ours, "\(scene)\nmerged:\n\(old.text)")
      #expect(old.rows.allSatisfy { !$0.isConflict }, "\(scene)\n\(old.rows)")
    }
  }

  @Test func `what is merged stays as it is`() throws {
    for seed in Self.seeds {
      let play = try MergePlay(seed: seed)
      let result = try merged(play.base, theirs: play.theirs, ours: play.ours)
      let again = try merged(play.base, theirs: result.text, ours: play.ours)
      #expect(
        again.text.isSame(result.text),
        "seed \(seed)\n\(play.scene)\nmerged:\n\(result.text)\nagain:\n\(again.text)")
    }
  }
}

/// The rows of a file, and the text around the table.
private struct MergedRows: Equatable {
  /// What each row says, by id and column.
  var cells: [String: [String: String]] = [:]
  var ids: [String] = []
  private var repeated: [(String, [String?])] = []
  private let columns: [String]
  private let around: [String]

  init(_ text: String) throws {
    let queue = try document(text)
    columns = queue.columnNames
    around = (queue.linesBeforeTable + queue.linesAfterTable).map {
      queue.bytes.text($0.content)
    }
    for row in 0..<queue.rowCount {
      let said = queue.cells(ofRow: row, columns)
      guard let id = said["id"] else { continue }
      ids.append(id)
      if cells[id] == nil { cells[id] = said }
      repeated.append((id, said.state))
    }
  }

  static func == (left: Self, right: Self) -> Bool {
    left.cells == right.cells && left.ids == right.ids && left.columns == right.columns
      && left.around == right.around
  }

  func state(_ id: String) -> [String?]? { cells[id]?.state }

  /// The states of all rows with this id.
  func states(_ id: String) -> [[String?]] { repeated.filter { $0.0 == id }.map(\.1) }
}

extension [String: String] {
  fileprivate var state: [String?] { [Column.status, .ownerSession, .startedAt].map { self[$0] } }
}
