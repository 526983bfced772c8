import Host
public import Model
public import QueueStore

extension MarkdownStore: TableMending {
  public var tableMending: (any TableMending)? { self }

  public func align(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Int> {
    try perform(AlignOperation(context: context), receive)
  }

  public func rename(
    _ id: String, inLine line: Int, to newID: String, _ context: TransitionContext,
    receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Void> {
    try mend(RenameOperation(context: context, line: line, id: id, newID: newID), receive)
  }

  public func nameRows(
    prefix: String, above number: Int, _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<[String]> {
    try mend(NameOperation(context: context, prefix: prefix, number: number), receive)
  }

  public func undoMerge(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<UndoneMerge> {
    try perform(
      UndoMergeOperation(context: context, head: GitHead.read(above: Path.parent(of: path))),
      receive)
  }

  /// Performs an operation that corrects malformed rows, and does not warn about them.
  private func mend<Operation: StoreOperation>(
    _ operation: Operation, _ receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Operation.Answer> {
    var warnings = StoreWarnings()
    defer { receive(warnings) }
    let outcome = try perform(operation) { warnings = $0 }
    warnings.malformedRows = nil
    return outcome
  }
}
