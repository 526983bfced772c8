/// Walks along what rows wait for, and keeps the ways that lead back to where they
/// began.
struct CycleSearch {
  private let after: (String) -> [String]
  private(set) var cycles: [[String]] = []
  private var finished: Set<String> = []
  /// The way that is being walked, with what is still to be tried at each step.
  private var path: [String] = []
  private var waiting: [[String]] = []
  /// Where in the path each id stands.
  private var places: [String: Int] = [:]

  init(after: @escaping (String) -> [String]) { self.after = after }

  mutating func walk(from id: String) {
    look(at: id)
    while let step = waiting.indices.last {
      if let next = waiting[step].popLast() { look(at: next) } else { leave() }
    }
  }

  private mutating func look(at id: String) {
    if let start = places[id] {
      cycles.append(Array(path[start...]))
    } else if !finished.contains(id) {
      enter(id)
    }
  }

  private mutating func enter(_ id: String) {
    places[id] = path.count
    path.append(id)
    waiting.append(after(id).reversed())
  }

  private mutating func leave() {
    waiting.removeLast()
    let left = path.removeLast()
    places[left] = nil
    finished.insert(left)
  }
}
