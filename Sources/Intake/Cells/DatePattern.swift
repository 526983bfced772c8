import Prose

/// What a text says of a day or a time; what it leaves open is `nil`.
struct DateFields: Equatable {
  var year, month, day, hour, minute: Int?
  /// Tomorrow is 1.
  var daysFromNow: Int?
  /// Whether the hour counts from noon.
  var isAfternoon: Bool?
}

/// A way to write a day or a time. `Y`, `M`, `D`, `h` and `m` stand for numbers; `N` for a month,
/// `R` for a day from now, `a` for the half of a day, `年`, `月`, `日`, `時`, `分` and `半` for what
/// stands behind a number in any language, `.` for the end of an ordinal number or none; blanks
/// for blanks or none, and all else for itself.
struct DatePattern: ExpressibleByStringLiteral, Sendable {
  private let elements: [Unicode.Scalar]

  init(stringLiteral text: String) { elements = Array(text.unicodeScalars) }

  static let days: [DatePattern] = [
    "Y-M-Dt", "Y-M-D", "Y/M/D", "Y.M.D", "Y年 M月 D日", "M月 D日", "N D., Y", "N D. Y", "N D.", "D N",
    "R",
  ]
  /// A day in Korean; in other languages perhaps the second of August.
  static let koreanDay: DatePattern = "M/D"
  static let times: [DatePattern] = [
    "a h:m", "h:m a", "h:m", "a h時 m分", "a h時 半", "a h時", "h時 m分", "h時 半", "h時", "h a",
  ]

  /// What stands at the scanner, written in this way; where it is not, nothing is taken.
  func take(from scanner: inout TextScanner) -> DateFields? {
    var (fields, next) = (DateFields(), scanner)
    guard elements.allSatisfy({ take($0, &fields, &next) }) else { return nil }
    if let isAfternoon = fields.isAfternoon, let hour = fields.hour {
      guard (1...12).contains(hour) else { return nil }
      fields.hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    scanner = next
    return fields
  }

  private func take(
    _ element: Unicode.Scalar, _ fields: inout DateFields, _ scanner: inout TextScanner
  ) -> Bool {
    func take(_ value: Int?, as field: inout Int?) -> Bool {
      field = value
      return value != nil
    }
    switch element {
    case " ": scanner.skipBlanks()
    case ".": _ = scanner.takeFirst(of: ["st", "nd", "rd", "th"])
    case "Y": return take(scanner.number(4).flatMap { $0 > 999 ? $0 : nil }, as: &fields.year)
    case "M": return take(scanner.number(2), as: &fields.month)
    case "D": return take(scanner.number(2), as: &fields.day)
    case "h": return take(scanner.number(2), as: &fields.hour)
    case "m": return take(scanner.number(2), as: &fields.minute)
    case "N":
      let month = DateWords.months.firstIndex { scanner.takeFirst(of: $0) }
      return take(month.map { $0 + 1 }, as: &fields.month)
    case "R":
      let day = DateWords.days.first { scanner.takeFirst(of: $0.names) }
      return take(day?.count, as: &fields.daysFromNow)
    case "a":
      fields.isAfternoon = scanner.takeFirst(of: DateWords.afternoons)
      return fields.isAfternoon == true || scanner.takeFirst(of: DateWords.mornings)
    default:
      return DateWords.units[element].map { scanner.takeFirst(of: $0) } ?? scanner.take(element)
    }
    return true
  }
}
