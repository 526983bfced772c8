import Host
import Model
public import QueueStore
import Stores
import Table
public import Text

extension StoreError {
  /// What is wrong.
  public var sentence: Sentence {
    switch self {
    case .refused(let refusal): refusal.sentence
    case .missing(let path): Sentence("no queue at \(path)", "\(path): 큐가 없습니다")
    case .leadsOut(let path, let target):
      Sentence(
        "\(path) has become a link to \(target), out of its folder",
        "\(path): 폴더 밖의 \(target)을(를) 가리키는 링크가 되었습니다")
    case .malformed(let path, let error):
      Sentence(
        "\(Path.name(of: path)):\(error.line):\(error.column): \(error.sentence.english)",
        "\(Path.name(of: path)):\(error.line):\(error.column): \(error.sentence.korean)")
    case .notWritable(let path): Sentence("\(path) is not writable", "\(path): 쓰기 권한이 없습니다")
    case .locked(let path, let holder):
      Sentence("\(path) is locked by \(holder)", "\(path): 다른 프로세스가 잠갔습니다: \(holder)")
    case .notAtRest(let path):
      Sentence("\(path) is just being saved by another program", "\(path): 다른 프로그램이 지금 저장하고 있습니다")
    case .notDurable(let error), .system(let error): error.sentence
    case .missingDatabase(let path): Sentence("no database at \(path)", "\(path): 데이터베이스가 없습니다")
    case .foreignDatabase(let path):
      Sentence("\(path) is a database, but holds no queue", "\(path): 데이터베이스이지만 큐가 들어 있지 않습니다")
    case .otherQueue(let path, let queue):
      Sentence("\(path) is not the database of \(queue)", "\(path): \(queue)의 데이터베이스가 아닙니다")
    case .newerDatabase(let path, let version):
      Sentence(
        "\(path) has version \(version), made by a later orch",
        "\(path): 더 새로운 orch가 만든 버전 \(version)입니다")
    case .damagedDatabase(let path, let problems):
      Sentence(
        "\(path) is damaged: \(problems.first ?? "")"
          + (problems.count > 1 ? ", and \(problems.count - 1) more" : ""),
        "\(path): 손상되었습니다: \(problems.first ?? "")"
          + (problems.count > 1 ? " 외 \(problems.count - 1)건" : ""))
    case .undecided(let error), .database(let error), .renderedUnrecorded(let error):
      Sentence(same: error.message)
    case .server(let failure): Sentence(same: "\(failure.address): \(failure.message)")
    case .badAddress(hasPassword: true):
      Sentence("the address of the server has a password", "서버 주소에 암호가 들어 있습니다")
    case .badAddress(hasPassword: false):
      Sentence("the address of the server can't be read", "서버 주소를 읽을 수 없습니다")
    case .failedCopy(let path, let source):
      Sentence(
        "\(path), read back, differs from \(source)",
        "\(path): 다시 읽어 보니 \(source)와(과) 다릅니다")
    case .missingColumns(let path, let names):
      Sentence(
        "\(Path.name(of: path)) has no \(names.count == 1 ? "column" : "columns") "
          + names.map { "'\($0.escaped)'" }.joined(separator: ", "),
        "\(Path.name(of: path)): 열이 없습니다: "
          + names.map { "'\($0.escaped)'" }.joined(separator: ", "))
    }
  }

  /// What to do.
  public var hint: Sentence {
    switch self {
    case .refused(let refusal): refusal.hint
    case .system(let error): error.hint
    case .database(let error): error.cause.hint
    case .server(let failure): failure.hint
    case .badAddress(hasPassword: true):
      Sentence(
        "leave it out, because other users see arguments; put it into ~/.pgpass or PGPASSWORD",
        "다른 사용자가 인자를 볼 수 있으니 빼고, ~/.pgpass나 PGPASSWORD에 적으십시오")
    case .badAddress(hasPassword: false):
      Sentence(
        "write it as postgresql://USER@HOST/DATABASE", "postgresql://USER@HOST/DATABASE처럼 쓰십시오")
    case .renderedUnrecorded:
      Sentence(
        "the table was written, but the database has no record of it; run orch render again",
        "표는 썼지만 데이터베이스에 기록하지 못했습니다. orch render를 다시 실행하십시오")
    case .missing(let path) where Sidecar(forQueueAt: path).hasHistory: Self.restoring
    case .missing(let path):
      Sentence("\(Self.creation(of: path)) creates one", "만들기: \(Self.creation(of: path))")
    case .leadsOut:
      Sentence("name it with --queue to use it anyway", "그래도 쓰려면 --queue로 지정하십시오")
    case .malformed(let path, let error)
    where error.reason == .empty && Sidecar(forQueueAt: path).hasHistory:
      Self.restoring
    case .malformed(_, let error): error.hint
    case .notWritable(let path): .makeWritable(path)
    case .locked:
      Sentence(
        "try again, or wait longer with --lock-timeout", "다시 시도하거나 --lock-timeout으로 더 기다리십시오")
    case .notAtRest: Sentence("nothing was changed; try again", "아무것도 바꾸지 않았습니다. 다시 시도하십시오")
    case .notDurable:
      Sentence(
        "the change was made, but may not survive a power failure; check the disk",
        "바꾸었지만 정전 뒤에는 남지 않을 수 있습니다. 디스크를 확인하십시오")
    case .missingDatabase(let path):
      Sentence(
        "orch migrate makes one from QUEUE.md, orch init --db \(path) an empty one",
        "QUEUE.md에서 만들기: orch migrate, 빈 것 만들기: orch init --db \(path)")
    case .foreignDatabase: Sentence("name the queue's own with --db", "--db로 큐의 데이터베이스를 지정하십시오")
    case .otherQueue:
      Sentence(
        "name the queue's own with --db, or adopt this one with orch migrate --adopt",
        "--db로 이 큐의 것을 지정하거나, orch migrate --adopt로 이것을 이 큐의 것으로 만드십시오")
    case .newerDatabase:
      Sentence(
        "nothing was changed; use that version, or a later one",
        "아무것도 바꾸지 않았습니다. 그 버전이나 더 새로운 버전을 쓰십시오")
    case .damagedDatabase:
      Sentence(
        "nothing was changed; ops verify lists it all; restore a backup, or make it again "
          + "with orch migrate",
        "아무것도 바꾸지 않았습니다. ops verify가 모두 보여 줍니다. 백업을 복원하거나 "
          + "orch migrate로 다시 만드십시오")
    case .undecided:
      Sentence(
        "the change may not have been made: see orch show; check the disk, then run ops verify",
        "바뀌었는지 확실하지 않습니다. orch show로 보고, 디스크를 확인한 뒤 ops verify를 실행하십시오")
    case .failedCopy: Sentence("it was removed; check the disk", "사본을 지웠습니다. 디스크를 확인하십시오")
    case .missingColumns(let path, _):
      Sentence(
        "nothing was changed; add the columns of the queue to the header of \(Path.name(of: path))",
        "아무것도 바꾸지 않았습니다. 큐에 있는 열을 \(Path.name(of: path))의 머리글에 더하십시오")
    }
  }

  private static let restoring = Sentence(
    "orch restore --file brings it back as it was", "되살리기: orch restore --file")

  private static func creation(of queue: String) -> String {
    Path.name(of: queue) == "QUEUE.md"
      ? "orch init --path \(Path.parent(of: queue))" : "orch init --queue \(queue)"
  }
}

extension DatabaseFailure.Cause {
  fileprivate var hint: Sentence {
    switch self {
    case .full:
      Sentence("nothing was changed; make room on the disk", "아무것도 바꾸지 않았습니다. 디스크에 공간을 만드십시오")
    case .readOnly:
      Sentence(
        "nothing was changed; check the permissions of the file and its folder, and the disk",
        "아무것도 바꾸지 않았습니다. 파일과 폴더의 권한, 디스크를 확인하십시오")
    case .denied: Sentence("check the permissions of the file and its folder", "파일과 폴더의 권한을 확인하십시오")
    case .busy:
      Sentence(
        "try again, or wait longer with --lock-timeout", "다시 시도하거나 --lock-timeout으로 더 기다리십시오")
    case .inputOutput:
      Sentence(
        "nothing was changed; check the disk and its room, then ops verify",
        "아무것도 바꾸지 않았습니다. 디스크와 남은 공간을 확인한 뒤 ops verify를 실행하십시오")
    case .other: Sentence("ops verify checks it", "ops verify로 검사하십시오")
    }
  }
}

extension ServerFailure {
  /// The address as a shell reads it.
  private var quoted: String { "'\(address)'" }

  fileprivate var hint: Sentence {
    switch cause {
    case .unreachable:
      Sentence(
        "nothing was changed; start the server, or try again later",
        "아무것도 바꾸지 않았습니다. 서버를 시작하거나 나중에 다시 시도하십시오")
    case .denied:
      Sentence(
        "put the password into ~/.pgpass, or ask the server's administrator for access",
        "~/.pgpass에 암호를 적거나 서버 운영자에게 접속 허용을 요청하십시오")
    case .lacksRights:
      Sentence(
        "ask the owner of the tables to GRANT you rights on them",
        "테이블 소유자에게 GRANT로 권한을 요청하십시오")
    case .noDatabase:
      Sentence(
        "create it with createdb, then the queue with orch init --db \(quoted)",
        "createdb로 만든 뒤 orch init --db \(quoted)(으)로 큐를 만드십시오")
    case .noQueue:
      Sentence("orch init --db \(quoted) makes one", "만들기: orch init --db \(quoted)")
    case .noSchema:
      Sentence(
        "CREATE SCHEMA makes it, and GRANT USAGE ON SCHEMA gives you access",
        "CREATE SCHEMA로 만들고, GRANT USAGE ON SCHEMA로 권한을 주십시오")
    case .otherVersion:
      Sentence(
        "nothing was changed; use the version of orch that the other machines have",
        "아무것도 바꾸지 않았습니다. 다른 기계와 같은 버전의 orch를 쓰십시오")
    case .replica:
      Sentence(
        "nothing was changed; name the primary server", "아무것도 바꾸지 않았습니다. 주 서버를 지정하십시오")
    case .full:
      Sentence(
        "nothing was changed; make room on the disk of the server",
        "아무것도 바꾸지 않았습니다. 서버의 디스크에 공간을 만드십시오")
    case .undecided(let event):
      Sentence(
        "the change was made only if orch history has number \(event) of this "
          + "command",
        "바뀌었는지 확실하지 않습니다. orch history에 이 명령의 \(event)번이 있으면 바뀐 것입니다")
    case .other:
      Sentence(
        "nothing was changed; ops verify checks the queue",
        "아무것도 바꾸지 않았습니다. ops verify로 큐를 검사하십시오")
    }
  }
}
