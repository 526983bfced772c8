/// Walks along what rows wait for, and keeps the ways that lead back to where they
/// began.
struct CycleSearch {
  private(set) var cycles: [[String]] = []
  private var finished: Set<String> = []
  /// The way that is being walked, with what is still to be tried at each step.
  private var path: [String] = []
  private var waiting: [[String]] = []
  /// Where in the path each id stands.
  private var places: [String: Int] = [:]

  /// - Parameters:
  ///   - id: where the walk begins.
  ///   - after: what a row waits for.
  mutating func walk(from id: String, after: (String) throws -> [String]) rethrows {
    try look(at: id, after)
    while let step = waiting.indices.last {
      if let next = waiting[step].popLast() { try look(at: next, after) } else { leave() }
    }
  }

  private mutating func look(at id: String, _ after: (String) throws -> [String]) rethrows {
    if let start = places[id] {
      cycles.append(Array(path[start...]))
    } else if !finished.contains(id) {
      waiting.append(try after(id).reversed())
      places[id] = path.count
      path.append(id)
    }
  }

  private mutating func leave() {
    waiting.removeLast()
    let left = path.removeLast()
    places[left] = nil
    finished.insert(left)
  }
}
