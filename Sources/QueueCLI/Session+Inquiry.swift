import CommandLineKit
public import QueueModel
public import QueueStorage

/// Why rows are not running, and who is at work.
public struct Inquired {
  public let explanations: [Explanation]
  public let atWork: AtWork
  /// The moment that they are told for.
  public let now: QueueTime
}

extension Session {
  /// Who owns the rows that a dispatch claims, where nobody is named, until somebody says who
  /// works on them.
  public static let dispatcher = "dispatcher"

  /// Why each PENDING row is not running, or the one that is named, as a dispatch by this
  /// command's speaker would find it.
  ///
  /// - Parameter id: the row; all that wait, for `nil`.
  public func explanations(of id: String?) throws(CommandError) -> Inquired {
    try explanations(of: id, in: snapshot())
  }

  /// The same of a queue that was read before.
  public func explanations(
    of id: String?, in snapshot: any QueueSnapshot
  ) throws(CommandError) -> Inquired {
    let context = try transitionContext(standIn: Self.dispatcher)
    var inquiry = Inquiry(maxWorkers: try value(Settings.maxWorkers), context: context)
    inquiry.workers = try knownWorkers()
    inquiry.malformed = snapshot.rowsToMend
    inquiry.missingProgram = missingProgram()?.message
    var (found, atWork) = try asking {
      let found =
        if let id { [try inquiry.explanation(of: id, in: snapshot)] } else {
          try inquiry.explanations(in: snapshot)
        }
      return (found, try inquiry.atWork(in: snapshot))
    }
    restoreDeleted(&found)
    return Inquired(explanations: found, atWork: atWork, now: context.now)
  }

  /// Where a row is missing that the history knows, it need not be written anew.
  private func restoreDeleted(_ explanations: inout [Explanation]) {
    let isMissing = explanations.contains { if case .add? = $0.remedy { true } else { false } }
    guard isMissing, let history = try? store().history(of: nil) else { return }
    let deleted = Set(history.filter(\.isRemoval).compactMap(\.id))
    for row in explanations.indices {
      if case .add(let id)? = explanations[row].remedy, deleted.contains(id) {
        explanations[row].remedy = .restore(id)
      }
    }
  }

  /// The command line of a remedy, on the same queue as this command.
  public func commandLine(_ remedy: Remedy) -> String {
    let places = [("--queue", shared.queue), ("--db", shared.database)].map { option, path in
      path.map { " \(option) \(ShellText("").quoted($0.escaped))" } ?? ""
    }
    return remedy.command + places.joined()
  }
}
