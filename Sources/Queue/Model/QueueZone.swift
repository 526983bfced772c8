/// The zone of a queue's times: a fixed offset from UTC, or an IANA zone with its rules.
public indirect enum QueueZone: Equatable, Sendable {
  /// Seconds east of UTC.
  case fixed(Int)
  case rules(ZoneRules, name: String)

  /// In seconds east of UTC.
  public func offset(at epochSeconds: Int) -> Int {
    switch self {
    case .fixed(let offset): offset
    case .rules(let rules, _): rules.offset(at: epochSeconds)
    }
  }

  /// The moment at which local clocks show a time. If local clocks show the time twice, this is the
  /// first of the two moments. A skipped time moves forward by the length of the gap.
  ///
  /// - Parameter localSeconds: the time as if it were UTC, in seconds since 1970.
  public func epochSeconds(ofLocal localSeconds: Int) -> Int {
    if case .fixed(let offset) = self { return localSeconds - offset }
    // Every zone is less than a day from UTC, and changes at most once in two days.
    let before = offset(at: localSeconds - 86400)
    let after = offset(at: localSeconds + 86400)
    return [before, after].first { offset(at: localSeconds - $0) == $0 }
      .map { localSeconds - $0 } ?? localSeconds - before
  }

  /// The offset of a zone that keeps one offset all year; `nil` if it changes within a year before
  /// or after `epochSeconds`.
  public func fixedOffset(around epochSeconds: Int) -> Int? {
    // The shortest time between two changes is a month, in zones that change for Ramadan.
    let offsets = Set((-366...366).map { offset(at: epochSeconds + $0 * 86400) })
    return offsets.count == 1 ? offsets.first : nil
  }
}
