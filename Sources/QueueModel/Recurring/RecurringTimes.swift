/// When recurring work comes: at the minutes of a crontab's fields, or at every multiple of a length.
///
/// Minutes are local ones, counted from 1970-01-01 00:00 on.
public enum RecurringTimes: Equatable, Sendable {
  case cron(CronTimes, text: String)
  case every(minutes: Int)

  /// Minutes from one to a year.
  public static let lengths = 1...366 * 1440

  /// The same for the same times: `cron 0 2 * * 1-5`, `every 7d`.
  public var text: String {
    switch self {
    case .cron(_, let text): "cron \(text.split { $0 == " " || $0 == "\t" }.joined(separator: " "))"
    case .every(let minutes) where minutes % 1440 == 0: "every \(minutes / 1440)d"
    case .every(let minutes): "every \(DurationText.exactText(minutes * 60))"
    }
  }

  /// Whether two of its times may be on one day.
  public var comesSeveralTimesADay: Bool {
    switch self {
    case .cron(let times, _): times.comesSeveralTimesADay
    case .every(let minutes): minutes < 1440
    }
  }

  /// The first time behind a minute.
  public func next(after minute: Int) -> Int? {
    switch self {
    case .cron(let times, _): times.next(after: minute)
    case .every(let length): (minute.flooredDivision(by: length).quotient + 1) * length
    }
  }

  /// The last time that is not behind a minute.
  public func last(notAfter minute: Int) -> Int? {
    switch self {
    case .cron(let times, _): times.last(notAfter: minute)
    case .every(let length): minute.flooredDivision(by: length).quotient * length
    }
  }
}

extension RecurringTimes {
  /// How long after a time a tick still comes in time for it.
  static let grace = 30 * 60
  /// Minutes: no clock is moved by more.
  public static let clockChange = 180

  /// The times that are due, oldest first: those behind `floor` of which none is older than half an
  /// hour; where there are none, the last that was missed.
  ///
  /// - Parameters:
  ///   - floor: the minute of the last time that was decided, or with which the entry began.
  ///   - now: the time.
  ///   - catchesUp: whether a time counts that was missed.
  public func due(after floor: Int, at now: QueueTime, catchingUp catchesUp: Bool) -> [Int] {
    guard let last = last(notAfter: now.localMinutes), last > floor else { return [] }
    var times: [Int] = []
    var minute = max(floor, now.localMinutes - Self.grace / 60 - Self.clockChange)
    while let time = next(after: minute), time <= last {
      // One that clocks skip comes when they have moved on.
      let moment = QueueTime(localMinutes: time, zone: now.zone)
      if now.epochSeconds - moment.epochSeconds <= Self.grace { times.append(time) }
      minute = time
    }
    return times.isEmpty && catchesUp ? [last] : times
  }

  /// The first time that is still to come, and not before `floor`; `nil` where none comes.
  public func next(after floor: Int, at now: QueueTime) -> QueueTime? {
    var minute = max(floor, now.localMinutes)
    while let time = next(after: minute) {
      let moment = QueueTime(localMinutes: time, zone: now.zone)
      // Clocks that were set back show it a second time.
      if moment > now { return moment }
      minute = time
    }
    return nil
  }
}

/// The ids of what recurring work adds: rows `NAME-YYYYMMDD-HHMM`, plans `NAME-YYYYMMDD`, whose rows
/// are `NAME-YYYYMMDD.TASK`.
public struct RecurringName: Hashable, Sendable {
  /// Bytes: the name of a plan has to fit.
  public static let longest = 20

  public let text: String

  /// - Returns: `nil` for a text that is no name: up to 20 letters, digits, `_` and `-`, of which the
  ///   first is a letter or a digit.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.longest, PlanName.isWellFormed(text) else { return nil }
    self.text = text
  }

  public func row(at minute: Int) -> String {
    let digits = Self.digits(of: minute)
    return "\(text)-\(digits.prefix(8))-\(digits.suffix(4))"
  }

  public func plan(at minute: Int) -> String { "\(text)-\(Self.digits(of: minute).prefix(8))" }

  /// `202611230200`
  private static func digits(of minute: Int) -> String {
    QueueTime(localMinutes: minute, zone: .fixed(0)).text.filter(\.isNumber)
  }

  /// The name of what added such a row: its own, or that of its plan.
  public func base(ofRow id: String) -> String {
    let parts = id.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.first.map(String.init) ?? id
  }

  /// The time of a row that this name added; of a plan's row the last minute of its day. `nil` for
  /// another row.
  public func minute(ofRow id: String) -> Int? {
    guard id.utf8.starts(with: "\(text)-".utf8) else { return nil }
    let rest = Array(id.utf8.dropFirst(text.utf8.count + 1))
    guard rest.count > 8 else { return nil }
    var clock = Array("2359".utf8)
    if rest[8] == UInt8(ascii: "-") {
      clock = Array(rest[9...])
    } else if rest[8] != UInt8(ascii: ".") {
      return nil
    }
    guard clock.count == 4 else { return nil }
    func word(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    let day = "\(word(rest[0..<4]))-\(word(rest[4..<6]))-\(word(rest[6..<8]))"
    return QueueTime("\(day) \(word(clock[..<2])):\(word(clock[2...]))", offset: 0)?.localMinutes
  }
}

extension QueueTime {
  /// What local clocks show, in minutes since 1970-01-01 00:00.
  public var localMinutes: Int { localSeconds.flooredDivision(by: 60).quotient }

  /// The moment at which local clocks show a minute.
  public init(localMinutes: Int, zone: QueueZone) {
    self.init(epochSeconds: zone.epochSeconds(ofLocal: localMinutes * 60), zone: zone)
  }
}
