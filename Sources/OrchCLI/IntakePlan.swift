import Intake
import QueueModel

/// The rows that a request becomes.
struct IntakePlan {
  let request: String
  /// As the Python tool prints it: how many phases a single task may become.
  let parallel: Int
  let proposal: Proposal
  let rows: [Transition.NewItem]

  /// - Parameters:
  ///   - request: what somebody asks for.
  ///   - parallel: into how many phases a single task is divided, above 1; `nil` where nobody says.
  ///   - inPhases: whether it is divided all the same.
  ///   - now: when it is asked for.
  ///   - priority: of all rows, whatever the request says.
  ///   - due: of all rows, whatever the request says.
  ///   - criteria: of all rows; each has its own for `nil`.
  init(
    request: String, parallel: Int?, inPhases: Bool, now: QueueTime, priority: Priority?,
    due: QueueTime?,
    criteria: String?
  ) {
    self.request = request
    self.parallel = parallel ?? 3
    var proposal = Proposal.propose(request, now: Moment(now))
    if self.parallel > 1, inPhases || parallel != nil {
      proposal = proposal.inPhases(self.parallel)
    }
    self.proposal = proposal
    let tag = "nl_intake:\(now.tag)"
    rows = proposal.items.map { item in
      Transition.NewItem(
        priority: priority ?? item.urgency?.priority ?? .p1, task: item.text,
        successCriteria: criteria ?? proposal.language.criterion(for: item.text),
        dueAt: due ?? item.due.flatMap { QueueTime($0.text, offset: now.offset) }, notes: tag)
    }
  }

  /// Whether each row waits for the one before it.
  var isSequence: Bool { proposal.isOrdered || proposal.isTemplate }

  /// What to tell of phases that are not among the rows.
  var droppedPhases: String? {
    guard proposal.dropped > 0 else { return nil }
    let phases = proposal.language.phases.suffix(proposal.dropped).joined(separator: ", ")
    return "--parallel \(parallel) leaves out: \(phases)"
  }
}

extension Urgency {
  var priority: Priority {
    switch self {
    case .urgent: .p0
    case .usual: .p1
    case .low: .p2
    }
  }
}

extension QueueTime {
  /// `20260131-1800`
  fileprivate var tag: String {
    let (date, clock) = (text.prefix(10), text.suffix(5))
    return date.filter { $0 != "-" } + "-" + clock.filter { $0 != ":" }
  }
}

extension Moment {
  init?(_ time: QueueTime) {
    let numbers = time.text.split { "-: ".contains($0) }.compactMap { Int($0) }
    guard numbers.count == 5 else { return nil }
    self.init(
      year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4])
  }
}
