extension CurrentProcess {
  /// Whether this process descends from one whose command line fits, as far as `/proc` shows them.
  ///
  /// - Parameter fits: asked with the words of each, the program first.
  public static func hasAncestor(_ fits: ([String]) -> Bool) -> Bool {
    var process = ProcessStatus.parent(of: id)
    // A process whose parent has ended gets a new one: none is met twice.
    while let current = process, current > 0 {
      let line = (try? ProcessTable.contents("\(current)/cmdline")) ?? nil
      let words = (line ?? []).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      if fits(words) { return true }
      process = ProcessStatus.parent(of: current)
    }
    return false
  }
}

extension ProcessStatus {
  fileprivate static func parent(of id: Int) -> Int? { (try? read(of: id))??.parent }
}
