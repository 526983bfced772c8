import Model
public import Text

extension Problem {
  /// What is wrong.
  public var sentence: Sentence { words.0 }

  /// What to do; may be empty.
  public var hint: Sentence { words.hint }

  /// The sentence in English, for files, JSON and the run log.
  public var message: String { sentence.english }

  /// The sentence, followed by the hint in parentheses; not escaped.
  public var sentenceWithHint: Sentence {
    Sentence("\(message) (\(hint.english))", "\(sentence.korean) (\(hint.korean))")
  }

  /// The same in English.
  public var messageWithHint: String { sentenceWithHint.english }

  /// Why a worker starts nothing, as a predicate of the worker: `paused until 14:20: no valid
  /// login`.
  public var state: Sentence {
    guard case .workerCannotStart(let obstacle) = self,
      case .paused(let pause, let day) = obstacle.reason
    else { return sentence }
    return pause.sentence(at: day)
  }

  /// The problem with a hint whose commands find the same queue.
  ///
  /// - Parameter queueOption: the option that names the queue, with a blank before it.
  public func naming(_ queueOption: @autoclosure () -> String) -> Problem {
    switch self {
    case .untrusted(_, let refusal): .hinted(self, refusal.hint(naming: queueOption()))
    case .reportWaits(let problem): .reportWaits(problem.naming(queueOption()))
    default: self
    }
  }

  /// The problem with one more sentence after its hint.
  public func adding(_ sentence: Sentence) -> Problem { .hinted(self, hint.followed(by: sentence)) }

  private var words: Words {
    switch self {
    case .store(let error): (error.sentence, error.hint)
    case .system(let error): (error.sentence, error.hint)
    case .setting(let problem): problem.words
    case .location(let problem): problem.words
    case .noWorkerProgram(let file, let kind):
      (
        Sentence(
          "\(file): spawn.kind is \(kind), but spawn.argv names no program",
          "\(file): spawn.kind가 \(kind)인데 spawn.argv에 프로그램이 없습니다"),
        Sentence(
          #"such as "argv": ["scripts/worker.sh", "{id}"]"#,
          #"예: "argv": ["scripts/worker.sh", "{id}"]"#)
      )
    case .rootIsNoFolder(let root, let file, let home):
      (
        Sentence(
          "\(file): root '\(root.escaped)' is not a folder",
          "\(file): root '\(root.escaped)': 폴더가 아닙니다"),
        Sentence("the path is relative to \(home)", "\(home)을(를) 기준으로 한 경로입니다")
      )
    case .tokenLimits(let soft, let hard):
      (
        Sentence(
          "the hard limit \(hard) is below the soft one \(soft)",
          "하드 한도 \(hard)이(가) 소프트 한도 \(soft)보다 작습니다"),
        Sentence(
          "give both: --soft and --hard, or token_soft_limit and token_hard_limit",
          "둘 다 지정하십시오: --soft와 --hard, 또는 token_soft_limit와 token_hard_limit")
      )
    case .readOnly(let database):
      (
        Sentence(
          "QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY)",
          "QUEUE.md는 읽기 전용입니다 (ORCH_QUEUE_MD_READ_ONLY)"),
        Sentence(
          "change the database with --db \(database), then run orch render; or unset "
            + "ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json",
          "데이터베이스가 원본입니다. --db \(database)(으)로 바꾼 뒤 orch render를 실행하거나, "
            + "ORCH_QUEUE_MD_READ_ONLY 또는 orch.json의 queue_md_read_only를 없애십시오")
      )
    case .untrusted(let use, let refusal):
      (
        Sentence(
          "\(use.sentence.english): \(refusal.sentence.english)",
          "\(use.sentence.korean): \(refusal.sentence.korean)"), refusal.hint(naming: "")
      )
    case .trustStore(let error): (error.sentence, error.hint)
    case .insideWorker:
      (
        Sentence(
          "a worker can't start workers: they would end with it",
          "워커는 워커를 시작하지 않습니다. 함께 종료되기 때문입니다"),
        Sentence(
          "run orch tick outside of it, or unset ORCH_LABEL and ORCH_ATTEMPT if this is not a "
            + "worker",
          "orch tick을 밖에서 실행하거나, 워커가 아니라면 ORCH_LABEL과 ORCH_ATTEMPT를 없애십시오")
      )
    case .missingProgram(let file, let key, let pathKey, let obstacle):
      (
        Sentence(
          "\(file): \(key): \(obstacle.sentence.english)",
          "\(file): \(key): \(obstacle.sentence.korean)"),
        pathKey.map {
          Sentence(
            "no row is claimed for it: install it, or name its path in \($0)",
            "이 프로그램이 없어 행을 배정하지 않습니다. 설치하거나 \($0)에 경로를 적으십시오")
        }
          ?? Sentence(
            "no row is claimed for it: put it there, chmod +x it, or name another program",
            "이 프로그램이 없어 행을 배정하지 않습니다. 그 자리에 두거나, chmod +x 하거나, 다른 프로그램을 적으십시오")
      )
    case .workerCannotStart(let obstacle): (obstacle.sentence, obstacle.hint)
    case .overBudget(let excess):
      (
        excess.sentence,
        excess.end == nil
          ? excess.use.key.hint
          : Sentence(
            "its rows wait for the next day; or \(excess.use.key.hint.english)",
            "그 행들은 다음 날을 기다립니다. 아니면 \(excess.use.key.hint.korean)")
      )
    case .unknownWorker(_, [], let settingsExist, _):
      settingsExist
        ? (
          Sentence("orch.json has no workers", "orch.json에 워커가 없습니다"),
          Sentence(
            "docs/workers.md shows how to name them", "적는 방법은 docs/workers.md에 있습니다")
        )
        : (
          Sentence(
            "there is no orch.json to name the workers", "워커를 적는 orch.json이 없습니다"),
          Sentence(
            "orch init --worker script writes one", "만들기: orch init --worker script")
        )
    case .unknownWorker(let name, let known, _, _):
      (
        Sentence(
          "orch.json has no worker '\(name.escaped)'",
          "orch.json에 워커 '\(name.escaped)'이(가) 없습니다"),
        Spelling.nearest(to: name, in: known).map(Sentence.suggestion)
          ?? Sentence(
            "it has \(known.map(\.escaped).joined(separator: ", "))",
            "있는 워커: \(known.map(\.escaped).joined(separator: ", "))")
      )
    case .unknownRepository(let name, let known):
      (
        Sentence(
          "orch.json has no repository '\(name.escaped)'",
          "orch.json에 저장소 '\(name.escaped)'이(가) 없습니다"),
        Spelling.nearest(to: name, in: known).map(Sentence.suggestion)
          ?? (known.isEmpty
            ? Sentence(
              "add its path to repositories in orch.json", "orch.json의 repositories에 경로를 적으십시오")
            : Sentence(
              "it has \(known.map(\.escaped).joined(separator: ", "))",
              "있는 저장소: \(known.map(\.escaped).joined(separator: ", "))"))
      )
    case .noProcessTable:
      (
        Sentence(
          "this process cannot be identified: /proc can't be read",
          "이 프로세스를 확인할 수 없습니다: /proc을 읽을 수 없습니다"),
        Sentence("mount /proc", "/proc을 마운트하십시오")
      )
    case .notStarted(let error): (error.sentence, Sentence("try again", "다시 시도하십시오"))
    case .noReport:
      (
        Sentence(
          "the message has no report, or does not name its row",
          "메시지에 보고서가 없거나, 어느 행의 것인지 알 수 없습니다"),
        Sentence(
          "orch task ID shows the form; --id names the row",
          "orch task ID가 형식을 보여 줍니다. --id로 행을 지정하십시오")
      )
    case .otherRow(let reported, let named):
      (
        Sentence(
          "the report is for \(reported.escaped), not for \(named.escaped)",
          "보고서는 \(named.escaped)의 것이 아니라 \(reported.escaped)의 것입니다"),
        Sentence(
          "leave --id out, or send the report for \(named.escaped)",
          "--id를 빼거나 \(named.escaped)의 보고서를 주십시오")
      )
    case .otherContext(let id):
      (
        Sentence(
          "the report's context_sha256 is not the one that the worker of \(id.escaped) was sent",
          "\(id.escaped): 보고서가 워커에게 보낸 것과 다른 context를 말합니다"),
        Sentence(
          "use the context_sha256 of orch show \(id.escaped) --task, or leave it out",
          "orch show \(id.escaped) --task의 context_sha256을 그대로 쓰거나 빼십시오")
      )
    case .settingsChanged(let id):
      (
        Sentence(
          "orch.json changed since the worker of \(id) started",
          "\(id): 워커가 시작된 뒤 orch.json이 바뀌었습니다"),
        Sentence(
          "its supervisor uses the settings it started with",
          "그 감독 프로세스는 시작할 때의 설정으로 판정합니다")
      )
    case .judgedElsewhere(let id):
      (
        Sentence(
          "orch started a worker for \(id.escaped): its supervisor, a daemon or the next orch tick judges "
            + "its reports, and runs its checks",
          "\(id.escaped)의 워커는 orch가 시작했습니다. 보고서 판정과 검사는 감독 프로세스나 데몬, 다음 orch tick이 합니다"),
        Sentence(
          "send the report with orch report; one of these judges it",
          "orch report로 보내고 판정은 맡기십시오")
      )
    case .reportWaits(let problem):
      (
        problem.sentence,
        problem.hint.followed(
          by: Sentence(
            "the report waits; run orch report --drain", "보고서는 보관되어 있습니다: orch report --drain"))
      )
    case .attempt(let problem, let id): problem.words(ofRow: id.escaped)
    case .briefExists(let path, let id):
      (
        Sentence("\(path) already exists with another text", "\(path): 다른 내용으로 이미 있습니다"),
        Sentence(
          "leave --brief out to use it as the brief of \(id), move it away, or choose another id",
          "--brief를 빼면 그 파일이 그대로 \(id)의 브리프가 됩니다. 아니면 옮기거나 다른 id를 고르십시오")
      )
    case .badBrief(let path, let id, let problem):
      (
        Sentence(
          "the brief of \(id.escaped), \(path.escaped), \(problem.sentence.english)",
          "\(id.escaped)의 브리프 \(path.escaped): \(problem.sentence.korean)"),
        problem.hint(ofRow: id.escaped)
      )
    case .cursorOfOtherQueue(let cursor):
      (
        Sentence(
          "\(cursor.text) is a cursor of another queue", "\(cursor.text): 다른 큐의 커서입니다"),
        .beginAnew
      )
    case .cursorAhead(let cursor, let last):
      (
        Sentence(
          "\(cursor.text) is ahead of the history, which ends at \(last.text)",
          "\(cursor.text): 기록은 \(last.text)에서 끝나므로 그보다 앞선 커서입니다"),
        .beginAnew
      )
    case .fact(let fact): fact.problem.words
    case .daemonRuns(let queue, let holder):
      (
        Sentence(
          "\(queue) has a daemon already: \(holder)", "\(queue): 데몬이 이미 실행 중입니다: \(holder)"),
        Sentence(
          "one daemon is enough; kill \(holder.prefix { $0 != " " }) ends it",
          "하나면 충분합니다. 끝내기: kill \(holder.prefix { $0 != " " })")
      )
    case .invalidField(let field, let text, let value):
      (
        .invalidValue(text.escaped, for: field.name(.zoned), value.reason),
        Sentence("nothing was changed", "아무것도 바뀌지 않았습니다")
      )
    case .fileOnly(let command, .fileOrSQLite):
      (
        Sentence(
          "\(command) works on files, not on a queue on a server",
          "\(command): 서버의 큐가 아니라 파일에 쓰는 명령입니다"), FileUse.fileOrSQLite.hint
      )
    case .fileOnly(let command, let use):
      (
        Sentence(
          "\(command) works on a queue file, not on a database",
          "\(command): 데이터베이스가 아니라 큐 파일에 쓰는 명령입니다"), use.hint
      )
    case .adapter(_, let sentence, let hint): (sentence, hint)
    case .hinted(let problem, let hint): (problem.sentence, hint)
    case .unexpected(let description):
      (Sentence(same: description), Sentence("please report this", "이 오류를 알려 주십시오"))
    }
  }
}

extension Sentence {
  fileprivate func followed(by next: Sentence) -> Sentence {
    Sentence("\(english); \(next.english)", "\(korean). \(next.korean)")
  }
}

/// A sentence about the problem, and a hint what to do.
public typealias Words = (Sentence, hint: Sentence)

extension BriefProblem {
  fileprivate func hint(ofRow id: String) -> Sentence {
    switch self {
    case .unassigned:
      Sentence(
        "assign the row a brief: orch edit \(id) --brief FILE; until then no worker starts on it",
        "누구의 것인지 정하십시오: orch edit \(id) --brief FILE. 그때까지 이 행의 워커를 시작하지 않습니다")
    case .folder, .link, .noFile, .unreadable:
      Sentence(
        "make it a plain file, or move it away; until then no worker starts on the row",
        "일반 파일로 바꾸거나 옮기십시오. 그대로 두면 이 행의 워커를 시작하지 않습니다")
    }
  }
}

extension FileUse {
  fileprivate var hint: Sentence {
    switch self {
    case .queueFile:
      Sentence(
        "name the file with --queue alone", "--queue로 파일만 지정하십시오")
    case .merging:
      Sentence("leave --db out: git merges files", "--db를 빼십시오. git은 파일을 병합합니다")
    case .fileOrSQLite:
      Sentence(
        "name a database file with --db; use the server's own programs to copy and check its "
          + "databases",
        "--db로 데이터베이스 파일을 지정하십시오. 서버의 것은 서버의 프로그램이 복사하고 검사합니다")
    case .scratchQueue:
      Sentence(
        "leave --db out: the command makes its own queue file", "--db를 빼십시오. 자체 큐 파일을 만듭니다")
    }
  }
}

extension Sentence {
  /// What to do about an invalid cursor.
  fileprivate static let beginAnew = Sentence(
    "leave --after out to begin at the first event, or use --since to begin at a time",
    "--after 없이는 첫 이벤트부터, --since로는 그 시각부터 보여 줍니다")
}
