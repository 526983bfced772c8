public import Door
import Host
import Interchange
import Model
import Runner
public import Text

/// What `orch init` created and configured.
struct InitOutput {
  let path: String
  /// Whether the queue was not there before.
  let isNew: Bool
  let isOnServer: Bool
  /// What was written to `orch.json`.
  var zone: NewQueueZone?
  /// The machine's time zone, such as `TZ=XYZ0:10`, if it can't be used.
  var unusableZone: String?
  /// Whether times are Korean although the machine is in UTC.
  var isKoreanInUTC = false
  /// The prefix of new ids, and the path of the `orch.json` that has it; `nil` without `--prefix`.
  var prefix: (text: String, file: String)?
  /// The parts of git's configuration that were written; `nil` without `--git`.
  var merging: [GitWorkTree.MergePart]?
  /// The settings of a bare repository that name the queue for its worktrees.
  var sharedSettings: String?
  /// The files and the ids of the rows for a worker, and what comes next; `nil` without `--worker`.
  var worker: (files: [String], rows: [String], next: [NextStep])?
  /// `nil` without `--skill`.
  var agentFiles: AgentFiles?
  /// The paths of the scripts for callers of the Python tool; `nil` without `--python-shims`.
  var shims: (written: [String], kept: [String], others: [String])?
  /// The files beside a new queue that can be imported.
  var taskLists: [String] = []
  /// Whether the queue is in a folder other than the current one.
  var isElsewhere = false

  /// The files for agents, and the scripts, that were there.
  private var kept: [String] { (agentFiles?.kept ?? []) + (shims?.kept ?? []) }

  private static func created(_ path: String) -> Sentence {
    Sentence("Created \(path)", "만들었습니다: \(path)")
  }

  var lines: [Sentence] {
    let path = path
    var created: [Sentence] =
      isNew
      ? [Self.created(path)]
      : isOnServer ? [Sentence("\(path) has a queue already", "\(path)에는 이미 큐가 있습니다")] : []
    if let zone {
      let (name, key, file) = (zone.text, zone.key, zone.file)
      created.append(
        Sentence(
          "times are in \(name): \(key) in \(file) (for another zone change it there)",
          "시각은 \(name) 기준입니다: \(file)의 \(key) (다른 시간대는 거기서 바꾸십시오)"))
      if let unusableZone {
        created.append(
          Sentence(
            "\(unusableZone.escaped) is not a time zone of /usr/share/zoneinfo",
            "\(unusableZone.escaped)은(는) /usr/share/zoneinfo의 시간대가 아닙니다"))
      }
    } else if let unusableZone {
      created.append(
        Sentence(
          "times are Korean (+09:00): \(unusableZone.escaped) is not a time zone of /usr/share/zoneinfo "
            + "(for another, remove the queue and run orch init --tz NAME)",
          "시각은 한국 시간(+09:00) 기준입니다: \(unusableZone.escaped)은(는) /usr/share/zoneinfo의 시간대가 아닙니다 "
            + "(다른 시간대로 하려면 큐를 지우고 orch init --tz NAME을 실행하십시오)"))
    } else if isKoreanInUTC {
      created.append(
        Sentence(
          "times are Korean (+09:00) (for another zone remove the queue and run orch init --tz NAME)",
          "시각은 한국 시간(+09:00) 기준입니다 (다른 시간대로 하려면 큐를 지우고 orch init --tz NAME을 실행하십시오)"))
    }
    if let prefix {
      let first = NumberedID.id(number: 1, prefix: prefix.text)
      created.append(
        Sentence(
          "new ids are \(first): id_prefix in \(prefix.file)",
          "새 id는 \(first)부터입니다: \(prefix.file)의 id_prefix"))
    }
    if let merging {
      let written = merging.map(\.rawValue).joined(separator: ", ")
      created.append(
        written.isEmpty
          ? Sentence("git already merges \(path) by cell", "\(path): git이 이미 셀 단위로 병합합니다")
          : Sentence(
            "git merges \(path) by cell: \(written)", "\(path): git이 셀 단위로 병합합니다: \(written)"))
    }
    if let sharedSettings {
      created.append(
        Sentence(
          "worktrees of this repository use it: orch.queue in \(sharedSettings)",
          "이 저장소의 작업 트리들이 이 큐를 씁니다: \(sharedSettings)의 orch.queue"))
    }
    if let agentFiles {
      created +=
        agentFiles.written.map(Self.created)
        + agentFiles.changed.map {
          Sentence("Added the part of orch to \($0)", "orch에 관한 부분을 더했습니다: \($0)")
        }
    }
    created += shims?.written.map(Self.created) ?? []
    created += kept.map { Sentence("\($0) stays as it is", "이미 있어 그대로 둡니다: \($0)") }
    created += taskLists.map { name in
      let file = (isElsewhere ? Path.join(Path.parent(of: path), name) : name).escaped
      let command =
        "orch import --from markdown \(ShellLine("").quoted(file))"
        + (isElsewhere ? " --queue \(ShellLine("").quoted(path.escaped))" : "")
      return Sentence("\(file) has tasks: \(command)", "\(file)에 할 일이 있습니다: \(command)")
    }
    guard let worker else { return created }
    return created + worker.files.map(Self.created)
      + worker.rows.map { .added($0) }
      + [
        Sentence(
          "Next:" + NextStep.lines(worker.next).english, "다음:" + NextStep.lines(worker.next).korean)
      ]
  }
}

extension InitOutput: Shaped {
  static var shapeName: StaticString { "init" }
  static func shape(_ fields: inout Fields<InitOutput>) {
    fields.add("path", \.path, "the queue file, or the database")
    fields.addIfAny(
      "created",
      {
        $0.merging == nil && $0.agentFiles == nil && $0.shims == nil && ($0.isNew || !$0.isOnServer)
          ? nil : $0.isNew
      },
      "whether the queue is new; with `--git`, `--skill` and `--python-shims`, and if the server already had the queue"
    )
    fields.addIfAny(
      "git", { $0.merging?.map(\.rawValue) },
      "the parts of git's configuration that were written: `.gitattributes`, `merge.orch.driver`; with `--git`"
    )
    fields.addIfAny(
      "shared_settings", \.sharedSettings,
      "the settings of a bare repository in which `orch.queue` was written, for its worktrees")
    fields.addIfAny(
      "tz",
      { $0.zone.flatMap { $0.key == "tz" ? NamedZone(value: $0.value) : nil } },
      "the zone that was written to `orch.json`, as a name or in hours")
    fields.addIfAny(
      "tz_offset", { $0.zone.flatMap { $0.isOffset ? Number($0.value) : nil } },
      "the hours east of UTC that were written to `orch.json`")
    fields.addIfAny(
      "id_prefix", \.prefix?.text, "the prefix of new ids in `orch.json`; with `--prefix`")
    fields.addIfAny(
      "files", \.worker?.files, "the files that were written for the worker; with `--worker`")
    fields.addIfAny(
      "agent_files", { $0.agentFiles.map { $0.written + $0.changed } },
      "the files for agents that were written; with `--skill`"
    )
    fields.addIfAny(
      "python_shims", \.shims?.written, "the scripts that were written; with `--python-shims`")
    fields.addIfNotEmpty(
      "kept", \.kept,
      "the files that existed, and stay as they are; with `--skill` and `--python-shims`")
    fields.addIfNotEmpty(
      "task_lists", \.taskLists,
      "the files beside a new queue that `orch import --from markdown` reads")
    fields.addIfAny("rows", \.worker?.rows, "the ids of the example rows; with `--worker`")
    fields.addIfAny(
      "next",
      { $0.worker?.next.map(\.command) }, "the commands that come next; with `--worker`")
  }
}

/// `Europe/Berlin`, or hours.
private struct NamedZone: FieldValue {
  let value: JSONValue

  static var form: String { "text or number" }

  func write(to output: inout [UInt8]) { value.write(to: &output) }
}

extension Problem {
  /// Files with the names of shims that are something else.
  static func noShims(_ paths: [String]) -> Problem {
    let names = paths.map(Path.name).joined(separator: ", ").escaped
    return .adapter(
      .exists,
      Sentence(
        "other files have the names of shims: \(names)", "심의 이름을 다른 파일이 쓰고 있습니다: \(names)"),
      hint: Sentence(
        "move the files away, and run this command again", "파일을 옮기고 이 명령을 다시 실행하십시오"))
  }
}

extension JoinedCopy: Shaped {
  public static var shapeName: StaticString { "init join" }
  public static func shape(_ fields: inout Fields<JoinedCopy>) {
    fields.add("path", \.path, "the copy, which commands here no longer use")
    fields.add("queue", \.queue, "the queue of the main worktree, which commands here now use")
    fields.add("missing", \.missing, "the ids of rows that only the copy has")
  }
}
