public import CommandLineKit
import QueueModel
public import Settings

// The kinds of options that several commands have.

extension Option {
  /// `--id ID`, for a command on one of the rows of `list`.
  public static func row(
    _ help: String, of list: RowList, required: Bool = true, repeatable: Bool = false,
    _ assign: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value(
      "--id", "ID", help, required: required, repeatable: repeatable, kind: .row(list), assign)
  }

  /// An option with a text that is not empty; `also` is another name of it.
  public static func text(
    _ name: String, also other: String? = nil, _ placeholder: String, _ help: String,
    required: Bool = true, _ assign: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value(name, also: other, placeholder, help, required: required) {
      (text, root) throws(InvalidValue) in
      guard CellText.value(text) != nil else { throw InvalidValue("it must not be empty") }
      assign(text, &root)
    }
  }

  /// `--force`.
  public static func force(
    _ help: String, _ assign: @escaping @Sendable (inout Root) -> Void
  ) -> Self {
    .flag("--force", help, assign)
  }

  /// `--due-at-kst T`, or another spelling, with a text for `QueueTime(due:at:)`; `nil` for `-`,
  /// which is none.
  public static func due(
    as name: String = "--due-at-kst", _ help: String,
    _ assign: @escaping @Sendable (String?, inout Root) -> Void
  ) -> Self {
    .value(name, "T", help) { (text, root) throws(InvalidValue) in
      let due = CellText.value(text)
      if let due { try EditableField.checkDue(due) }
      assign(due, &root)
    }
  }

  /// `--label LABEL`, for a filter by labels.
  public static func label(
    _ help: String, _ assign: @escaping @Sendable ([String], inout Root) -> Void
  ) -> Self {
    .value("--label", "LABEL", help, repeatable: true, kind: .several(.label)) {
      (text, root) throws(InvalidValue) in
      assign(try EditableField.labels(text), &root)
    }
  }

  /// `--dry-run`.
  public static func dryRun(_ assign: @escaping @Sendable (inout Root) -> Void) -> Self {
    .flag("--dry-run", "say what would become of it, and write nothing", assign)
  }

  /// An option whose value is a whole number in `range`.
  public static func number(
    _ name: String, _ placeholder: String, _ help: String, in range: ClosedRange<Int>,
    required: Bool = false, environment: [String] = [], fallback: String? = nil,
    _ assign: @escaping @Sendable (Int, inout Root) -> Void
  ) -> Self {
    .value(
      name, placeholder, help, required: required, environment: environment, fallback: fallback
    ) { (text, root) throws(InvalidValue) in
      guard let number = Int(text), range.contains(number) else {
        throw InvalidValue(.noWholeNumber(in: range))
      }
      assign(number, &root)
    }
  }

  /// A number option; without it a setting counts.
  public static func number(
    _ name: String, _ placeholder: String, _ help: String, in range: ClosedRange<Int>,
    or setting: SettingDescription, _ assign: @escaping @Sendable (Int, inout Root) -> Void
  ) -> Self {
    .number(
      name, placeholder, help, in: range, environment: [setting.variable],
      fallback: setting.fallback, assign)
  }

  /// An option that gives a setting for one command.
  ///
  /// - Parameters:
  ///   - name: with its dashes.
  ///   - placeholder: the value's name in help.
  ///   - setting: has the help, the form and the default.
  ///   - assign: sets the value.
  public static func setting<Value>(
    _ name: String, _ placeholder: String, _ setting: Setting<Value>,
    _ assign: @escaping @Sendable (Value, inout Root) -> Void
  ) -> Self {
    let description = setting.description
    return .value(
      name, placeholder, description.meaning, environment: [description.variable],
      fallback: description.fallback
    ) { (text, root) throws(InvalidValue) in
      guard let value = setting.read(text) else {
        throw InvalidValue(.otherForm(description.form))
      }
      assign(value, &root)
    }
  }

  /// `--seconds N`: how long a lease lasts.
  public static func lifetime(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--seconds", "N", "how long it lasts from now on", in: Settings.leaseLifetimes,
      or: Settings.leaseSeconds.description, assign)
  }

  /// `--since TIME`: a text that `QueueTime(named:at:)` reads, from when on something is counted.
  public static func since(
    _ placeholder: String, _ help: String,
    _ assign: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value("--since", placeholder, help) { (text, root) throws(InvalidValue) in
      guard QueueTime(named: text, at: QueueTime(epochSeconds: 0, offset: 0)) != nil else {
        throw InvalidValue("use a time such as 24h, 7d or 4w, or a date such as 2026-01-31")
      }
      assign(text, &root)
    }
  }

  /// `--stale-minutes N`: how long work without heartbeats may take.
  public static func staleMinutes(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--stale-minutes", "N", "how long a row without heartbeats may be IN_PROGRESS",
      in: Settings.staleTimes, or: Settings.staleMinutes.description, assign)
  }

  /// `--max-workers N`: how many rows may be IN_PROGRESS.
  public static func maxWorkers(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--max-workers", "N", "how many rows may be IN_PROGRESS afterwards",
      in: Settings.workerCounts, or: Settings.maxWorkers.description, assign)
  }

  /// `--parallel N`: how many rows one call may claim.
  public static func parallel(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--parallel", "N", "how many rows to claim at most", in: 1...(.max), fallback: "1", assign)
  }

  /// `--stale-hours H`: the same in hours.
  public static func staleHours(_ assign: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number("--stale-hours", "H", "the same in hours", in: 0...365 * 24, assign)
  }
}
