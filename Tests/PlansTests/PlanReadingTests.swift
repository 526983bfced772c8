import Gate
import Model
import Plans
import TestSupport
import Testing
import Text

@Suite struct PlanReadingTests {
  /// Each key once, in another order than the canonical one.
  private static let text = #"""
    { "$schema": "plan.schema.json", "title": "Log in", "plan": "login", "parent": "ORCH-012",
      "goal": "First line.\nSecond | line.",
      "defaults": {"priority": "P0", "worker": "claude", "touches": ["db/"], "timeout": "1d"},
      "tasks": [
        {"task": " Add the table ", "id": "schema", "brief": " \n as it is \n",
         "criteria": ["cmd: test", "migration 0042 runs both ways"], "outputs": ["db/0042.sql"]},
        {"id": "api", "task": "Serve it", "after": ["schema"], "worker": "codex", "timeout": "90m",
         "on_failure": "continue", "approval": "start", "max_attempts": 0, "touches": ["src/api/"],
         "due_at": "2026-11-30 18:00", "not_before": "2026-02-01 06:30", "notes": "see / docs",
         "tags": ["ui"], "priority": "P2"}]}
    """#

  private func read(_ text: String) throws -> Plan { try Plan(parsing: Array(text.utf8)) }

  @Test func `each key is read, and a plan has one canonical form`() throws {
    let plan = try read(Self.text)
    let canonical = String(decoding: plan.canonicalJSON, as: UTF8.self)
    #expect(
      canonical == #"{"plan":"login","title":"Log in","goal":"First line.\nSecond | line.","#
        + #""parent":"ORCH-012","defaults":{"worker":"claude","priority":"P0","timeout":"24h","#
        + #""touches":["db/"]},"tasks":[{"id":"schema","task":"Add the table","#
        + #""criteria":["cmd: test","migration 0042 runs both ways"],"brief":" \n as it is \n","#
        + #""outputs":["db/0042.sql"]},{"id":"api","task":"Serve it","tags":["ui"],"#
        + #""after":["schema"],"worker":"codex","priority":"P2","max_attempts":0,"timeout":"90m","#
        + #""approval":"start","on_failure":"continue","due_at":"2026-11-30 18:00","#
        + #""not_before":"2026-02-01 06:30","touches":["src/api/"],"notes":"see / docs"}]}"#)
    #expect(try read(canonical) == plan)
  }

  @Test func `a task is a row with its settings and those of the plan`() throws {
    let plan = try read(Self.text)
    let rows = plan.rows(in: .fixed(9 * 3600))
    var first = Transition.NewItem(
      id: "login.schema", priority: .p0, task: "Add the table",
      successCriteria: "cmd: test; migration 0042 runs both ways; file: db/0042.sql")
    first.worker = "claude"
    first.timeoutSeconds = 86400
    first.plan = "login"
    first.touches = ["db/"]
    var second = Transition.NewItem(
      id: "login.api", priority: .p2, task: "Serve it", successCriteria: "",
      dueAt: QueueTime("2026-11-30 18:00", offset: 9 * 3600), notes: "see / docs",
      after: ["login.schema"], maxAttempts: 0)
    second.labels = ["ui"]
    second.worker = "codex"
    second.timeoutSeconds = 5400
    second.plan = "login"
    second.approval = .start
    second.failurePolicy = .continue
    second.touches = ["src/api/"]
    second.deferredUntil = QueueTime(epochSeconds: 1_769_895_000, offset: 9 * 3600)
    #expect(rows == [first, second])
  }

  @Test func `a whole number may be written with a fraction of zero`() throws {
    let plan = try read(#"{"plan":"p","tasks":[{"id":"a","task":"t","max_attempts":2.0}]}"#)
    #expect(
      String(decoding: plan.canonicalJSON, as: UTF8.self)
        == #"{"plan":"p","tasks":[{"id":"a","task":"t","max_attempts":2}]}"#)
  }

  @Test func `a row without a priority is P1, as one that orch add makes`() {
    let plan = Plan(name: "p", tasks: [PlanTask(id: "a", task: "t")])
    #expect(plan.rows(in: .fixed(0)).map(\.priority) == [.p1])
  }

  @Test func `any plan has a canonical form that reads back, and criteria as the gate reads them`()
    throws
  {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<500 {
      let plan = random.plan()
      let canonical = plan.canonicalJSON
      let again = try Plan(parsing: canonical)
      #expect(again == plan && again.canonicalJSON == canonical)
      for (task, row) in zip(plan.tasks, plan.rows(in: .fixed(0))) {
        #expect(
          Checklist(row.successCriteria).items
            == task.criteria + task.outputs.map { "file: \($0)" })
        #expect(CellText.value(row.task) == row.task)
        #expect(ItemID.isWellFormed(row.id ?? ""))
      }
    }
  }

  @Test func `changed bytes are a plan or have mistakes with places`() throws {
    var random = SeededGenerator(seed: 12)
    let tokens = Array(#"{}[]",:\abc12xyz;|-(•./ "#.utf8) + [0, 0xC3, 0xFF]
    var (read, refused) = (0, 0)
    for _ in 0..<1200 {
      var bytes = random.plan().canonicalJSON
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place = Int.random(in: bytes.indices, using: &random)
        let token = tokens.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = token
        case 1: bytes.insert(token, at: place)
        default: bytes.remove(at: place)
        }
      }
      do throws(PlanMistakes) {
        let plan = try Plan(parsing: bytes)
        #expect((try? Plan(parsing: plan.canonicalJSON)) == plan)
        for (task, row) in zip(plan.tasks, plan.rows(in: .fixed(0))) {
          #expect(
            Checklist(row.successCriteria).items
              == task.criteria + task.outputs.map { "file: \($0)" })
        }
        read += 1
      } catch {
        refused += 1
        #expect(!error.kept.isEmpty && error.kept.allSatisfy { $0.path.hasPrefix(".") })
      }
    }
    #expect(read > 100 && refused > 100, "\(read) \(refused)")
  }

  @Test func `cycles are found where a search of each task finds one`() {
    var random = SeededGenerator(seed: 13)
    var found = 0
    for _ in 0..<2000 {
      let count = Int.random(in: 2...7, using: &random)
      let ids = (0..<count).map { "t\($0)" }
      let after = ids.map { id in
        ids.filter { $0 != id && Int.random(in: 0..<count, using: &random) == 0 }
      }
      let plan = Plan(
        name: "p", tasks: zip(ids, after).map { PlanTask(id: $0, task: "t", after: $1) })
      let cycles: [[String]]
      do throws(PlanMistakes) {
        _ = try Plan(parsing: plan.canonicalJSON)
        cycles = []
      } catch {
        cycles = error.kept.compactMap { if case .cycle(let ids) = $0.fact { ids } else { nil } }
        #expect(cycles.count == error.kept.count)
      }
      let waitsFor = { (id: String) in after[ids.firstIndex(of: id) ?? 0] }
      #expect(cycles.isEmpty == !ids.contains { isReached($0, from: waitsFor($0), waitsFor) })
      for cycle in cycles {
        found += 1
        #expect(cycle.first == cycle.last && Set(cycle).count == cycle.count - 1)
        #expect(zip(cycle, cycle.dropFirst()).allSatisfy { waitsFor($0).contains($1) })
        #expect(cycle.first == ids.first { cycle.contains($0) })
      }
      #expect(Set(cycles).count == cycles.count)
    }
    #expect(found > 500)
  }

  /// By trying each path, one after another.
  private func isReached(
    _ id: String, from starts: [String], _ after: (String) -> [String], _ seen: Set<String> = []
  ) -> Bool {
    starts.contains { start in
      start == id
        || !seen.contains(start) && isReached(id, from: after(start), after, seen.union([start]))
    }
  }

  @Test func `1,000 tasks with texts of 20,000 characters are read`() throws {
    let long = String(repeating: "one line of text", count: 1250)
    let tasks = (0..<1000).map {
      PlanTask(
        id: "t\($0)", task: $0 % 2 == 0 ? long : "t", brief: $0 % 2 == 1 ? long : nil,
        after: $0 == 0 ? [] : ["t\($0 - 1)"])
    }
    let plan = Plan(name: "p", tasks: tasks)
    let bytes = plan.canonicalJSON
    #expect(bytes.count > 20_000_000)
    let read = try Plan(parsing: bytes)
    // A failure would print all of it.
    let isSame = read == plan
    #expect(isSame)
    #expect(read.rows(in: .fixed(0)).count == 1000)
  }
}
