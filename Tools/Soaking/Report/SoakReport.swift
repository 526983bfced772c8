public import Host

/// What a soak came to, to be kept: as Markdown for people and as JSON for programs.
public struct SoakReport: Equatable, Sendable {
  let outcome: SoakOutcome
  let facts: ReportFacts
  let machine: MachineFacts

  public init(_ outcome: SoakOutcome, facts: ReportFacts, machine: MachineFacts) {
    self.outcome = outcome
    self.facts = facts
    self.machine = machine
  }

  /// `all goals are met`, or what it is instead.
  public var verdict: String {
    switch outcome.end {
    case .aborted(let reason): "aborted: \(reason)"
    case .interrupted: "interrupted: the figures are those until then"
    case .regular where outcome.isGood: "all goals are met"
    case .regular: "NOT all goals are met"
    }
  }

  var faults: [SoakFault] {
    let account = outcome.account
    return account.duplicates + account.unfinished + account.surprises + outcome.daemonFaults
  }

  /// The daemon that was seen the longest: at its first look and at its last.
  var daemonLife: (first: Sample, last: Sample)? {
    let seen = outcome.samples.filter { $0.figures != nil }
    let lives = Dictionary(grouping: seen, by: \.daemon).values
    let longest = lives.max { ($0.count, -$0[0].daemon) < ($1.count, -$1[0].daemon) }
    guard let longest, let first = longest.first, let last = longest.last else { return nil }
    return (first, last)
  }

  var mostFigures: ProcessFigures? {
    let figures = outcome.samples.compactMap(\.figures)
    guard let memory = figures.map(\.residentKB).max(), let files = figures.map(\.openFiles).max()
    else { return nil }
    return ProcessFigures(residentKB: memory, openFiles: files)
  }

  var mostWaiting: Int { outcome.samples.map(\.counts.pending).max() ?? 0 }

  /// How many runs of the daemon's ticks the run log has.
  var ticks: Int { outcome.runs.runs["tick", default: 0] + outcome.runs.runs["daemon", default: 0] }
}
