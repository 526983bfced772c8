import Host

/// Something that is submitted at one moment.
struct Arrival: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// One row; its submission may be repeated, as by a client that got no answer.
    case single(isRepeated: Bool)
    /// So many rows in one request.
    case burst(Int)
  }

  /// Of the soak, from 1; the rows of a burst have consecutive numbers from here.
  let number: Int
  /// Milliseconds of the queue since the start.
  let time: Int
  let kind: Kind

  /// What arrives in one minute of the soak, counting from 0, in order.
  static func inMinute(_ minute: Int, of profile: SoakProfile) -> [Arrival] {
    let plan = profile.arrivals
    var numbers = SeededNumbers(seed: UInt64(profile.seed) &+ UInt64(minute) << 20)
    // Each burst comes in the middle of its minutes.
    let middle = plan.burstEveryMinutes / 2
    let bursts = (minute - middle + plan.burstEveryMinutes - 1) / plan.burstEveryMinutes
    var number = 1 + minute * plan.perMinute + bursts * plan.burstRows
    var arrivals: [Arrival] = []
    for index in 0..<plan.perMinute {
      let share = 60_000 / plan.perMinute
      let time = minute * 60_000 + index * share + Int.random(in: 0..<share, using: &numbers)
      let isRepeated =
        Double.random(in: 0..<1, using: &numbers) < profile.faults.duplicateSubmission
      arrivals.append(Arrival(number: number, time: time, kind: .single(isRepeated: isRepeated)))
      number += 1
    }
    if minute % plan.burstEveryMinutes == middle {
      let time = minute * 60_000 + Int.random(in: 0..<60_000, using: &numbers)
      arrivals.append(Arrival(number: number, time: time, kind: .burst(plan.burstRows)))
    }
    return arrivals.sorted { $0.time < $1.time }
  }
}

/// What a worker does in one attempt at a row, whenever it is drawn.
struct Behaviour: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// Does its work, and reports it.
    case works
    /// Exits with an error, as if something it needs were not there for a moment.
    case failsTransiently
    /// Reports more tokens than the hard limit.
    case exceedsBudget
    /// Has its supervisor killed in the middle of its work.
    case losesLease
  }

  let kind: Kind
  /// How long it works, in milliseconds of the queue.
  let milliseconds: Int

  /// - Parameters:
  ///   - profile: how often each thing happens.
  ///   - id: the row's.
  ///   - attempt: how often the row was begun, with this one.
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
