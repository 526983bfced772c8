/// Which tasks of a plan wait for which others. Building the graph takes time in proportion to the
/// number of tasks and dependencies.
///
/// The plan must have no cycle; a plan that was read has none.
public struct PlanGraph: Equatable, Sendable {
  private let plan: Plan
  private let number: [String: Int]
  /// For each task, the tasks that wait for it (`followers`), and the length of the longest chain
  /// for which it waits (`depth`).
  private let followers: [[Int]]
  private let depth: [Int]

  public init(_ plan: Plan) {
    self.plan = plan
    number = Dictionary(plan.tasks.enumerated().map { ($1.id, $0) }) { first, _ in first }
    let numbers = number
    let after = plan.tasks.map { $0.after.compactMap { numbers[$0] } }
    var followers = plan.tasks.map { _ in [Int]() }
    for (task, dependencies) in after.enumerated() {
      for dependency in dependencies { followers[dependency].append(task) }
    }
    // Kahn's algorithm: a task is ready when all tasks for which it waits are ready.
    var depth = plan.tasks.map { _ in 0 }
    var waiting = after.map(\.count)
    var ready = plan.tasks.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < ready.count {
      let task = ready[next]
      next += 1
      for follower in followers[task] {
        depth[follower] = max(depth[follower], depth[task] + 1)
        waiting[follower] -= 1
        if waiting[follower] == 0 { ready.append(follower) }
      }
    }
    (self.followers, self.depth) = (followers, depth)
  }

  /// The ids of the tasks, grouped by the length of the longest chain for which each waits. Tasks
  /// that wait for nothing come first. Tasks in a group keep the order of the plan, and do not wait
  /// for each other.
  public var levels: [[String]] {
    var levels = [[String]](repeating: [], count: (depth.max() ?? -1) + 1)
    for (task, depth) in zip(plan.tasks, depth) { levels[depth].append(task.id) }
    return levels
  }

  /// The size of the largest level: the number of tasks that may run at once if each level begins
  /// when the level before it has ended. Touched paths and the number of workers are ignored.
  public var greatestWidth: Int { levels.map(\.count).max() ?? 0 }

  /// The ids of a longest chain of tasks that wait for each other, in the order in which they run.
  /// Of several equally long chains, the one whose tasks come first in the plan is returned.
  public var criticalPath: [String] {
    guard var task = depth.indices.max(by: { (depth[$0], $1) < (depth[$1], $0) }) else { return [] }
    var path = [plan.tasks[task].id]
    while let before = plan.tasks[task].after.compactMap({ number[$0] }).sorted()
      .first(where: { depth[$0] == depth[task] - 1 })
    {
      path.append(plan.tasks[before].id)
      task = before
    }
    return path.reversed()
  }

  /// Whether every task waits for the one before it, so that no two can run at once.
  var isOneChain: Bool { levels.count == plan.tasks.count }

  /// For each task, the numbers of the tasks that wait for it directly or indirectly, as a set of
  /// bits.
  func downstream() -> [Bits] {
    var bits = plan.tasks.map { _ in Bits(count: plan.tasks.count) }
    for task in depth.indices.sorted(by: { depth[$0] > depth[$1] }) {
      for follower in followers[task] {
        bits[task].insert(follower)
        bits[task].formUnion(bits[follower])
      }
    }
    return bits
  }

  // MARK: Drawings

  /// The rows as a graph for Graphviz, with an arrow from each row to the rows that wait for it.
  public var dot: String {
    let names = plan.tasks.map { "\"\(plan.rowID(of: $0.id))\"" }
    var lines = ["digraph \"\(plan.name)\" {", "  rankdir=LR;"]
    for (task, name) in names.enumerated() {
      lines.append("  \(name);")
      lines += followers[task].map { "  \(name) -> \(names[$0]);" }
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  /// A line for each row that others wait for, `login.schema → login.api, login.page`, and one for
  /// each row without any connection.
  public var text: String {
    let names = plan.tasks.map { plan.rowID(of: $0.id) }
    return plan.tasks.indices.filter { depth[$0] == 0 || !followers[$0].isEmpty }.map { task in
      let waiting = followers[task].map { names[$0] }.joined(separator: ", ")
      return waiting.isEmpty ? "\(names[task])\n" : "\(names[task]) → \(waiting)\n"
    }.joined()
  }
}

/// A set of small numbers.
struct Bits: Equatable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ number: Int) { words[number / 64] |= 1 << UInt64(number % 64) }

  mutating func formUnion(_ other: Bits) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  func contains(_ number: Int) -> Bool { words[number / 64] >> UInt64(number % 64) & 1 == 1 }
}
