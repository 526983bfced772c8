import Prose

extension DateScanner {
  mutating func takeTime() -> Time? { attempt { $0.time() } }

  /// `18:00`, `6pm`, `오후 6시 30분`, `18時`, `18点`
  private mutating func time() -> Time? {
    let half = takeHalf()
    skipBlanks()
    guard let hour = number(2) else { return nil }
    var minute = 0
    var isTime = false
    if take(":") {
      guard let found = number(2) else { return nil }
      (minute, isTime) = (found, true)
    } else if takeFirst(of: ["시", "時", "点"]) {
      isTime = true
      minute = attempt { $0.minutes() } ?? 0
      if take("반") || take("半") { minute = 30 }
    }
    let late = half ?? attempt { $0.halfBehind() }
    guard isTime || late != nil, minute < 60 else { return nil }
    guard let late else { return hour < 24 ? Time(hour: hour, minute: minute) : nil }
    guard (1...12).contains(hour) else { return nil }
    return Time(hour: hour % 12 + (late ? 12 : 0), minute: minute)
  }

  private mutating func minutes() -> Int? {
    skipBlanks()
    guard let minute = number(2), takeFirst(of: ["분", "分"]) else { return nil }
    return minute
  }

  /// Whether the time is after noon, said before it.
  private mutating func takeHalf() -> Bool? {
    if takeFirst(of: ["오전", "午前", "上午"]) { return false }
    return takeFirst(of: ["오후", "午後", "下午"]) ? true : nil
  }

  private mutating func halfBehind() -> Bool? {
    skipBlanks()
    if takeFirst(of: ["am", "a.m.", "a.m"]) { return false }
    return takeFirst(of: ["pm", "p.m.", "p.m"]) ? true : nil
  }
}
