import Host

/// A person with an editor, who loads the file, pauses, types, and saves over all changes that were
/// made meanwhile.
///
/// The person types each text once, never types twice into one cell, and removes nothing. So the
/// final file has to contain all texts.
struct Editor {
  private let file: EditedFile
  private var edits: EditGenerator
  /// The buffer of the last save; `nil` if the file has to be loaded.
  private var buffer: EditorBuffer?
  /// The text that was saved last.
  private var lastText = ""
  private var count = 0
  private(set) var history = History()

  init(_ file: EditedFile, seed: UInt64) {
    self.file = file
    edits = EditGenerator(seed: seed)
  }

  /// Types one text and saves it, with each method in turn.
  mutating func step() throws(SystemError) {
    let method = SaveMethod.allCases[count % SaveMethod.allCases.count]
    count += 1
    let text = "(typed \(count))"
    if method == .appended {
      try file.onceThereIsSpace { () throws(SystemError) in try file.append("\n\(text)\n") }
      // The buffer does not have this text, so saving it would remove the text.
      (buffer, lastText) = (nil, text)
      history.typed.append(TypedText(text: text, place: .belowTable, method: method))
    } else if var edited = try load() {
      pause()
      let began = Clock.system.monotonic()
      let edit = edits.addition(of: text, id: "by-hand-\(count)", to: edited)
      edited.apply(edit)
      let saved = edited.text
      try file.onceThereIsSpace { () throws(SystemError) in try file.save(saved, method) }
      (buffer, lastText) = (edited, text)
      note(edit, text, method, began)
    }
    pause()
  }

  /// The present file, or sometimes the buffer of the last save; `nil` if there is no file at this
  /// moment.
  private mutating func load() throws(SystemError) -> EditorBuffer? {
    if let buffer, Int.random(in: 0..<3, using: &edits.random) == 0 { return buffer }
    var text = try file.load()
    // A command that writes while the person saves merges the save a moment later. A copy from
    // before that moment lacks the last text, and to save the copy would take the text back.
    for _ in 0..<100 where text?.holds(lastText) == false {
      file.pause(.milliseconds(20))
      text = try file.load()
    }
    return text.map(EditorBuffer.init)
  }

  /// Waits, mostly for a short time, but sometimes so long that the queue has changed a lot since
  /// the buffer was loaded.
  private mutating func pause() {
    let most = [60, 200, 200, 800].randomElement(using: &edits.random) ?? 200
    file.pause(.milliseconds(Int.random(in: 20...most, using: &edits.random)))
  }

  private mutating func note(_ edit: Edit, _ text: String, _ method: SaveMethod, _ began: Duration)
  {
    let place: TypedText.Place
    switch edit {
    case .append(_, let cell): place = .cell(cell)
    case .addRow(let row, _):
      // A saved row counts as an acknowledged addition.
      history.operations.append(
        Operation(
          kind: .add, session: "editor", id: row["id"], text: text, began: began,
          ended: Clock.system.monotonic()))
      return
    case .write, .set, .move, .remove, .addColumn, .align: place = .belowTable
    }
    history.typed.append(TypedText(text: text, place: place, method: method))
  }
}

/// The queue file as editors load and save it.
struct EditedFile {
  let path: String
  /// Waits, or returns early if the trial is to end.
  let pause: (Duration) -> Void

  /// The file's text; `nil` if the file is missing for a moment.
  func load() throws(SystemError) -> String? {
    do {
      let bytes = try FileDescriptor(opening: path, for: .reading).readWhole()
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// Saves, and tries again while the disk is full, as a person does who sees the error. The file
  /// may be cut meanwhile.
  func onceThereIsSpace(_ save: () throws(SystemError) -> Void) throws(SystemError) {
    for _ in 1..<100 {
      do throws(SystemError) { return try save() } catch {
        guard error.isFullDisk else { throw error }
        pause(.milliseconds(100))
      }
    }
    try save()
  }

  func append(_ text: String) throws(SystemError) {
    try FileDescriptor(opening: path, for: .appending).write(text)
  }

  func save(_ text: String, _ method: SaveMethod) throws(SystemError) {
    switch method {
    case .inPlace: try truncated().write(text)
    case .inTwoPieces:
      let bytes = Array(text.utf8)
      let file = try truncated()
      try file.write(Array(bytes[..<(bytes.count / 2)]))
      pause(.milliseconds(30))
      try file.write(Array(bytes[(bytes.count / 2)...]))
    case .renamed:
      let temporary = path + ".tmp"
      try truncated(temporary).write(text)
      try Directory.move(temporary, to: path)
    case .backedUp:
      if try FileStatus.ifExists(path) != nil { try Directory.move(path, to: path + "~") }
      try truncated().write(text)
    case .appended: try append(text)
    }
  }

  private func truncated(_ path: String? = nil) throws(SystemError) -> FileDescriptor {
    let file = try FileDescriptor(
      opening: path ?? self.path, for: .updatingOrCreating(permissions: 0o644))
    try file.truncate(to: 0)
    return file
  }
}
