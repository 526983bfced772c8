import TestSupport

/// A random sequence of commands, including mistakes, as people, agents and cron run them.
enum RecordedSequence {
  /// - Returns: lines for a shell in which `orch` and `ops` work on the queue.
  static func steps(seed: UInt64, isTable: Bool) -> [String] {
    var writer = Writer(random: SeededGenerator(seed: seed), isTable: isTable)
    var steps = ["orch init"]
    for _ in 0..<3 { steps.append(writer.addition()) }
    for _ in 0..<24 { steps.append(writer.step()) }
    return steps
  }
}

private struct Writer {
  var random: SeededGenerator
  let isTable: Bool
  private var additions = 0

  init(random: SeededGenerator, isTable: Bool) {
    self.random = random
    self.isTable = isTable
  }

  // MARK: Words

  private mutating func one<Element>(of choices: [Element]) -> Element {
    choices[Int.random(in: choices.indices, using: &random)]
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func id() -> String {
    chance(4)
      ? one(of: ["NONE-1", "../x", "ORCH-001 ", ""])
      : "ORCH-00\(Int.random(in: 1...max(2, min(9, additions)), using: &random))"
  }

  private mutating func session() -> String { one(of: ["a", "b", "worker_c", "작업자"]) }

  private mutating func owner() -> String { chance(80) ? " --owner-session \(session())" : "" }

  private mutating func note() -> String {
    one(of: [
      "ok", "see issue 12", "a | b / c", "자격 증명 없음", "touches=src", "awaits=answer",
      "max_attempts=2", "worker=script", "two\nlines", "",
    ])
  }

  private mutating func criteria() -> String {
    one(of: ["tests pass", "README updated; tests pass", "문서 반영", "file: a.txt", "cmd: test"])
  }

  mutating func addition() -> String {
    additions += 1
    let task = one(of: ["Fix the login", "문서 정리", "Rotate | keys", "=SUM(A1)", "Write page"])
    let after = chance(25) ? " --after '\(id())'" : ""
    let due = chance(20) ? " --due-at-kst '2026-02-01 12:00'" : ""
    let key = chance(10) ? " --idempotency-key k\(one(of: [1, 2]))" : ""
    let attempts = chance(15) ? " --max-attempts \(one(of: [1, 2]))" : ""
    let brief = chance(8) ? " --brief - <<< 'Keep the cookie.'" : ""
    return "orch add --priority \(one(of: ["P0", "P1", "P1", "P2", "P2", "P3"])) --task '\(task)' "
      + "--success-criteria '\(criteria())'\(after)\(due)\(key)\(attempts)\(brief)"
  }

  private mutating func report(on id: String) -> String {
    let status = one(of: ["DONE", "DONE", "DONE", "PARTIAL", "BLOCKED", "QUESTION", "perhaps"])
    let claim = one(of: [
      "1-2. met: swift test: 12 passed, 0 failed", "1. met: done", "1. not met: no time",
      "1. met: 2 of 9 pass\n2. met: README.md names it", "",
    ])
    let question = status == "QUESTION" ? "\nQuestion: which one?" : ""
    return "[REPORT \(id)]\nStatus: \(status)\nCriteria:\n\(claim)\(question)\n"
  }

  // MARK: Steps

  mutating func step() -> String {
    let kinds: [(Int, (inout Writer) -> String)] = [
      (14, { $0.addition() }), (22, { $0.claim() }), (18, { $0.ending() }), (16, { $0.judging() }),
      (8, { $0.leasing() }), (14, { $0.operating() }), (20, { $0.looking() }),
      (6, { $0.intake() }), (isTable ? 10 : 2, { $0.editing() }),
    ]
    var place = Int.random(in: 0..<kinds.map(\.0).reduce(0, +), using: &random)
    for (weight, kind) in kinds {
      place -= weight
      if place < 0 { return kind(&self) }
    }
    return "orch list"
  }

  private mutating func claim() -> String {
    switch one(of: Array(1...5)) {
    case 1: "orch pick --id '\(id())'\(owner())"
    case 2: "orch dispatch --parallel 2 --max-workers \(one(of: [1, 2, 4]))"
    case 3: "orch pick --exit-code --json\(owner())"
    default: "orch pick\(owner())"
    }
  }

  /// The row and the session for a command that ends or judges work: mostly the first row
  /// IN_PROGRESS and its owner.
  private mutating func work() -> (id: String, owner: String) {
    chance(70) ? ("$(working)", " --owner-session \"$(owner)\"") : (id(), owner())
  }

  private mutating func ending() -> String {
    let ((id, owner), note) = (work(), note())
    let force = chance(15) ? " --force" : ""
    switch one(of: Array(1...8)) {
    case 1, 2, 3:
      return
        "orch done \"\(id)\"\(owner) --notes '\(note)'\(chance(20) ? " --append" : "")\(force)"
    case 4:
      return "orch fail \"\(id)\"\(owner) --notes '\(note)'\(chance(30) ? " --permanent" : "")"
    case 5: return "orch block \"\(id)\"\(owner) --notes '\(note)'\(force)"
    case 6: return "orch release \"\(id)\"\(owner)\(force)"
    case 7: return "orch assign \"\(id)\" --from \(session()) --owner-session \(session())\(force)"
    default: return "orch done \"\(id)\" --attempt 1-abcdef --notes '\(note)'"
    }
  }

  private mutating func judging() -> String {
    let (id, owner) = work()
    switch one(of: Array(1...10)) {
    case 1, 2, 3: return "orch report\(owner) <<END\n\(report(on: id))END"
    case 4: return "orch report --spool\(owner) <<END\n\(report(on: id))END"
    case 5: return "orch report --drain"
    case 6:
      return
        "orch review \"\(id)\" --report 'Updated README, tests pass: 12 passed.'\(owner) --explain"
    case 7:
      return
        "orch guard --id \"\(id)\" --current-tokens \(one(of: [900, 2400, 9000])) --report - <<END\n\(report(on: id))END"
    case 8: return "orch answer \"\(id)\" '\(note())'\(owner)"
    case 9:
      return chance(50) ? "orch approve \"\(id)\"" : "orch reject \"\(id)\" --reason '\(note())'"
    default: return "orch task \"\(id)\" --worker \(session())"
    }
  }

  private mutating func leasing() -> String {
    let action = one(of: ["acquire", "renew", "release"])
    return "orch lease \(action) '\(id())' --owner-session \(session())"
  }

  private mutating func operating() -> String {
    let id = id()
    switch one(of: Array(1...10)) {
    case 1: return "ops cancel '\(id)'"
    case 2: return "ops replan '\(id)' --notes '\(note())'"
    case 3: return "ops retry '\(id)'"
    case 4: return "ops chat '!\(one(of: ["status", "cancel", "replan", "stop"])) \(id)'"
    case 5: return "orch watchdog --stale-minutes \(one(of: [0, 5, 30]))"
    case 6: return "orch tick --max-workers 2"
    case 7: return "orch undo '\(id)'"
    case 8: return "orch restore '\(id)'"
    case 9: return "ops gc --older-than \(one(of: ["1h", "4w"]))"
    default: return "orch undo"
    }
  }

  private mutating func looking() -> String {
    let id = id()
    return one(of: [
      "orch list", "orch list --json", "orch list --status BLOCKED", "orch show '\(id)'",
      "orch show '\(id)' --json", "orch history --id '\(id)'", "orch history --limit 3 --json",
      "ops status", "ops workers", "ops why", "ops why '\(id)' --json", "ops kpi", "ops metrics",
      "ops health --json", "orch prime", "orch prime --lead", "ops verify", "orch lint",
      "orch list -x",
    ])
  }

  private mutating func intake() -> String {
    let request = one(of: [
      "Fix the login redirect, update the docs", "로그인 API 구현 및 단위 테스트 작성",
      "First migrate, then restart the workers.",
    ])
    return "orch intake \(chance(50) ? "plan" : "submit") --request '\(request)'"
  }

  /// A shell command that changes the file as people do.
  private mutating func editing() -> String {
    guard isTable else { return "orch migrate" }
    let old = "touch -d '1 minute ago' QUEUE.md"
    let row = one(of: Array(1...6))
    return switch one(of: Array(1...8)) {
    case 1: "sed -i 's/login/sign-in/' QUEUE.md; \(old)"
    case 2: "cp QUEUE.md old.txt"
    case 3: "[ ! -e old.txt ] || cp old.txt QUEUE.md; \(old)"
    case 4: "sed -i '/ORCH-00\(row) /d' QUEUE.md; \(old)"
    case 5: "sed -i 's/^| ORCH-00\(row) | PENDING/| ORCH-00\(row) | DONE/' QUEUE.md; \(old)"
    case 6: "sed -i 's/^| ORCH-00\(row) | [A-Z_]* |/| ORCH-00\(row) | LATER |/' QUEUE.md; \(old)"
    case 7: "orch fmt"
    default: "printf '\\nA remark.\\n' >> QUEUE.md; \(old)"
    }
  }
}
