import Door
import Host
import Model
import Runner
import StoreTestSupport
import Table
import TestSupport
import Testing
import Text

@testable import QueueStore
@testable import Stores
@testable import Workload

/// Commands of several sessions, and a person who saves old buffers over the queue in every way
/// that editors have: nothing that was acknowledged or typed is lost.
@Suite struct InterleavingTests {
  @Test(arguments: LongTests.sample(40, of: 0..<1000, named: "interleavings"))
  func `nothing is lost, however commands and saves come`(seed: Int) throws {
    try withQueue(InterleavingPlay.start(seed: seed)) { scene in
      var play = try InterleavingPlay(scene, seed: seed)
      try play.run(steps: 40)
      if !play.faults.isEmpty { Issue.record("seed \(seed)\n\(try play.story())") }
    }
  }
}

/// Commands of several sessions and one person's editor at a queue, in random order.
struct InterleavingPlay {
  private let scene: QueueScene
  private var random: SeededGenerator
  private let editor: InterleavingEditor
  private(set) var ledger: CellLedger
  private(set) var faults: [String] = []
  private var script: [String] = []
  private var count = 0
  private var branches = 0
  /// Whether the ledger has all saves, and the file is as the last command left it.
  private var isSettled = false
  /// Versions of the file, for checking out.
  private var versions: [String] = []

  static func start(seed: Int) -> String {
    var random = SeededGenerator(seed: UInt64(seed))
    let rows = ["A", "B", "C", "D"].prefix(Int.random(in: 2...4, using: &random))
    let text = QueueFixture.header + rows.map { QueueFixture.row($0) + "\n" }.joined()
    return "# Queue\n\n" + text + (Bool.random(using: &random) ? "\nSee the wiki.\n" : "")
  }

  init(_ scene: QueueScene, seed: Int) throws {
    self.scene = scene
    random = SeededGenerator(seed: UInt64(seed) << 1)
    editor = InterleavingEditor(scene, seed: UInt64(seed) << 1 + 1)
    ledger = CellLedger(EditorBuffer(try scene.text()))
  }

  /// What was done, for the search for a fault.
  func story() throws -> String {
    let history = try scene.store().history(of: nil).map { entry in
      entry.merge.map {
        "\(entry.summary) (\(StoreNotice.file(.merged($0), queue: "QUEUE.md").sentence.english))"
      } ?? "\(entry.summary)"
    }
    return try
      (faults + ["", "Script:"] + script + ["", "History:"] + history + ["", scene.text()])
      .joined(separator: "\n")
  }

  mutating func run(steps: Int) throws {
    try command(.add(.init(priority: .p1, task: "first", successCriteria: "c")))
    for _ in 0..<steps where faults.isEmpty {
      let pause = Duration.milliseconds([5, 60, 1000, 61_000].randomElement(using: &random) ?? 5)
      // No save takes a minute.
      if editor.isSaving {
        scene.fake.wait(min(pause, .milliseconds(60)))
      } else {
        scene.fake.pass(pause)
      }
      switch Int.random(in: 0..<40, using: &random) {
      case 0 where isSettled && editor.landed.isEmpty && !editor.isSaving: try checkOut()
      case 0..<20:
        try editor.step()
        log()
      case 20: try format()
      default: try command(transition())
      }
    }
    try end()
  }

  /// Lets a save that is under way end, and compares the file with the ledger.
  private mutating func end() throws {
    for _ in 0..<8 where editor.isSaving {
      scene.fake.wait(.milliseconds(300))
      _ = scene.fake.clock.now()
    }
    // Commands wait for a process that has a file open which looks cut.
    editor.close()
    log()
    try checkPreview()
    for _ in 0..<2 where faults.isEmpty {
      scene.fake.pass(.milliseconds(1000))
      count += 1
      try command(.add(.init(priority: .p1, task: "last \(count)", successCriteria: "c")))
    }
    guard faults.isEmpty else { return }
    checkTexts()
    let journal = try Journal(opening: scene.sidecar.journal)
    let versions = try VersionHistory(journal, VersionFiles(sidecar: scene.sidecar))
    if try versions?.last.bytes.array != Array(scene.text().utf8) {
      faults.append("the versions do not lead to the file")
    }
  }

  /// Compares what a reader shows with what the next command writes, unless that finds a save also
  /// in a displaced file.
  private mutating func checkPreview() throws {
    // For so long a file that looks cut is shown as it is.
    scene.fake.pass(.milliseconds(2000))
    guard faults.isEmpty, try !hasLateSave(),
      let shown = try? scene.store().snapshot() as? MarkdownTable
    else { return }
    _ = recordSaves()
    _ = try scene.store().recordExternalEdits(scene.context()) { _ in }
    if try shown.document.rendered != Array(scene.text().utf8) {
      faults.append("a reader shows another queue than the next command writes")
    }
  }

  private func hasLateSave() throws -> Bool {
    let journal = try Journal(opening: scene.sidecar.journal)
    let generations = Generations(sidecar: scene.sidecar, clock: scene.fake.clock)
    return try generations.sequences().contains { sequence in
      let found = try FileStatus(of: generations.path(sequence)).identity
      return !journal.recordsIdentity(found, ofGeneration: sequence)
    }
  }

  /// A text that was typed and is not in the file was replaced: then the history has it.
  private mutating func checkTexts() {
    guard let text = try? scene.text(), let history = try? scene.store().history(of: nil) else {
      return faults.append("nothing can be read")
    }
    var recorded: [String] = []
    for entry in history {
      recorded += entry.before.values
      recorded += entry.after.values
      recorded += entry.merge?.lost.compactMap(\.dropped) ?? []
    }
    faults += editor.typed.filter { typed in
      !text.contains(typed) && !recorded.contains { $0.contains(typed) }
    }.map { "'\($0)' is neither in the file nor in the history" }
  }

  private mutating func log() { script += editor.takeScript() }

  /// - Returns: whether there were saves since the last command.
  private mutating func recordSaves() -> Bool {
    log()
    let saves = editor.takeLanded()
    for save in saves { ledger.record(save) }
    return !saves.isEmpty
  }

  // MARK: Commands

  private mutating func command(_ transition: Transition) throws {
    let session = ["s1", "s2", "s3"].randomElement(using: &random) ?? "s1"
    script.append("\(session) \(transition)")
    try perform { scene in
      try scene.perform(transition, session: session).value.changes
    }
  }

  private mutating func format() throws {
    script.append("fmt")
    ledger.recordFormat()
    try perform { scene in
      _ = try scene.store().align(scene.context()) { _ in }
      return []
    }
  }

  private mutating func perform(_ body: (QueueScene) throws -> [ItemChange]) throws {
    _ = recordSaves()
    var changes: [ItemChange] = []
    var isAtRest = true
    do {
      changes = try body(scene)
    } catch StoreError.refused(let refusal) {
      log()
      script.append("  \(refusal)")
    } catch StoreError.notAtRest, StoreError.missing {
      log()
      script.append("  not at rest")
      isAtRest = false
    }
    let isAlone = !recordSaves()
    for change in changes {
      faults += ledger.record(change, isAlone: isAlone).map(\.description)
    }
    isSettled = isAlone && isAtRest && !editor.isSaving
    guard isSettled else { return }
    let text = try scene.text()
    faults += ledger.faults(in: EditorBuffer(text)).map(\.description)
    versions.append(text)
  }

  /// Checks out another branch, with an older queue.
  private mutating func checkOut() throws {
    guard let text = versions.randomElement(using: &random) else { return }
    script.append("checkout")
    editor.forget()
    branches += 1
    if try !scene.exists(scene.folder + "/.git") {
      try Directory.create(scene.folder + "/.git", permissions: 0o700)
    }
    try scene.save("ref: refs/heads/b\(branches)\n", to: scene.folder + "/.git/HEAD")
    try scene.saveByRename(text)
    ledger = CellLedger(EditorBuffer(text))
  }

  private mutating func transition() -> Transition {
    let ids = EditorBuffer((try? scene.text()) ?? "").ids
    let id = ids.randomElement(using: &random) ?? "A"
    count += 1
    let (said, force) = ("said \(count)", Int.random(in: 0..<3, using: &random) == 0)
    switch Int.random(in: 0..<22, using: &random) {
    case 0: return .add(.init(priority: .p1, task: said, successCriteria: "c", notes: said))
    case 1: return .add(.init(id: "C-\(count)", priority: .p0, task: said, successCriteria: "c"))
    case 2...5: return .pick(id: nil)
    case 6, 7: return .pick(id: id)
    case 8, 9: return .finish(.init(id: id, as: .done, notes: said, force: force))
    case 10, 11:
      return .finish(.init(id: id, as: .failed(isPermanent: force), notes: said, force: true))
    case 12: return .finish(.init(id: id, as: .blocked, notes: said, force: true))
    case 13:
      return .finish(.init(id: id, as: .done, notes: said, appends: true, force: true))
    case 14: return .release(id: id, force: force)
    case 15: return .retry(id: id, force: true)
    case 16: return .replan(id: id, reason: said, force: force)
    case 17: return .cancel(id: id)
    case 18: return .lease(.init(id: id, .acquire(seconds: 60)))
    case 19: return .undo(id: force ? id : nil)
    case 20: return .assign(id: id, to: "s2", from: nil, force: true)
    default: return .restore(id: ["A", "B", "C", "D"].randomElement(using: &random) ?? "A")
    }
  }
}
