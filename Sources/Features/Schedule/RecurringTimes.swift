public import Model

/// The times of recurring work: the minutes that the fields of a crontab select, or every multiple
/// of a length.
///
/// Minutes are local ones, counted from 1970-01-01 00:00.
public enum RecurringTimes: Equatable, Sendable {
  case cron(CronTimes, text: String)
  case every(minutes: Int)

  /// The allowed lengths in minutes, from one to a year.
  public static let lengths = 1...366 * 1440

  /// A text that is the same for equal times: `cron 0 2 * * 1-5`, `every 7d`.
  public var text: String {
    switch self {
    case .cron(_, let text): "cron \(text.split { $0 == " " || $0 == "\t" }.joined(separator: " "))"
    case .every(let minutes) where minutes % 1440 == 0: "every \(minutes / 1440)d"
    case .every(let minutes): "every \(DurationText.exactText(minutes * 60))"
    }
  }

  /// Whether a day may have more than one of the times.
  public var comesSeveralTimesADay: Bool {
    switch self {
    case .cron(let times, _): times.comesSeveralTimesADay
    case .every(let minutes): minutes < 1440
    }
  }

  /// Whether the times follow elapsed time when clocks change. If so, times that clocks skip do not
  /// come, and repeated times come twice. Other times come once.
  var areIntervals: Bool {
    switch self {
    case .cron(let times, _): times.isInterval
    case .every(let minutes): minutes < 1440
    }
  }

  /// The first time after a minute.
  public func next(after minute: Int) -> Int? {
    switch self {
    case .cron(let times, _): times.next(after: minute)
    case .every(let length): (minute.flooredDivision(by: length).quotient + 1) * length
    }
  }

  /// The last time that is not after a minute.
  public func last(notAfter minute: Int) -> Int? {
    switch self {
    case .cron(let times, _): times.last(notAfter: minute)
    case .every(let length): minute.flooredDivision(by: length).quotient * length
    }
  }
}

extension RecurringTimes {
  /// In seconds: a tick that is later than this has missed the time.
  static let grace = 30 * 60
  /// In minutes: no zone changes its clocks by more.
  public static let clockChange = 180

  /// The times that are due, oldest first: the times after `floor` that are at most half an hour
  /// old, or, if there are none, the last missed one.
  ///
  /// - Parameters:
  ///   - floor: the last time that was decided, or the time with which the entry began.
  ///   - catchesUp: whether a missed time counts.
  public func due(
    after floor: RecurringMinute, at now: QueueTime, catchingUp catchesUp: Bool
  ) -> [RecurringMinute] {
    if areIntervals { return intervals(after: floor, at: now, catchingUp: catchesUp) }
    guard let last = last(notAfter: now.localMinutes), last > floor.local else { return [] }
    var times: [RecurringMinute] = []
    var minute = max(floor.local, now.localMinutes - Self.grace / 60 - Self.clockChange)
    while let time = next(after: minute), time <= last {
      // A time that clocks skip comes when the clocks have been moved.
      let moment = QueueTime(localMinutes: time, zone: now.zone)
      if now.epochSeconds - moment.epochSeconds <= Self.grace {
        times.append(RecurringMinute(time))
      }
      minute = time
    }
    return times.isEmpty && catchesUp ? [RecurringMinute(last)] : times
  }

  private func intervals(
    after floor: RecurringMinute, at now: QueueTime, catchingUp catchesUp: Bool
  ) -> [RecurringMinute] {
    let start = floor.moment(in: now.zone)
    var times: [RecurringMinute] = []
    for minute in (0...Self.grace / 60).reversed() {
      let moment = QueueTime(
        epochSeconds: now.epochSeconds - now.epochSeconds.flooredDivision(by: 60).remainder
          - minute * 60, zone: now.zone)
      guard moment > start, now.epochSeconds - moment.epochSeconds <= Self.grace,
        last(notAfter: moment.localMinutes) == moment.localMinutes
      else { continue }
      times.append(RecurringMinute(at: moment))
    }
    guard times.isEmpty, catchesUp, let last = last(at: now),
      last.moment(in: now.zone) > start
    else { return times }
    return [last]
  }

  /// The last time that is not after `now`.
  public func last(at now: QueueTime) -> RecurringMinute? {
    guard areIntervals else { return last(notAfter: now.localMinutes).map { RecurringMinute($0) } }
    // Clocks may have been set back in the meantime.
    var minute = now.localMinutes + Self.clockChange
    var found: RecurringMinute?
    while let time = last(notAfter: minute) {
      for passage in Self.passages(of: time, in: now.zone)
      where passage.moment(in: now.zone) <= now {
        found = found.map { later($0, passage, in: now.zone) } ?? passage
      }
      if found != nil, time < now.localMinutes - Self.clockChange { return found }
      minute = time - 1
    }
    return found
  }

  /// The times at which local clocks show a minute: none, one or two.
  private static func passages(of minute: Int, in zone: QueueZone) -> [RecurringMinute] {
    [false, true].map { RecurringMinute(minute, isSecond: $0) }
      .filter { RecurringMinute(at: $0.moment(in: zone)) == $0 }
  }

  /// The later of two times of an entry.
  public func later(
    _ one: RecurringMinute, _ other: RecurringMinute, in zone: QueueZone
  ) -> RecurringMinute {
    areIntervals
      ? (other.moment(in: zone) > one.moment(in: zone) ? other : one)
      : (other.local > one.local ? other : one)
  }

  /// The first time in the future after `floor`; `nil` if there is none.
  public func next(after floor: RecurringMinute, at now: QueueTime) -> QueueTime? {
    if areIntervals { return nextInterval(behind: max(now, floor.moment(in: now.zone))) }
    var minute = max(floor.local, now.localMinutes)
    while let time = next(after: minute) {
      let moment = QueueTime(localMinutes: time, zone: now.zone)
      // Clocks that were set back show the minute a second time.
      if moment > now { return moment }
      minute = time
    }
    return nil
  }

  private func nextInterval(behind moment: QueueTime) -> QueueTime? {
    // Clocks may be set back before that time.
    var minute = moment.localMinutes - Self.clockChange - 1
    var found: QueueTime?
    while let time = next(after: minute) {
      for at in Self.passages(of: time, in: moment.zone).map({ $0.moment(in: moment.zone) })
      where at > moment {
        found = min(found ?? at, at)
      }
      if found != nil, time > moment.localMinutes + Self.clockChange { return found }
      minute = time
    }
    return found
  }
}

/// A time of recurring work: a minute that local clocks show for the first time or, if they are set
/// back, for the second time.
public struct RecurringMinute: Hashable, Sendable {
  /// The minute, counted from 1970-01-01 00:00.
  public let local: Int
  public let isSecond: Bool

  public init(_ local: Int, isSecond: Bool = false) {
    (self.local, self.isSecond) = (local, isSecond)
  }

  /// The minute that local clocks show at a time.
  public init(at time: QueueTime) {
    let first = QueueTime(localMinutes: time.localMinutes, zone: time.zone)
    self.init(time.localMinutes, isSecond: time.epochSeconds - first.epochSeconds >= 60)
  }

  public func moment(in zone: QueueZone) -> QueueTime {
    let first = QueueTime(localMinutes: local, zone: zone)
    guard isSecond else { return first }
    // The offset after the change. No zone changes twice in a day.
    let day = QueueTime(epochSeconds: first.epochSeconds + 86400, zone: zone)
    let offset = day.localSeconds - day.epochSeconds
    let second = QueueTime(epochSeconds: local * 60 - offset, zone: zone)
    return second > first ? second : first
  }
}

/// The ids of recurring work: rows `NAME-YYYYMMDD-HHMM`, followed by `b` if clocks show the minute
/// for the second time, and plans `NAME-YYYYMMDD`, whose rows are `NAME-YYYYMMDD.TASK`.
public struct RecurringName: Hashable, Sendable {
  /// In bytes, so that the name of a plan fits.
  public static let longest = 20

  public let text: String

  /// - Returns: the name; `nil` for another text. A name has up to 20 letters, digits, `_` and `-`,
  ///   and begins with a letter or a digit.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.longest, PlanName.isWellFormed(text) else { return nil }
    self.text = text
  }

  public func row(at minute: RecurringMinute) -> String {
    let digits = Self.digits(of: minute.local)
    return "\(text)-\(digits.prefix(8))-\(digits.suffix(4))\(minute.isSecond ? "b" : "")"
  }

  public func plan(at minute: RecurringMinute) -> String {
    "\(text)-\(Self.digits(of: minute.local).prefix(8))"
  }

  /// The digits in an id, such as `202611230200`.
  private static func digits(of minute: Int) -> String {
    QueueTime(localMinutes: minute, zone: .fixed(0)).text.filter(\.isNumber)
  }

  /// The id of a row that the entry added, or the name of the plan of such a row.
  public func base(ofRow id: String) -> String {
    let parts = id.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.first.map(String.init) ?? id
  }

  /// The time of a row that the entry with this name added. For a plan's row, this is the last
  /// minute of its day. `nil` for another row.
  public func minute(ofRow id: String) -> RecurringMinute? {
    guard id.utf8.starts(with: "\(text)-".utf8) else { return nil }
    let rest = Array(id.utf8.dropFirst(text.utf8.count + 1))
    guard rest.count > 8 else { return nil }
    var clock = Array("2359".utf8)
    if rest[8] == UInt8(ascii: "-") {
      clock = Array(rest[9...])
    } else if rest[8] != UInt8(ascii: ".") {
      return nil
    }
    let isSecond = clock.count == 5 && clock.last == UInt8(ascii: "b")
    if isSecond { clock.removeLast() }
    guard clock.count == 4 else { return nil }
    func word(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    let day = "\(word(rest[0..<4]))-\(word(rest[4..<6]))-\(word(rest[6..<8]))"
    return QueueTime("\(day) \(word(clock[..<2])):\(word(clock[2...]))", offset: 0).map {
      RecurringMinute($0.localMinutes, isSecond: isSecond)
    }
  }
}

extension QueueTime {
  /// The minute that local clocks show, counted from 1970-01-01 00:00.
  public var localMinutes: Int { localSeconds.flooredDivision(by: 60).quotient }

  /// The moment at which local clocks show a minute.
  public init(localMinutes: Int, zone: QueueZone) {
    self.init(epochSeconds: zone.epochSeconds(ofLocal: localMinutes * 60), zone: zone)
  }
}
