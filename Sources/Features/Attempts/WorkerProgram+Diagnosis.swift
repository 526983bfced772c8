package import Door
public import Text
import Workers

extension [WorkerProgram] {
  /// The diagnoses of each worker: its program, and what an agent may change.
  ///
  /// - Parameter problems: the problems whose workers already have a diagnosis.
  package func diagnoses(besides problems: [Problem]) -> [Diagnosis] {
    flatMap { program in
      if case .missing(let error) = program.finding {
        return problems.contains(error) ? [] : [program.diagnosis]
      }
      return [program.diagnosis] + program.access + program.ownSandbox
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
        fix: Sentence("orch trust lets the program start", "orch trust로 시작을 허용합니다"))
    case .answer(.version(let version), _):
      return .ok(Self.check, value: "\(place), \(version)")
    case .answer(.unreadable(let problem), let path):
      return .warn(
        Self.check,
        Sentence("\(place), no version: \(problem)", "\(place), 버전을 읽을 수 없습니다: \(problem)"),
        fix: Sentence("\(path) --version must print the version", "\(path) --version이 버전을 출력해야 합니다")
      )
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
    fields.add("name", \.profile.name, "the name of the worker")
    fields.add("adapter", \.profile.adapter.rawValue)
    fields.add(
      "program", \.profile.programName, "the name of the program; null for a simulated worker")
    fields.add("path", \.path, "the file of the program; null if it can't be run")
    fields.add(
      "version", \.version?.description,
      "such as `2.1.0`; null if the program was not asked, or if its answer has no version")
  }
}

// MARK: What an agent may change

extension WorkerProgram {
  fileprivate var access: [Diagnosis] {
    guard let access = profile.access else { return [] }
    let place = profile.hasSandbox ? Sentence(", in its sandbox", ", 샌드박스 안에서") : Sentence(same: "")
    let sentence = sentence(of: access)
    return [
      .ok(
        "access",
        Sentence(
          "\(profile.name)\(place.english): \(sentence.english)",
          "\(profile.name)\(place.korean): \(sentence.korean)"))
    ]
  }

  private func sentence(of access: AgentAccess) -> Sentence {
    switch access {
    case .nothing: Sentence("the agent may change nothing", "에이전트는 아무것도 바꿀 수 없습니다")
    case .everything:
      Sentence(
        "the agent may change whatever its user may", "에이전트는 사용자가 바꿀 수 있는 것을 모두 바꿀 수 있습니다")
    case .project where profile.adapter == .codex:
      Sentence(
        "the agent may change the project except .git, and temporary files",
        "에이전트는 .git을 뺀 프로젝트와 임시 파일을 바꿀 수 있습니다")
    case .project:
      Sentence(
        "the agent may change files of the project, and run the commands that --allowedTools and its settings allow",
        "에이전트는 프로젝트의 파일을 바꾸고, --allowedTools와 설정이 허용하는 명령을 실행할 수 있습니다")
    case .settings where profile.adapter == .codex:
      Sentence(
        "the agent may change what sandbox_mode in its config.toml says, and nothing by default (-s workspace-write in args lets it change the project)",
        "에이전트는 config.toml의 sandbox_mode가 허용하는 것을 바꿀 수 있고, 기본은 아무것도 없습니다(args의 -s workspace-write는 프로젝트를 허용)"
      )
    case .settings where profile.adapter == .opencode:
      Sentence(
        "the agent may change what permission in opencode.json allows",
        "에이전트는 opencode.json의 permission이 허용하는 것을 바꿀 수 있습니다")
    case .settings:
      Sentence(
        "the agent may change what its settings allow, and nothing by default (--permission-mode acceptEdits in args lets it change files)",
        "에이전트는 설정이 허용하는 것을 바꿀 수 있고, 기본은 아무것도 없습니다(args의 --permission-mode acceptEdits는 파일을 허용)")
    }
  }

  /// The warnings about the sandbox that the program itself makes.
  fileprivate var ownSandbox: [Diagnosis] {
    guard profile.makesOwnSandbox else { return [] }
    if profile.hasSandbox {
      return [
        .warn(
          "sandbox",
          Sentence(
            "\(profile.name) makes a sandbox of its own inside that of orch: where that is not possible, its commands fail",
            "\(profile.name)이(가) orch의 샌드박스 안에서 자신의 샌드박스를 만듭니다. 만들 수 없으면 명령이 실패합니다"),
          fix: Sentence(
            "set sandbox_required, and -s danger-full-access in args: then the sandbox of orch is the limit",
            "sandbox_required를 true로 하고 args에 -s danger-full-access를 쓰십시오. orch의 샌드박스가 제한합니다"))
      ]
    }
    guard lacksBubblewrap else { return [] }
    return [
      .warn(
        "sandbox",
        Sentence(
          "\(profile.name) makes its sandbox with bubblewrap, which is missing: where its own copy can't be used, its commands fail",
          "\(profile.name)은(는) bubblewrap으로 샌드박스를 만드는데 설치되어 있지 않습니다. 프로그램에 든 것을 쓸 수 없으면 명령이 실패합니다"),
        fix: Sentence("apt install bubblewrap", "apt install bubblewrap"))
    ]
  }
}
