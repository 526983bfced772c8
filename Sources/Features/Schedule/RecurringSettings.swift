public import Door
import Model
public import Plans
import Text
import Workers

/// Recurring work: a member of `recurring` in `orch.json`. Source: `docs/scheduling.md`, "Recurring
/// rows".
public struct RecurringEntry: Equatable, Sendable {
  public let name: RecurringName
  public let times: RecurringTimes
  public let work: Work
  /// Whether the last of the missed times is added.
  public let catchesUp: Bool
  /// Whether work is added even if earlier work of the entry is unfinished.
  public let overlaps: Bool

  public enum Work: Equatable, Sendable {
    case row(PlanTask)
    /// The path of a plan's file, relative to the project root.
    case plan(path: String)
  }
}

/// An entry of `recurring` that can't be read. Other entries are not affected.
public struct RecurringMistake: Equatable, Sendable {
  /// The name as it is in the file.
  public let name: String
  public let mistake: SettingMistake
}

/// The entries of `recurring`, by name.
public struct RecurringSettings: Equatable, Sendable {
  public internal(set) var entries: [RecurringEntry] = []
  public internal(set) var mistakes: [RecurringMistake] = []
  /// The names that the plans of entries may use.
  public private(set) var names = PlanNames(workers: nil, checks: [])

  public var isEmpty: Bool { entries.isEmpty && mistakes.isEmpty }

  /// - Parameters:
  ///   - object: the value in the file.
  ///   - workers: the project's workers, with its repositories.
  ///   - review: the project's checks.
  fileprivate init(_ object: JSONObject, _ workers: WorkerProfiles, _ review: ReviewSettings) {
    if object.members.isEmpty { return }
    names = PlanNames(workers, review, namesWorkers: workers.isNamed)
    for (name, value) in object.members.sorted(by: { $0.key < $1.key }) {
      do throws(SettingMistake) {
        entries.append(try RecurringEntry(name, value, names))
      } catch {
        mistakes.append(RecurringMistake(name: name, mistake: error))
      }
    }
  }
}

extension RecurringEntry {
  private static let keys = ["cron", "every", "add", "plan", "catch_up", "overlap"]
  private static let nameForm = Sentence(
    "names of up to 20 of A-Z a-z 0-9 _ -, a letter or digit first",
    "A-Z a-z 0-9 _ - 를 20자까지, 문자나 숫자로 시작하는 이름")
  private static let everyForm = Sentence(
    "a time in whole minutes from 1m to 366d, such as 12h or 7d",
    "1m부터 366d까지 분 단위의 시간. 예: 12h, 7d")
  private static let planForm = Sentence(
    "the path of a plan below the project root, such as plans/deps.json",
    "프로젝트 루트 아래에 있는 계획의 경로. 예: plans/deps.json")
  private static let onceADay = Sentence(
    "at most one time on each day, because a plan is named by its day",
    "하루에 두 번 오지 않는 시각. 계획의 이름에 날짜가 들어가기 때문입니다")

  fileprivate init(
    _ name: String, _ value: JSONValue, _ names: PlanNames
  ) throws(SettingMistake) {
    guard let named = RecurringName(name) else {
      throw .value(.string(name), key: "recurring", form: Self.nameForm)
    }
    self.name = named
    let place = "recurring.\(name)"
    let object = try value.object(at: place)
    if let key = object.keys.first(where: { !Self.keys.contains($0) }) {
      throw .unknownKey(key, in: place, of: Self.keys)
    }
    times = try Self.times(object, at: place)
    work = try Self.work(object, at: place, names)
    catchesUp = try Self.flag("catch_up", in: object, at: place, else: true)
    overlaps = try Self.flag("overlap", in: object, at: place, else: false)
    if case .plan = work, times.comesSeveralTimesADay {
      let key = object["cron"] == nil ? "every" : "cron"
      throw .value(object[key] ?? .null, key: "\(place).\(key)", form: Self.onceADay)
    }
  }

  private static func times(
    _ object: JSONObject, at place: String
  ) throws(SettingMistake) -> RecurringTimes {
    switch (object["cron"], object["every"]) {
    case (.some, .some): throw .notBoth(key: "\(place).cron", other: "\(place).every")
    case (let cron?, nil):
      guard let text = cron.stringValue else {
        throw .value(cron, key: "\(place).cron", form: CronTimes.Mistake.fieldCount(0).form)
      }
      do throws(CronTimes.Mistake) { return .cron(try CronTimes(text), text: text) } catch {
        throw .value(cron, key: "\(place).cron", form: error.form)
      }
    case (nil, let every?):
      guard let seconds = every.stringValue.flatMap({ DurationText.seconds($0) }),
        seconds % 60 == 0, RecurringTimes.lengths.contains(seconds / 60)
      else { throw .value(every, key: "\(place).every", form: everyForm) }
      return .every(minutes: seconds / 60)
    case (nil, nil):
      throw .missing(
        key: "\(place).cron",
        form: Sentence(
          "five fields such as 0 2 * * 1-5; or write every, such as 7d",
          "0 2 * * 1-5 같은 다섯 필드. 또는 every에 7d 같은 시간을 쓰십시오"))
    }
  }

  private static func work(
    _ object: JSONObject, at place: String, _ names: PlanNames
  ) throws(SettingMistake) -> Work {
    switch (object["add"], object["plan"]) {
    case (.some, .some): throw .notBoth(key: "\(place).add", other: "\(place).plan")
    case (let task?, nil):
      do throws(PlanMistakes) {
        return .row(try PlanTask(standingAlone: task, names: names))
      } catch {
        guard let first = error.kept.first else { throw .noTask(key: "\(place).add") }
        let key = "\(place).add"
        throw .task(first.fact.sentence, at: first.path == "." ? key : key + first.path)
      }
    case (nil, let plan?):
      guard let path = plan.pathBelow else {
        throw .value(plan, key: "\(place).plan", form: planForm)
      }
      return .plan(path: path)
    case (nil, nil): throw .noTask(key: "\(place).add")
    }
  }

  private static func flag(
    _ key: String, in object: JSONObject, at place: String, else fallback: Bool
  ) throws(SettingMistake) -> Bool {
    guard let value = object[key] else { return fallback }
    guard let flag = value.boolValue else {
      throw .value(value, key: "\(place).\(key)", form: .boolean)
    }
    return flag
  }
}

extension SettingMistake {
  fileprivate static func noTask(key: String) -> SettingMistake {
    .missing(
      key: key,
      form: Sentence(
        #"a task such as {"task": "Run the long tests"}; or write plan with the path of a plan"#,
        #"{"task": "긴 테스트 실행"} 같은 할 일. 또는 plan에 계획의 경로를 쓰십시오"#))
  }
}

extension CronTimes.Mistake {
  /// The form that the text must have.
  fileprivate var form: Sentence {
    switch self {
    case .fieldCount:
      Sentence(
        "five fields: minute, hour, day of the month, month, day of the week, such as 0 2 * * 1-5",
        "분, 시, 일, 월, 요일의 다섯 필드. 예: 0 2 * * 1-5")
    case .field(let field, let text):
      Sentence(
        "*, numbers from \(field.range.lowerBound) to \(field.range.upperBound)\(field.example), ranges "
          + "1-5 and steps */2, with commas between them, where the \(field.name.english) is "
          + "'\(text.escaped)'",
        "\(field.name.korean) 필드 '\(text.escaped)' 자리에 *, \(field.range.lowerBound)부터 "
          + "\(field.range.upperBound)까지의 수\(field.example), 범위 1-5, 간격 */2를 쉼표로 나눈 것")
    case .neverComes:
      Sentence("a day that exists: none of its months has this day", "실제로 오는 날. 그런 날이 있는 달이 없습니다")
    }
  }
}

extension CronTimes.Field {
  fileprivate var name: Sentence {
    switch self {
    case .minute: Sentence("minute", "분")
    case .hour: Sentence("hour", "시")
    case .day: Sentence("day of the month", "일")
    case .month: Sentence("month", "월")
    case .weekday: Sentence("day of the week", "요일")
    }
  }

  /// An example of a name that the field accepts instead of a number.
  fileprivate var example: String {
    switch self {
    case .minute, .hour, .day: ""
    case .month: " (jan)"
    case .weekday: " (mon)"
    }
  }
}

/// `recurring` in `orch.json` as it is in the file. A wrong entry does not affect other settings.
public struct RecurringEntries: FeatureSettings, Equatable {
  fileprivate var object: JSONObject = [:]

  public init() {}

  public static let keys = [
    SettingKey<RecurringEntries>(
      "recurring",
      Sentence(
        #"entries by name, such as {"nightly": {"cron": "0 2 * * 1-5", "add": {"task": "Run the long tests"}}}"#,
        #"이름마다 항목. 예: {"nightly": {"cron": "0 2 * * 1-5", "add": {"task": "긴 테스트 실행"}}}"#),
      fallback: "{}", "the rows and plans that a tick adds again and again", \.object
    ) { $0.objectValue }
  ]

  /// The files of the plans from which a tick makes rows.
  public var sources: [String] {
    object.members.compactMap { $0.value.objectValue?["plan"]?.pathBelow }
  }
}

extension FileSettings {
  /// The recurring work.
  public var recurring: RecurringSettings {
    RecurringSettings(RecurringEntries(reading: given).object, workers, review)
  }
}

extension Workspace.SettingsFile {
  package var recurring: RecurringSettings {
    RecurringSettings(RecurringEntries(reading: given).object, workers, review)
  }
}
