public import Model
public import Text

extension Remedy {
  /// The command line, for the queue that the search finds.
  public var command: String {
    switch self {
    case .show(let id): "orch show \(id.escaped)"
    case .retry(let id, let force): "ops retry \(id.escaped)\(force ? " --force" : "")"
    case .startAfresh(let id): "ops retry \(id.escaped) --fresh"
    case .mendNote(let id, let texts) where texts.isEmpty: "orch edit \(id.escaped) --editor"
    case .mendNote(let id, let texts):
      (["orch edit \(id.escaped)"]
        + EditableField.allCases.compactMap { field in
          let name = field == .labels ? "label" : field.rawValue
          return texts[field].map {
            "--\(String(name.map { $0 == "_" ? "-" : $0 })) \(Self.quoted($0))"
          }
        }).joined(separator: " ")
    case .answer(let id): "orch answer \(id.escaped) TEXT"
    case .approve(let id): "orch approve \(id.escaped)"
    case .merge(let number): "gh pr view \(number) --web"
    case .syncPullRequest(let id): "ops pr sync \(id.escaped)"
    case .free(let id): "orch release \(id.escaped) --force"
    case .close(let id): "orch pick \(id.escaped)"
    case .add(let id):
      "orch add --id \(id.escaped) --priority P1 --task T --success-criteria C"
    case .restore(let id): "orch restore \(id.escaped)"
    case .watchdog: "orch watchdog"
    case .lint: "orch lint"
    case .verify: "ops verify"
    case .dispatch(let parallel, let maxWorkers):
      "orch dispatch" + (parallel.map { " --parallel \($0)" } ?? "")
        + (maxWorkers.map { " --max-workers \($0)" } ?? "")
    case .pick(let id): "orch pick \(id.escaped)"
    case .trust: "orch trust"
    case .closeToOthers(let path): "chmod go-w \(Self.quoted(path))"
    case .moveAway(let path): "mv \(Self.quoted(path)) \(Self.quoted(path + ".away"))"
    case .assignBrief(let id): "orch edit \(id.escaped) --brief FILE"
    case .makeReadable(let path): "chmod u+r \(Self.quoted(path))"
    case .resume: "ops resume"
    case .resumeWorker(let name): "ops worker resume \(name.escaped)"
    case .workers: "ops workers"
    case .setWorker(let id): "orch edit \(id.escaped) --worker NAME"
    case .doctor: "ops doctor"
    case .mendSettings: Self.settingsHint.english
    case .git(let words): (["git"] + words.map(Self.quoted)).joined(separator: " ")
    case .raiseBudget(let key): key.hint.english
    }
  }

  /// A hint for a row whose worker a route chooses. No command changes this worker.
  public static var settingsHint: Sentence { Sentence("fix orch.json", "orch.json을 고치십시오") }

  private static func quoted(_ path: String) -> String { ShellLine("").quoted(path.escaped) }
}
