public import Door
import Model
public import Text

// Options that several commands have.

extension Option {
  /// `--id ID`; completion offers the rows of `list`.
  public static func row(
    _ help: Sentence, of list: RowList, required: Bool = true, repeatable: Bool = false,
    _ assign: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value(
      "--id", "ID", help, required: required, repeatable: repeatable, kind: .row(list), assign)
  }

  /// An option whose text must not be empty; `also` is a second name for it.
  public static func text(
    _ name: String, also other: String? = nil, _ placeholder: String, _ help: Sentence,
    required: Bool = true, repeatable: Bool = false,
    _ assign: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value(name, also: other, placeholder, help, required: required, repeatable: repeatable) {
      (text, root) throws(InvalidValue) in
      guard CellText.value(text) != nil else {
        throw InvalidValue(Sentence("it must not be empty", "비워 둘 수 없습니다"))
      }
      assign(text, &root)
    }
  }

  public static func force(
    _ help: Sentence, _ assign: @escaping @Sendable (inout Root) -> Void
  ) -> Self {
    .flag("--force", help, assign)
  }

  /// `--due-at-kst T`, or another spelling, with a text that `QueueTime(due:at:)` reads; `nil` for
  /// `-`, which removes the due time.
  public static func due(
    as name: String = "--due-at-kst", _ help: Sentence,
    _ assign: @escaping @Sendable (String?, inout Root) throws(InvalidValue) -> Void
  ) -> Self {
    .value(name, "T", help) { (text, root) throws(InvalidValue) in
      let due = CellText.value(text)
      if let due { try EditableField.checkDue(due) }
      try assign(due, &root)
    }
  }

  /// `--label LABEL`, a filter by labels.
  public static func label(
    _ help: Sentence, _ assign: @escaping @Sendable ([String], inout Root) -> Void
  ) -> Self {
    .value("--label", "LABEL", help, repeatable: true, kind: .several(.label)) {
      (text, root) throws(InvalidValue) in
      assign(try EditableField.labels(text), &root)
    }
  }

  /// `--plan NAME`, a filter by plan.
  public static func ofPlan(
    _ assign: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value("--plan", "NAME", Sentence("only rows of this plan", "이 계획의 행만"), kind: .plan) {
      (text, root) throws(InvalidValue) in
      try EditableField.checkPlan(text)
      assign(text, &root)
    }
  }

  /// `--since TIME`, whose text `QueueTime(named:at:)` reads.
  public static func since(
    fallback: Sentence? = nil,
    _ assign: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value(
      "--since", "TIME",
      Sentence(
        "only changes since this time: '2026-01-31 18:00', 2026-01-31, yesterday, 2h, 3d",
        "그 뒤의 변경만: '2026-01-31 18:00', 2026-01-31, 어제, 2h, 3d"),
      fallback: fallback
    ) { (text, root) throws(InvalidValue) in
      guard DurationText.Unit(endOf: text) != .second,
        QueueTime(named: text, at: QueueTime(epochSeconds: 0, offset: 0)) != nil
      else {
        throw InvalidValue(
          Sentence(
            "use YYYY-MM-DD HH:MM, YYYY-MM-DD, yesterday, or how long ago: 30m, 2h, 3d, 1w",
            "YYYY-MM-DD HH:MM, YYYY-MM-DD, 어제, 또는 얼마 전인지 쓰십시오: 30m, 2h, 3d, 1w"))
      }
      assign(text, &root)
    }
  }

  public static func dryRun(_ assign: @escaping @Sendable (inout Root) -> Void) -> Self {
    .flag(
      "--dry-run",
      Sentence("print what would change, and write nothing", "어떻게 될지 말하고 아무것도 쓰지 않음"), assign)
  }

  /// An option whose value is a whole number in `range`.
  public static func number(
    _ name: String, also other: String? = nil, _ placeholder: String, _ help: Sentence,
    in range: ClosedRange<Int>, required: Bool = false, environment: [String] = [],
    fallback: Sentence? = nil,
    _ assign: @escaping @Sendable (Int, inout Root) -> Void
  ) -> Self {
    .value(
      name, also: other, placeholder, help, required: required, environment: environment,
      fallback: fallback
    ) { (text, root) throws(InvalidValue) in
      guard let number = Int(text), range.contains(number) else {
        throw .noWholeNumber(in: range)
      }
      assign(number, &root)
    }
  }

  /// A number option whose default is a setting.
  public static func number(
    _ name: String, _ placeholder: String, _ help: Sentence, in range: ClosedRange<Int>,
    or setting: SettingDescription, _ assign: @escaping @Sendable (Int, inout Root) -> Void
  ) -> Self {
    .number(
      name, placeholder, help, in: range, environment: [setting.variable],
      fallback: Sentence(same: setting.fallback), assign)
  }

  /// An option that overrides a setting for one command.
  ///
  /// - Parameters:
  ///   - name: the name with its dashes.
  ///   - placeholder: the value's name in help.
  ///   - setting: provides the English help, the form and the default.
  ///   - korean: the Korean help.
  public static func setting<Value>(
    _ name: String, _ placeholder: String, _ setting: Setting<Value>, korean: String,
    _ assign: @escaping @Sendable (Value, inout Root) -> Void
  ) -> Self {
    let description = setting.description
    return .value(
      name, placeholder, Sentence(description.meaning, korean),
      environment: [description.variable], fallback: Sentence(same: description.fallback)
    ) { (text, root) throws(InvalidValue) in
      guard let value = setting.read(text) else {
        throw .otherForm(description.form)
      }
      assign(value, &root)
    }
  }

  /// `--seconds N`: how long a lease lasts.
  public static func lifetime(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--seconds", "N", Sentence("how many seconds the lease lasts from now on", "지금부터의 길이"),
      in: Settings.leaseLifetimes,
      or: Settings.leaseSeconds.description, assign)
  }

  /// `--since TIME`: the start of the counted period, as a text that `QueueTime(named:at:)` reads.
  public static func since(
    _ placeholder: String, _ help: Sentence,
    _ assign: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value("--since", placeholder, help) { (text, root) throws(InvalidValue) in
      guard QueueTime(named: text, at: QueueTime(epochSeconds: 0, offset: 0)) != nil else {
        throw InvalidValue(
          Sentence(
            "use a time such as 24h, 7d or 4w, or a date such as 2026-01-31",
            "24h, 7d, 4w 같은 시간이나 2026-01-31 같은 날짜를 쓰십시오"))
      }
      assign(text, &root)
    }
  }

  /// `--stale-minutes N`: how long work without heartbeats may take.
  public static func staleMinutes(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--stale-minutes", "N",
      Sentence(
        "how many minutes a row without heartbeats may be IN_PROGRESS",
        "하트비트 없는 행이 IN_PROGRESS일 수 있는 시간"),
      in: Settings.staleTimes, or: Settings.staleMinutes.description, assign)
  }

  /// `--max-workers N`: how many rows may be IN_PROGRESS.
  public static func maxWorkers(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--max-workers", "N",
      Sentence("how many rows may be IN_PROGRESS afterwards", "그 뒤에 IN_PROGRESS일 수 있는 행의 수"),
      in: Settings.workerCounts, or: Settings.maxWorkers.description, assign)
  }

  /// `--parallel N`: how many rows one call may claim.
  public static func parallel(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--parallel", "N", Sentence("the most rows to claim at once", "최대 몇 행을 배정할지"), in: 1...(.max),
      fallback: Sentence(same: "1"), assign)
  }

  /// `--stale-hours H`: the limit of `--stale-minutes` in hours.
  public static func staleHours(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--stale-hours", "H", Sentence("the same limit in hours", "같은 값을 시간 단위로"),
      in: 0...365 * 24, assign)
  }
}

extension String {
  /// Appends the value of a repeated option, with a separator between two values.
  package func gathering(_ value: String, by separator: String) -> String {
    isEmpty ? value : self + separator + value
  }
}

extension InvalidValue {
  /// The error if two names of one option have different values.
  package static func besides(_ other: String) -> InvalidValue {
    InvalidValue(Sentence("\(other.escaped) is already given", "\(other.escaped)도 주었습니다"))
  }
}
