import TestSupport
import Testing

/// Two clones exchange random changes through a bare repository, and take some of them back in git's
/// ways. A clone changes only rows whose last change it has seen, so that the last change of each row
/// is what both have to show in the end: nothing that was released, removed or finished comes back, and
/// nothing that was typed is lost.
@Suite struct CloneExchangeTests {
  @Test func `two clones agree after two hundred random changes`() throws {
    let seed = LongTests.seed(named: "clones")
    var exchange = try CloneExchange(seed: seed)
    for _ in 0..<200 { try exchange.step() }
    try exchange.end()
    #expect(exchange.faults == [], "seed \(seed)\n\(exchange.script.joined(separator: "\n"))")
  }
}

/// What both clones have to show.
struct CloneExchange {
  /// What a row says after its last change.
  struct Row: Equatable {
    var status = "PENDING"
    var owner = "-"
    var task: String
    /// What its notes have to contain.
    var said = ""
  }

  /// A clone, and of which change of each row it knows: 0 for the first rows.
  struct Clone {
    let folder: String
    var file: [String: Int]
    var commit: [String: Int]
    /// Whether git took back what no commit has, and no command has put it back since.
    var isTakenBack = false
  }

  private let clones: Clones
  private var random: SeededGenerator
  private var sides: [Clone]
  private var origin: [String: Int]
  /// By id, the row after each of its changes; `nil` once it is removed.
  private var rows: [String: [Row?]]
  private var count = 0
  private(set) var script: [String] = []
  private(set) var faults: [String] = []

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    let ids = (1...4).map { "R\($0)" }
    clones = try Clones(Scene(file: queueText(ids.map { row($0) })))
    rows = Dictionary(uniqueKeysWithValues: ids.map { ($0, [Row(task: "work")]) })
    origin = Dictionary(uniqueKeysWithValues: ids.map { ($0, 0) })
    sides = ["", "b"].map { [origin] in Clone(folder: $0, file: origin, commit: origin) }
  }

  mutating func step() throws {
    count += 1
    let side = Int.random(in: 0..<2, using: &random)
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<12: try change(side)
    case 12..<14: try commit(side)
    case 14: try takeBack(side)
    case 15: try exchange(side, isCommitted: false)
    default: try exchange(side, isCommitted: true)
    }
  }

  /// Both clones get all, and show it.
  mutating func end() throws {
    for side in [0, 1, 0] {
      try add(side)
      try exchange(side, isCommitted: true)
    }
    try add(1)
    try exchange(1, isCommitted: true)
    try exchange(0, isCommitted: true)
    for side in 0..<2 {
      for (id, states) in rows where sides[side].file[id] != states.count - 1 {
        faults.append("\(side): \(id) did not arrive")
      }
      try check(side)
    }
  }

  // MARK: Changes

  private mutating func change(_ side: Int) throws {
    // Rows whose last change the clone has.
    let known = rows.keys.sorted().filter { id in
      sides[side].file[id] == rows[id].map { $0.count - 1 } && rows[id]?.last != .some(nil)
    }
    guard let id = known.randomElement(using: &random), let last = rows[id]?.last, var new = last,
      Int.random(in: 0..<6, using: &random) > 0
    else { return try add(side) }
    let text = "said \(count)"
    switch (Int.random(in: 0..<7, using: &random), new.status) {
    case (0, _):
      new.task = "typed \(count)"
      try orch(side, ["edit", id, "--task", new.task])
    case (1, _) where !sides[side].isTakenBack:
      // A person types into the file.
      new.task += " by hand \(count)"
      let task = "^| \(id) |[^|]*|[^|]*|[^|]*[^| ]"
      try run(side, "sed -i 's/\(task)/& by hand \(count)/' QUEUE.md")
      return note(new, of: id, side, isSaved: true)
    case (2...3, "PENDING"):
      (new.status, new.owner) = ("IN_PROGRESS", "s\(count)")
      try orch(side, ["pick", id, "--owner-session", new.owner])
    case (2...3, "IN_PROGRESS"):
      (new.status, new.owner) = ("PENDING", "-")
      try orch(side, ["release", id, "--force"])
    case (4, _):
      (new.status, new.said) = ("DONE", text)
      try orch(side, ["done", id, "--notes", text, "--force"])
    case (5, _):
      (new.status, new.said) = ("BLOCKED", text)
      try orch(side, ["block", id, "--notes", text, "--force"])
    case (6, _):
      try orch(side, ["rm", id, "--force"])
      return note(nil, of: id, side)
    default: return try add(side)
    }
    note(new, of: id, side)
  }

  private mutating func add(_ side: Int) throws {
    let id = "N\(side)-\(count)-\(rows.count)"
    try orch(side, ["add", "--id", id, "new \(count)", "--criteria", "c"])
    rows[id] = []
    note(Row(task: "new \(count)"), of: id, side)
  }

  private mutating func note(_ row: Row?, of id: String, _ side: Int, isSaved: Bool = false) {
    rows[id, default: []].append(row)
    sides[side].file[id] = rows[id, default: []].count - 1
    if !isSaved { try? check(side) }
  }

  private mutating func orch(_ side: Int, _ words: [String]) throws {
    script.append("\(side): orch \(words.joined(separator: " "))")
    let outcome = try clones.scene.run(
      clones.scene.orchPath, words, in: sides[side].folder,
      environment: later(minutes: count))
    if outcome.status != 0 || outcome.errors.contains("put back") && !sides[side].isTakenBack {
      faults.append("\(side): \(words): \(outcome.status) \(outcome.errors)")
    }
    sides[side].isTakenBack = false
  }

  private mutating func run(_ side: Int, _ line: String) throws {
    script.append("\(side): \(line)")
    let folder = sides[side].folder
    let outcome = try clones.git.git("cd ./\(folder)\n\(line)")
    if outcome.status != 0 { faults.append("\(side): \(line): \(outcome)") }
  }

  // MARK: Git

  private mutating func commit(_ side: Int) throws {
    try run(side, "git diff --quiet || git commit -q -a -m \(count)")
    if !sides[side].isTakenBack { sides[side].commit = sides[side].file }
  }

  /// In git's ways, while some changes are in no commit.
  private mutating func takeBack(_ side: Int) throws {
    let ways = ["git checkout -q .", "git restore .", "git reset -q --hard", "git stash -q"]
    // What a person typed since the last command no version has: it would be gone.
    try add(side)
    try run(side, ways.randomElement(using: &random) ?? "")
    sides[side].isTakenBack = true
  }

  private mutating func exchange(_ side: Int, isCommitted: Bool) throws {
    if isCommitted { try commit(side) }
    let way = Bool.random(using: &random) ? " --rebase" : ""
    try run(side, "git pull -q\(isCommitted ? "" : " --autostash")\(way)")
    for (id, change) in origin {
      sides[side].file[id] = max(sides[side].file[id] ?? 0, change)
      sides[side].commit[id] = max(sides[side].commit[id] ?? 0, change)
    }
    try run(side, "git push -q")
    origin = sides[side].commit
    if !sides[side].isTakenBack { try check(side) }
  }

  // MARK: The oracle

  /// The clone's file has of each row what the last change says that it knows.
  private mutating func check(_ side: Int) throws {
    let prefix = sides[side].folder.isEmpty ? "" : "\(sides[side].folder)/"
    var found: [String: [String]] = [:]
    for line in try clones.scene.text("\(prefix)QUEUE.md").split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        String($0.trimmingPrefix(" ").reversed().trimmingPrefix(" ").reversed())
      }
      guard cells.count > 9, rows[cells[1]] != nil else { continue }
      if found[cells[1]] != nil { faults.append("\(side): \(cells[1]) stands twice") }
      found[cells[1]] = cells
    }
    for (id, change) in sides[side].file.sorted(by: { $0.key < $1.key }) {
      guard let row = rows[id]?[change] else {
        if found[id] != nil { faults.append("\(side): \(id) is there again, at \(count)") }
        continue
      }
      let cells = found[id] ?? []
      let isSame =
        cells.count > 9 && [cells[2], cells[6], cells[4]] == [row.status, row.owner, row.task]
        && cells[9].contains(row.said)
      if !isSame { faults.append("\(side): \(id) is \(cells), for \(row), at \(count)") }
    }
  }
}
