import Host
import TestSupport

@testable import QueueStore
@testable import Workload

/// A person with an editor, who saves what became old meanwhile, in every way that editors have.
///
/// `@unchecked`: saves that come in the middle of a command are played by the thread of that
/// command.
final class InterleavingEditor: @unchecked Sendable {
  private let scene: QueueScene
  private var edits: EditGenerator
  private var buffer: EditorBuffer?
  /// The buffer when it was loaded, or saved last.
  private var shown = EditorBuffer("")
  /// Paragraphs that were typed and are not saved yet.
  private var paragraphs: [String] = []
  /// All texts that were typed and are not saved yet.
  private var unsaved: [String] = []
  private var open: OpenFile?
  /// How often a command looks at the clock before the next save.
  private var looks = 0
  /// Whether a save has begun, or is about to.
  private(set) var isSaving = false
  /// Whole saves that the ledger does not have yet.
  private(set) var landed: [CellLedger.Save] = []
  /// All that was typed, and saved.
  private(set) var typed: [String] = []
  private var script: [String] = []

  private final class OpenFile: @unchecked Sendable {
    let descriptor: FileDescriptor
    init(_ path: String) throws { descriptor = try FileDescriptor(opening: path, for: .updating) }
  }

  private enum Way: CaseIterable {
    case inPlace, throughOpenFile, inTwoPieces, openInTwoPieces, renamed, backedUp, appended
  }

  init(_ scene: QueueScene, seed: UInt64) {
    self.scene = scene
    edits = EditGenerator(seed: seed)
  }

  func takeLanded() -> [CellLedger.Save] {
    defer { landed = [] }
    return landed
  }

  func takeScript() -> [String] {
    defer { script = [] }
    return script
  }

  /// Does one thing, unless a save is under way.
  func step() throws {
    guard !isSaving else { return }
    guard buffer != nil else { return try load() }
    switch Int.random(in: 0..<10, using: &edits.random) {
    case 0..<5: edit()
    case 5..<7: try save()
    case 7..<9: saveMeanwhile()
    default: unsaved.isEmpty ? try load() : edit()
    }
  }

  /// Closes the buffer without saving it.
  func close() {
    (buffer, open, paragraphs, unsaved) = (nil, nil, [], [])
  }

  /// Forgets what was saved: another branch does not have it.
  func forget() {
    close()
    typed = []
  }

  // MARK: Loading and typing

  private func load() throws {
    close()
    let loaded = EditorBuffer(try scene.text())
    buffer = loaded
    shown = loaded
    if Bool.random(using: &edits.random) { open = try OpenFile(scene.path) }
    script.append("editor loads" + (open == nil ? "" : ", keeps the file open"))
  }

  private func edit() {
    guard let edited = buffer else { return }
    for edit in edits.next(in: edited) {
      script.append("editor: \(edit)")
      switch edit {
      case .write(let text, _):
        paragraphs.append(text)
        unsaved.append(text)
      case .addRow(let row, _): unsaved.append(row["task"] ?? "")
      case .set(let text, let cell) where cell.column != "status": unsaved.append(text)
      case .append(let text, _): unsaved.append(text)
      case .set, .move, .remove, .addColumn, .align: break
      }
      buffer?.apply(edit)
    }
  }

  // MARK: Saving

  private func way() -> Way {
    let ways = Way.allCases.filter { way in
      switch way {
      case .throughOpenFile, .openInTwoPieces: open != nil
      // Only where nothing else is to be saved.
      case .appended: unsaved.isEmpty
      case .inPlace, .inTwoPieces, .renamed, .backedUp: true
      }
    }
    return ways.randomElement(using: &edits.random) ?? .inPlace
  }

  private func save() throws {
    let way = way()
    script.append("editor saves \(way)")
    isSaving = true
    try save(way)
  }

  /// Saves when the next commands look at the clock for the nth time.
  private func saveMeanwhile() {
    let way = way()
    looks = Int.random(in: 0..<5, using: &edits.random)
    script.append("editor saves \(way) meanwhile, \(looks)")
    isSaving = true
    scene.fake.whenAsked { [self] in
      looks -= 1
      guard looks < 0 else { return false }
      script.append("  now")
      try save(way)
      return true
    }
  }

  private func save(_ way: Way) throws {
    // No two files are saved at the same nanosecond.
    scene.fake.pass(.nanoseconds(1))
    guard let text = buffer?.text else { return }
    switch way {
    case .inPlace: try write(text, to: OpenFile(scene.path))
    case .throughOpenFile: if let open { try write(text, to: open) }
    case .inTwoPieces: try writeInTwoPieces(text, to: OpenFile(scene.path))
    case .openInTwoPieces: if let open { try writeInTwoPieces(text, to: open) }
    case .renamed:
      try scene.saveByRename(text)
      open = nil
      land()
    case .backedUp:
      open = nil
      try Directory.move(scene.path, to: scene.path + "~")
      later("is there again") { [self] in try scene.save(text) }
    case .appended: try append()
    }
  }

  private func write(_ text: String, to file: OpenFile) throws {
    try file.descriptor.truncate(to: 0)
    try write(Array(text.utf8)[...], at: 0, to: file)
    land()
  }

  private func writeInTwoPieces(_ text: String, to file: OpenFile) throws {
    let bytes = Array(text.utf8)
    let half = Int.random(in: 0..<bytes.count, using: &edits.random)
    try file.descriptor.truncate(to: 0)
    try write(bytes[..<half], at: 0, to: file)
    later("the other half") { [self] in try write(bytes[half...], at: half, to: file) }
  }

  private func write(_ bytes: ArraySlice<UInt8>, at place: Int, to file: OpenFile) throws {
    try file.descriptor.write(Array(bytes), at: place)
    try file.descriptor.setModified(scene.fake.now)
  }

  /// Ends a save after a pause.
  private func later(_ line: String, _ end: @escaping @Sendable () throws -> Void) {
    let pause = [5, 20, 45, 200].randomElement(using: &edits.random) ?? 5
    scene.fake.after(.milliseconds(pause)) { [self] in
      script.append("  \(line)")
      try end()
      land()
    }
  }

  private func append() throws {
    let text = edits.text("text")
    paragraphs = [text]
    let file = try FileDescriptor(opening: scene.path, for: .appending)
    try file.write("\n\(text)\n")
    try file.setModified(scene.fake.now)
    // The save has only this: the buffer may differ from the file that it was added to.
    buffer = shown
    land()
    // The buffer does not show what was added.
    close()
  }

  private func land() {
    guard let buffer else { return }
    landed.append(.init(shown: shown, saved: buffer, paragraphs: paragraphs))
    // What a person replaced knowingly no version needs to have.
    let old = shown.text
    typed.removeAll { old.contains($0) && !buffer.text.contains($0) }
    typed += paragraphs + unsaved.filter(buffer.text.contains)
    (shown, paragraphs, unsaved, isSaving) = (buffer, [], [], false)
    if Int.random(in: 0..<3, using: &edits.random) == 0 {
      script.append("editor closes")
      close()
    }
  }
}
