import Host
import Model
import TestSupport

@testable import Table

/// Versions of a queue file in memory, recorded as a store's journal does. Version 0 is the text it
/// begins with.
struct RecordedHistory {
  private var contents: [QueueVersion]
  private(set) var writes: [RecordedWrite] = []
  /// What git has checked out.
  var head: String? = "main"

  init(_ text: String) {
    contents = [QueueVersion(QueueBytes(text.utf8))]
  }

  /// A command replaces the file by a new one.
  ///
  /// - Parameter isRecordedWrong: whether some of what it changed is not recorded.
  mutating func command(_ text: String, isRecordedWrong: Bool = false) throws {
    let sequence = contents.count
    try append(
      text, isExternalSave: false, mergeBase: nil, file: .number(sequence),
      displacedFile: writes.last?.file ?? .number(0), isRecordedWrong: isRecordedWrong)
  }

  /// An editor saves to a file. Without a `base` the save is recorded as it is, and not merged.
  mutating func save(_ text: String, base: Int? = nil, in file: FileIdentity = .editors) throws {
    try append(text, isExternalSave: true, mergeBase: base, file: file, displacedFile: nil)
  }

  /// An editor saves, and its merge leaves another text, which is a version of its own.
  ///
  /// - Parameter merges: what the merge did beside applying the edit.
  mutating func save(
    _ text: String, base: Int, leaving merged: String, _ merges: [RowMerge]
  ) throws {
    // The changes of both are those that the save made in the queue.
    let changes = changes(in: merged)
    try append(
      text, isExternalSave: true, mergeBase: base, file: .editors, displacedFile: nil, changes,
      merges)
    try append(
      merged, isExternalSave: false, mergeBase: nil, file: .number(contents.count),
      displacedFile: .editors, [])
  }

  private func changes(in text: String) -> [RowChange] {
    let new = QueueVersion(QueueBytes(text.utf8)).document
    return new.flatMap { new in contents.last?.document.map { new.changes(since: $0) } } ?? []
  }

  private mutating func append(
    _ text: String, isExternalSave: Bool, mergeBase: Int?, file: FileIdentity,
    displacedFile: FileIdentity?, _ changes: [RowChange]? = nil, _ merges: [RowMerge] = [],
    isRecordedWrong: Bool = false
  ) throws {
    let content = QueueVersion(QueueBytes(text.utf8))
    let changes = changes ?? self.changes(in: text)
    writes.append(
      RecordedWrite(
        sequence: contents.count, isExternalSave: isExternalSave,
        changes: Array(changes.dropFirst(isRecordedWrong ? 1 : 0)), merges: merges,
        mergeBase: mergeBase, head: head, file: file, displacedFile: displacedFile,
        keepsLines: !isExternalSave
          && content.document?.linesOutsideTable == contents.last?.document?.linesOutsideTable))
    contents.append(content)
  }

  /// Finds what a save was edited from.
  ///
  /// - Parameters:
  ///   - failure: is thrown where the versions are loaded.
  ///   - didLoad: is called for each version that is loaded.
  func base(
    of save: String, in file: FileIdentity = .editors, isAtPath: Bool = true,
    failure: SystemError? = nil, didLoad: @escaping (Int) -> Void = { _ in }
  ) throws -> MergeBase? {
    let document = try QueueDocument(QueueBytes(save.utf8))
    let finder = MergeBaseFinder(
      first: 0, writes: writes, head: head, last: contents[contents.endIndex - 1]
    ) { (sequence) throws(SystemError) in
      if let failure { throw failure }
      didLoad(sequence)
      return contents.indices.contains(sequence) ? contents[sequence] : nil
    }
    return try finder.base(of: document, in: file, isAtPath: isAtPath)
  }
}

extension RecordedHistory {
  /// The version that a comparison with all of them finds.
  func nearestOfAll(to save: String) throws -> Int {
    let document = try QueueDocument(QueueBytes(save.utf8))
    let table = SavedTable(document, last: contents.last?.document)
    let texts = CommandTexts(writes)
    var (versions, before): (Set, Int) = ([0], 0)
    for write in writes {
      if write.head == head {
        versions.insert(write.sequence)
        if !write.isExternalSave || write.mergeBase != nil { versions.insert(before) }
      }
      before = write.sequence
    }
    var loaded: [Int: Int] = [:]
    for write in writes { loaded[write.sequence] = write.mergeBase.map { loaded[$0] ?? $0 } }
    var best: (sequence: Int, distance: SaveDistance)?
    for (sequence, content) in contents.enumerated() where versions.contains(sequence) {
      guard let version = content.document else { continue }
      let distance = table.distance(from: version, texts, after: loaded[sequence] ?? sequence)
      let isBest = best.map {
        distance < $0.distance
          || distance == $0.distance && content.isSame(as: contents[$0.sequence])
      }
      if isBest ?? true { best = (sequence, distance) }
    }
    return best?.sequence ?? contents.count - 1
  }
}

extension FileIdentity {
  static func number(_ number: Int) -> FileIdentity {
    FileIdentity(device: 1, inode: UInt64(number), size: 0, modified: 0)
  }

  /// One that no version was written to, unless a test says so.
  static let editors = number(1_000)
}
