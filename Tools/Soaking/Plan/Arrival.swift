import Host

/// Something that is submitted at one moment.
public struct Arrival: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// One row; its submission may be repeated, as by somebody who heard no answer.
    case single(isRepeated: Bool)
    /// So many rows in one request.
    case burst(Int)
  }

  /// Of the soak, from 1; the rows of a burst have consecutive numbers from here.
  public let number: Int
  /// Milliseconds of the queue since the begin.
  public let time: Int
  public let kind: Kind

  /// What arrives in one minute, in order.
  ///
  /// - Parameters:
  ///   - minute: of the soak, from 0.
  ///   - profile: says how much arrives.
  public static func inMinute(_ minute: Int, of profile: SoakProfile) -> [Arrival] {
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
