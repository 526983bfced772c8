import Host

/// A person with an editor: loads the file, thinks, types, and saves over whatever became of the
/// file meanwhile.
///
/// It types each text once and into no cell twice, and removes nothing, so that all it typed has
/// to be there in the end.
struct Editor {
  private let file: EditedFile
  private let clock: Clock
  private var numbers: SeededNumbers
  private var buffer: Buffer?
  private var typedInto: Set<Buffer.Place> = []
  private var count = 0
  private(set) var history = History()

  static let session = "editor"
  private static let columns = ["task", "notes", ownColumn]
  /// A column that the queue knows nothing of.
  static let ownColumn = "mine"

  init(_ file: EditedFile, clock: Clock, seed: UInt64) {
    self.file = file
    self.clock = clock
    numbers = SeededNumbers(seed: seed)
  }

  /// Types one text and saves it, in each way in turn.
  mutating func step() throws(SystemError) {
    let way = SavingWay.allCases[count % SavingWay.allCases.count]
    count += 1
    let text = "(typed \(count))"
    if way == .appended {
      try file.append("\n\(text)\n")
      // What was added is not in the buffer: saving that would take it away.
      buffer = nil
      history.typed.append(TypedText(text, in: .belowTable, saved: way))
    } else if var edited = try load() {
      think()
      let began = clock.monotonic()
      let place = type(text, into: &edited)
      try file.save(edited.text, way)
      buffer = edited
      note(text, in: place, way, began)
    }
    think()
  }

  /// The file as it is now; or as it was last saved from here, where it goes on from that.
  private mutating func load() throws(SystemError) -> Buffer? {
    if let buffer, Int.random(in: 0..<3, using: &numbers) == 0 { return buffer }
    return try file.load().map(Buffer.init)
  }

  /// Mostly for a moment, at times for so long that the queue has left the buffer far behind.
  private mutating func think() {
    let most = [60, 200, 200, 800].randomElement(using: &numbers) ?? 200
    file.pause(.milliseconds(Int.random(in: 20...most, using: &numbers)))
  }

  private enum Place {
    case cell(Buffer.Place)
    case row(String)
    case paragraph
  }

  private mutating func type(_ text: String, into buffer: inout Buffer) -> Place {
    let choice = Int.random(in: 0..<5, using: &numbers)
    let places = buffer.places(in: Self.columns).filter { !typedInto.contains($0) }
    if choice > 1, let place = places.randomElement(using: &numbers) {
      typedInto.insert(place)
      buffer.type(text, into: place)
      return .cell(place)
    }
    if choice == 1 {
      buffer.add(paragraph: text)
      return .paragraph
    }
    let id = "by-hand-\(count)"
    buffer.addRow(id, task: text)
    return .row(id)
  }

  private mutating func note(
    _ text: String, in place: Place, _ way: SavingWay, _ began: Int
  ) {
    switch place {
    case .cell(let place):
      let place = TypedText.Place.cell(id: place.id, column: place.column)
      history.typed.append(TypedText(text, in: place, saved: way))
    case .paragraph:
      history.typed.append(TypedText(text, in: .belowTable, saved: way))
    case .row(let id):
      // A saved row counts as one that was acknowledged.
      history.operations.append(
        Operation(
          .add, of: id, by: Self.session, saying: text, began: began, ended: clock.monotonic()))
    }
  }
}
