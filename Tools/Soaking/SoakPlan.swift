import Host

/// A submission at one moment.
struct Arrival: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// One row; its submission may be repeated, as a client repeats a request that got no answer.
    case single(isRepeated: Bool)
    /// A number of rows in one request.
    case burst(Int)
  }

  /// The number of the row in the soak, from 1; the rows of a burst have consecutive numbers from
  /// this one on.
  let number: Int
  /// The milliseconds of the queue's clock since the start.
  let time: Int
  let kind: Kind

  /// The arrivals in one minute of the soak, in order; minutes count from 0.
  static func inMinute(_ minute: Int, of profile: SoakProfile) -> [Arrival] {
    let plan = profile.arrivals
    var numbers = SeededNumbers(seed: UInt64(profile.seed) &+ UInt64(minute) << 20)
    // Each burst begins in the middle of its minutes.
    let middle = plan.burstEveryMinutes / 2
    let (periods, phase) = minute.quotientAndRemainder(dividingBy: plan.burstEveryMinutes)
    let minutesOfBursts =
      periods * plan.burstMinutes + min(max(phase - middle, 0), plan.burstMinutes)
    var number = 1 + minute * plan.perMinute + minutesOfBursts * plan.burstRows
    var arrivals: [Arrival] = []
    for index in 0..<plan.perMinute {
      let share = 60_000 / plan.perMinute
      let time = minute * 60_000 + index * share + Int.random(in: 0..<share, using: &numbers)
      let isRepeated =
        Double.random(in: 0..<1, using: &numbers) < profile.faults.duplicateSubmission
      arrivals.append(Arrival(number: number, time: time, kind: .single(isRepeated: isRepeated)))
      number += 1
    }
    if (middle..<middle + plan.burstMinutes).contains(phase) {
      let time = minute * 60_000 + Int.random(in: 0..<60_000, using: &numbers)
      arrivals.append(Arrival(number: number, time: time, kind: .burst(plan.burstRows)))
    }
    return arrivals.sorted { $0.time < $1.time }
  }
}

/// The behaviour of a worker in one attempt at a row. It is the same each time it is drawn.
struct Behaviour: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// Does its work, and reports it.
    case works
    /// Exits with an error, as if a thing that it needs were missing for a moment.
    case failsTransiently
    /// Reports more tokens than the hard limit.
    case exceedsBudget
    /// Has its supervisor killed in the middle of its work.
    case losesLease
  }

  let kind: Kind
  /// How long the worker works, in milliseconds of the queue's clock.
  let milliseconds: Int

  /// - Parameters:
  ///   - profile: how often each thing happens.
  ///   - id: the id of the row.
  ///   - attempt: how often the row was begun, including this attempt.
  init(_ profile: SoakProfile, id: String, attempt: Int) {
    var numbers = SeededNumbers(seed: UInt64(profile.seed) ^ FNV(of: "\(id) \(attempt)").value)
    let share = Double.random(in: 0..<1, using: &numbers)
    let faults = profile.faults
    // A worker whose first report was too long writes a shorter one.
    let budget = attempt == 1 ? faults.overBudget : 0
    kind =
      switch share {
      case ..<faults.transient: .failsTransiently
      case ..<(faults.transient + faults.lostLease): .losesLease
      case ..<(faults.transient + faults.lostLease + budget): .exceedsBudget
      case _: .works
      }
    let seconds = profile.work.seconds
    milliseconds = Int.random(
      in: seconds.lowerBound * 1000...seconds.upperBound * 1000, using: &numbers)
  }
}
