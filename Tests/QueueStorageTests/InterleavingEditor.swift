import Host
import TestSupport

@testable import QueueStore

/// A person with an editor, who saves what became old meanwhile, in every way that editors have.
///
/// `@unchecked`: saves that come in the middle of a command are played by the thread of that
/// command.
final class InterleavingEditor: @unchecked Sendable {
  private let scene: QueueScene
  private var random: SeededGenerator
  private var buffer: InterleavingBuffer?
  /// What the buffer was when it was loaded, or saved last.
  private var shown = InterleavingBuffer("")
  private var texts: [String] = []
  private var open: OpenFile?
  private var count = 0
  /// How often a command looks at the clock before the next save.
  private var looks = 0
  /// Whether a save has begun, or is about to.
  private(set) var isSaving = false
  /// What was saved, whole, and not taken yet.
  private(set) var landed: [InterleavingLedger.Save] = []
  /// All that was typed, and saved.
  private(set) var typed: [String] = []
  private var unsaved: [String] = []
  private var script: [String] = []

  private final class OpenFile: @unchecked Sendable {
    let descriptor: FileDescriptor
    init(_ path: String) throws { descriptor = try FileDescriptor(opening: path, for: .updating) }
  }

  enum Way: CaseIterable {
    case inPlace, throughOpenFile, inTwoPieces, openInTwoPieces, renamed, backedUp, appended
  }

  init(_ scene: QueueScene, seed: UInt64) {
    self.scene = scene
    random = SeededGenerator(seed: seed)
  }

  func takeLanded() -> [InterleavingLedger.Save] {
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
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5: edit()
    case 5..<7: try save()
    case 7..<9: saveMeanwhile()
    default: unsaved.isEmpty ? try load() : edit()
    }
  }

  /// Closes the buffer, for another branch is checked out.
  func close() {
    (buffer, open, texts, unsaved) = (nil, nil, [], [])
  }

  /// Forgets what was saved: another branch does not have it.
  func forget() {
    close()
    typed = []
  }

  // MARK: Loading and typing

  private func load() throws {
    close()
    let loaded = InterleavingBuffer(try scene.text())
    buffer = loaded
    shown = loaded
    if Bool.random(using: &random) { open = try OpenFile(scene.path) }
    script.append("editor loads" + (open == nil ? "" : ", keeps the file open"))
  }

  private func next(_ what: String) -> String {
    count += 1
    unsaved.append("\(what) \(count)")
    return "\(what) \(count)"
  }

  private func edit() {
    guard var edited = buffer else { return }
    defer { buffer = edited }
    let choice = Int.random(in: 0..<16, using: &random)
    guard choice > 1, let id = edited.ids.randomElement(using: &random) else {
      let text = next("text")
      script.append("editor writes '\(text)'")
      texts.append(text)
      return edited.write(text, aboveTable: choice == 0)
    }
    let place = Int.random(in: 0..<edited.ids.count, using: &random)
    switch choice {
    case 2: add(to: &edited, at: place)
    case 3:
      script.append("editor moves \(id) to \(place)")
      edited.move(id, to: place)
    case 4:
      script.append("editor deletes \(id)")
      edited.remove(id)
    case 5:
      script.append("editor aligns")
      edited.align()
    case 6 where !edited.columns.contains("mine"):
      script.append("editor adds a column")
      edited.addColumn("mine")
    case 6, 7, 8: resetStatus(in: &edited)
    default: type(into: &edited, id)
    }
  }

  private func add(to edited: inout InterleavingBuffer, at place: Int) {
    let task = next("task")
    script.append("editor adds E-\(count)")
    edited.addRow(
      [
        "id": "E-\(count)", "status": "PENDING", "priority": "P1", "task": task,
        "success_criteria": "c",
      ], at: place)
  }

  /// Reads what an agent says, and lets another try.
  private func resetStatus(in edited: inout InterleavingBuffer) {
    let rows = edited.rows
    let stopped = edited.ids.filter { ["FAILED", "BLOCKED"].contains(rows[$0]?["status"] ?? "") }
    guard let id = stopped.randomElement(using: &random) else { return }
    script.append("editor sets \(id) to PENDING")
    edited.type("PENDING", into: "status", of: id)
    if Bool.random(using: &random) { note(into: &edited, id, replaces: false) }
  }

  private func type(into edited: inout InterleavingBuffer, _ id: String) {
    let columns = ["task", "success_criteria", "priority", "due_at_kst", "notes", "notes", "mine"]
    var column = columns.filter(edited.columns.contains).randomElement(using: &random) ?? "task"
    // A row of which both are new is, by design, another one with the same id.
    let others = ["task": "success_criteria", "success_criteria": "task"]
    if let other = others[column], edited.rows[id]?[other]?.hasPrefix("\(other) ") ?? false {
      column = "priority"
    }
    guard column != "notes" else {
      return note(into: &edited, id, replaces: Int.random(in: 0..<4, using: &random) == 0)
    }
    // Each text is new: nobody can tell who types what was there before from an old copy.
    let text = next(column)
    script.append("editor types '\(text)' into \(id)")
    edited.type(text, into: column, of: id)
  }

  private func note(into edited: inout InterleavingBuffer, _ id: String, replaces: Bool) {
    let (text, old) = (next("note"), edited.rows[id]?["notes"])
    script.append("editor \(replaces ? "replaces the notes with" : "adds") '\(text)' in \(id)")
    edited.type(replaces ? text : old.map { "\($0) / \(text)" } ?? text, into: "notes", of: id)
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
    return ways.randomElement(using: &random) ?? .inPlace
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
    looks = Int.random(in: 0..<5, using: &random)
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
    scene.fake.pass(1)
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
    case .backedUp: try backUp(text)
    case .appended: try append()
    }
  }

  private func write(_ text: String, to file: OpenFile) throws {
    try file.descriptor.truncate(to: 0)
    try file.descriptor.write(Array(text.utf8), at: 0)
    try file.descriptor.setModified(scene.fake.now)
    land()
  }

  private func writeInTwoPieces(_ text: String, to file: OpenFile) throws {
    let bytes = Array(text.utf8)
    let half = Int.random(in: 0..<bytes.count, using: &random)
    try file.descriptor.truncate(to: 0)
    try file.descriptor.write(Array(bytes[..<half]), at: 0)
    try file.descriptor.setModified(scene.fake.now)
    scene.fake.after(pause()) { [self] in
      script.append("  the other half")
      try file.descriptor.write(Array(bytes[half...]), at: half)
      try file.descriptor.setModified(scene.fake.now)
      land()
    }
  }

  private func pause() -> Int {
    .milliseconds([5, 20, 45, 200].randomElement(using: &random) ?? 5)
  }

  private func backUp(_ text: String) throws {
    open = nil
    try Directory.move(scene.path, to: scene.path + "~")
    scene.fake.after(pause()) { [self] in
      script.append("  is there again")
      try scene.save(text)
      land()
    }
  }

  private func append() throws {
    let text = next("text")
    texts = [text]
    let file = try FileDescriptor(opening: scene.path, for: .updatingAtEnd)
    try file.write("\n\(text)\n")
    try file.setModified(scene.fake.now)
    // The buffer has only this to tell: what stands there was not loaded.
    buffer = shown
    land()
    // It does not show what was added.
    close()
  }

  private func land() {
    guard let buffer else { return }
    landed.append(.init(shown: shown, saved: buffer, texts: texts))
    // What a person replaced knowingly no version needs to have.
    let old = shown.text
    typed.removeAll { old.contains($0) && !buffer.text.contains($0) }
    typed += texts + unsaved.filter(buffer.text.contains)
    (shown, texts, unsaved, isSaving) = (buffer, [], [], false)
    if Int.random(in: 0..<3, using: &random) == 0 {
      script.append("editor closes")
      close()
    }
  }
}
