import Host
import JSON

/// Submits its part of what arrives.
struct Submitter {
  private var participant: Participant
  private let number: Int

  /// - Parameter number: which of the submitters it is, from 0.
  init(_ participant: Participant, number: Int) {
    self.participant = participant
    self.number = number
  }

  mutating func run() {
    let profile = participant.profile
    for minute in 0..<profile.minutes {
      for arrival in Arrival.inMinute(minute, of: profile)
      where arrival.number % profile.arrivals.submitters == number {
        guard participant.wait(until: arrival.time) else { return }
        submit(arrival)
      }
    }
  }

  private mutating func submit(_ arrival: Arrival) {
    switch arrival.kind {
    case .single(let isRepeated):
      add(arrival.number)
      if isRepeated { add(arrival.number) }
    case .burst(let count): request(arrival.number..<arrival.number + count)
    }
  }

  private mutating func add(_ number: Int) {
    let task = SoakTask(number: number)
    let key = "soak-\(number)"
    let answer = participant.write(
      .orch,
      [
        "add", "--priority", "P\(number % 3)", "--task", task.text, "--success-criteria",
        task.criteria, "--idempotency-key", key,
      ])
    guard let line = answer?.firstLine, line.hasPrefix(Self.added) else { return }
    let id = String(line.dropFirst(Self.added.count))
    participant.record.note(SoakHistory.Submission([id], key: key))
  }

  private static let added = "Added "

  /// Several tasks at once. They share their criteria, so that all are of one kind.
  private mutating func request(_ numbers: Range<Int>) {
    let kinds = SoakTask.Kind.allCases.filter { $0 != .proved }
    let kind = kinds[numbers.lowerBound % kinds.count]
    let tasks = numbers.map { SoakTask(number: $0, kind: kind) }
    let answer = participant.write(
      .orch,
      [
        "intake", "submit", "--json", "--request", "-", "--success-criteria",
        tasks.first?.criteria ?? "",
      ], input: tasks.map { "- \($0.text)\n" }.joined())
    if let ids = answer?.json?["ids"]?.stringValues {
      participant.record.note(SoakHistory.Submission(ids))
    }
  }
}
