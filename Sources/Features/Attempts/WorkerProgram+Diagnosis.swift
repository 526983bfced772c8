package import Door
public import Text
import Workers

extension [WorkerProgram] {
  /// A line for each worker.
  ///
  /// - Parameter problems: the problems whose workers have a line already.
  package func diagnoses(besides problems: [Problem]) -> [Diagnosis] {
    compactMap { program in
      if case .missing(let error) = program.finding, problems.contains(error) { return nil }
      return program.diagnosis
    }
  }
}

extension WorkerProgram {
  private static let check = "program"

  fileprivate var diagnosis: Diagnosis {
    let place = [
      "\(profile.name) (\(profile.adapter.rawValue))", path,
    ].compactMap(\.self).joined(separator: ": ")
    switch finding {
    case .none:
      return .ok(Self.check, Sentence("\(place): no program", "\(place): 프로그램 없음"))
    case .missing(let error): return .fail(Self.check, error).asWarning
    case .notAsked:
      return .ok(
        Self.check,
        Sentence(
          "\(place), not asked for its version: it has no min_version",
          "\(place), min_version이 없어 버전을 묻지 않았습니다"))
    case .untrusted:
      return .warn(
        Self.check,
        Sentence(
          "\(place), not asked for its version: the folder is not trusted",
          "\(place), 신뢰하지 않는 폴더라서 버전을 묻지 않았습니다"),
        fix: Sentence("orch trust lets it start", "orch trust로 시작을 허용합니다"))
    case .answer(.version(let version), _):
      return .ok(Self.check, value: "\(place), \(version)")
    case .answer(.unreadable(let problem), let path):
      return .warn(
        Self.check,
        Sentence("\(place), no version: \(problem)", "\(place), 버전을 읽을 수 없습니다: \(problem)"),
        fix: Sentence("\(path) --version must print it", "\(path) --version이 버전을 출력해야 합니다"))
    }
  }

  private var path: String? {
    switch finding {
    case .none, .missing: nil
    case .notAsked(let path), .untrusted(let path), .answer(_, let path): path
    }
  }

  private var version: VersionNumber? {
    if case .answer(.version(let version), _) = finding { version } else { nil }
  }
}

extension WorkerProgram: Shaped {
  public static var shapeName: StaticString { "worker program" }
  public static func shape(_ fields: inout Fields<WorkerProgram>) {
    fields.add("name", \.profile.name, "of the worker")
    fields.add("adapter", \.profile.adapter.rawValue)
    fields.add("program", \.profile.programName, "its name; null for a simulated worker")
    fields.add("path", \.path, "its file; null if it can't be run")
    fields.add(
      "version", \.version?.description,
      "such as `2.1.0`; null if it was not asked, or if none can be read")
  }
}
