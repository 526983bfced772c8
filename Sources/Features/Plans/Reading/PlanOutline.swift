import Model
import Text

/// The ids of a plan's tasks, and the cycles of what they wait for, before the tasks are read.
struct PlanOutline {
  /// An entry of the `after` of a task.
  struct Entry: Hashable {
    let task, index: Int
  }

  /// The well-formed ids, each once.
  private(set) var ids: [String] = []
  /// The index of the first task with an id.
  private(set) var number: [String: Int] = [:]
  /// The cycles with both ends, by the entry with which the first of their tasks waits for the
  /// second. The first is the one that stands before the others.
  private(set) var cycles: [Entry: [[String]]] = [:]

  /// The key of the list of tasks.
  private let list: String

  /// - Parameters:
  ///   - tasks: their JSON.
  ///   - list: the key of their list.
  ///   - key: that of what a task waits for; `nil` for none.
  init(
    _ tasks: [JSONValue], in list: String = PlanKey.tasks.rawValue,
    after key: String? = TaskKey.after.rawValue
  ) {
    self.list = list
    guard tasks.count <= Plan.taskLimit else { return }
    var after: [[String]] = []
    for (index, task) in tasks.enumerated() {
      let task = task.objectValue
      let entries = key.flatMap { task?[$0]?.arrayValue } ?? []
      // Another value keeps its place.
      after.append(entries.map { $0.stringValue ?? "" })
      guard let id = task?[TaskKey.id.rawValue]?.stringValue, PlanName.isWellFormed(id),
        number[id] == nil
      else { continue }
      number[id] = index
      ids.append(id)
    }
    let found = Dependencies.cycles(among: ids, atMost: PlanMistakes.limit) { id in
      number[id].map { after[$0].filter { $0 != id && number[$0] != nil } } ?? []
    }
    for cycle in found {
      let numbers = cycle.map { number[$0] ?? 0 }
      guard let first = numbers.indices.min(by: { numbers[$0] < numbers[$1] }) else { continue }
      let members = Array(cycle[first...] + cycle[..<first])
      guard let index = after[numbers[first]].firstIndex(of: members[1]) else { continue }
      cycles[Entry(task: numbers[first], index: index), default: []].append(members + [members[0]])
    }
  }

  func place(ofTask number: Int) -> JSONPlace { .whole.member(list).element(number) }
}
