import Host

extension Rewriter {
  /// The round that goes on from a save which a swap displaced; `nil` when its
  /// author does not come to an end in time.
  mutating func roundOfSave(
    _ sequence: Int, displacedBy round: Round
  ) throws(StoreError) -> Round? {
    try keepOverrunSave(round)
    let standing = journal.last?.left.identity ?? round.file.identity
    guard let file = try readFoundSave(sequence) else { return nil }
    taken.append(file.identity)
    return Round(file: file, found: FoundSave(generation: sequence, standing: standing))
  }

  /// A found save that was just coming back to the queue's path when another one
  /// took its place there: that one's author may never have seen it.
  private mutating func keepOverrunSave(_ round: Round) throws(StoreError) {
    guard let found = round.found else { return }
    let generations = generations
    let kept = try lifting { () throws(SystemError) in
      try generations.putAside(found.generation)
    }
    notices.append(.keptOverrunSave(kept))
  }

  /// The save, once it is whole. One that is not stays a generation, which is
  /// looked at again.
  private mutating func readFoundSave(_ sequence: Int) throws(StoreError) -> QueueFile? {
    let displaced = generations.path(sequence)
    do throws(StoreError) {
      try checkDeadline()
      return try QueueReader(path: displaced, clock: clock, notice: notice)
        .readDisplaced(after: journal.last?.left)
    } catch .notAtRest {
      notices.append(.unfinishedSave(displaced))
      return nil
    }
  }
}
