import Model
import Text

/// The ids of a plan's tasks and the cycles among them, found before the tasks are read.
struct PlanOutline {
  /// An entry of the `after` of a task.
  struct Entry: Hashable {
    let task, index: Int
  }

  /// The well-formed ids, each once.
  private(set) var ids: [String] = []
  /// The index of the first task with an id.
  private(set) var number: [String: Int] = [:]
  /// The cycles, by the `after` entry with which the first task of the cycle waits for the second.
  /// The first task is the one that comes first in the plan. It is repeated at the end of the
  /// cycle.
  private(set) var cycles: [Entry: [[String]]] = [:]

  private let list: String

  /// - Parameters:
  ///   - list: the key of the list of tasks.
  ///   - key: the key with the tasks for which a task waits; `nil` if there is no such key.
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
      // A value that is not a text is replaced by a placeholder.
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
