import Door
import Host
import Model
import Runner
import Text
import Workload

/// `orch torture`: lets many processes and an editor change one queue, and checks that nothing is
/// lost.
struct TortureCommand: QueueCommand {
  static let name = "torture"
  static let summary = Sentence(
    "Show on this disk that no work is lost", "이 디스크에서 작업이 사라지지 않음을 보여 줍니다")
  static let discussion = Sentence(
    """
    Creates a separate queue in the folder .orch-torture-… beside yours. There many processes add,
    pick and finish rows as fast as they can, while an editor saves old buffers over their changes.
    The editor truncates and writes the file, sometimes with a pause in the middle; or it writes
    another file and renames it, moves the file to a backup and creates it again, or appends. Then
    the command counts acknowledged changes that are lost, rows that were handed out twice, contents
    that nobody wrote, and typed texts that are gone. If a count is not 0, the status is 1, and the
    folder is kept for you to inspect. Your own queue and its run log are not touched.
    """,
    """
    자신의 큐 옆 폴더 .orch-torture-…에 따로 큐를 만듭니다. 그곳에서 많은 프로세스가 최대한 빨리 행을
    추가하고 맡고 끝내는 동안, 편집기가 예전 내용을 그 위에 저장합니다: 파일을 비우고 쓰거나 중간에
    쉬고, 다른 파일을 쓰고 이름을 바꾸고, 파일을 백업으로 옮긴 뒤 새로 만들고, 덧붙입니다. 그다음
    셉니다: 확인받았는데 사라진 것, 두 번 배정된 것, 쓴 적이 없는 것, 입력했는데 없어진 것입니다.
    하나라도 0이 아니면 상태가 1이고, 볼 수 있도록 폴더를 남깁니다. 자신의 큐와 실행 로그는 건드리지
    않습니다.
    """)
  static let result = """
    `torture …` with its options, `file_system …`, then `acknowledged`, `lost`, `duplicated`, \
    `unexpected` and `typed` with their numbers, and a line for each row that has a fault
    """
  static var answers: [any Shaped.Type] { [TortureOutput.self] }
  static let examples = [
    Example(
      "orch torture", Sentence("ten seconds on the disk that holds the queue", "큐가 있는 디스크에서 10초")),
    Example(
      "orch torture --seconds 60 --processes 32",
      Sentence("longer, and with more processes", "더 오래, 동시에 더 많이")),
    Example(
      "orch torture --json | jq '.lost | length'",
      Sentence("one figure, for a script", "수치 하나. 스크립트에서")),
  ]
  static let options: [Option<TortureCommand>] = [
    .number(
      "--seconds", "N", Sentence("how long the test takes", "걸리는 시간"), in: 1...3600,
      fallback: Sentence(same: "10")
    ) {
      $1.plan.seconds = $0
    },
    .number(
      "--processes", "N", Sentence("how many processes work at a time", "동시에 일하는 프로세스의 수"),
      in: 1...64, fallback: Sentence(same: "8")
    ) { $1.plan.processes = $0 },
    .number(
      "--seed", "N",
      Sentence(
        "repeat the choices of another run; their timing depends on the machine",
        "지난번과 같은 선택. 시점은 컴퓨터에 달려 있습니다"),
      in: 0...(.max)
    ) { $1.seed = $0 },
  ]
  static let databaseOfSettings = DatabaseOfSettings.ignored
  static let isLogged = false

  var shared = SharedOptions()
  var plan = Trial.Plan(seed: 0)
  var seed: Int?

  func run(in context: CommandContext) throws -> ExitStatus {
    try context.taskQueue.refuseDatabase(for: .scratchQueue)
    let pause = try InterruptiblePause()
    let result = Result { try torture(context, pause) }
    // A signal can end this process only now that the scratch folder is removed.
    pause.end()
    return try result.get()
  }

  private func torture(
    _ context: CommandContext, _ pause: InterruptiblePause
  ) throws -> ExitStatus {
    var folder = try scratchFolder(in: context)
    var plan = plan
    plan.seed = seed.map(UInt64.init) ?? Randomness.number() >> 1
    let fileSystem = try TorturedFileSystem(of: folder.path)
    let oracle = try run(plan, in: folder.path, context, pause)
    if pause.isInterrupted { return .refused }
    if !oracle.isClean { folder.retain() }
    let output = TortureOutput(
      plan: plan, fileSystem: fileSystem, oracle: oracle, kept: oracle.isClean ? nil : folder.path)
    try context.print(output, or: output.lines.map(\.escaped))
    return oracle.isClean ? .success : .refused
  }

  /// A folder on the disk that holds the queue, or in the current folder if there is no queue.
  private func scratchFolder(in context: CommandContext) throws -> TemporaryFolder {
    let home: String
    do { home = try context.taskQueue.home() } catch {
      guard error.kind == .noQueue, context.taskQueue.namedQueuePath == nil else { throw error }
      home = context.currentDirectory
    }
    do {
      let folder = try TemporaryFolder(in: home, prefix: ".orch-torture-")
      try NewFile.create(Path.join(folder.path, ".gitignore"), text: "*\n")
      return folder
    } catch {
      throw Problem.system(error)
    }
  }

  private func run(
    _ plan: Trial.Plan, in folder: String, _ context: CommandContext, _ pause: InterruptiblePause
  ) throws -> Oracle {
    if ProcessIdentity.current == nil { throw Problem.noProcessTable }
    // Of the user's settings only the lock timeout applies; the other settings are for the user's
    // queue.
    let trial = Trial(
      plan, onQueue: Path.join(folder, "QUEUE.md"), with: CurrentProcess.image,
      environment: ChildEnvironment.variables(
        from: context.environment, passing: [Settings.lockTimeout.description.variable]),
      options: context.shared.lockTimeout.map { ["--lock-timeout", $0] } ?? [])
    let line = context.progressLine()
    defer { line.clear() }
    let observer = Trial.Observer(
      pause: pause.wait, isInterrupted: { pause.isInterrupted },
      progress: { line.show("torture: \($0) of \(plan.seconds) s in \(folder.escaped)") })
    do { return try trial.run(observer) } catch {
      switch error {
      case .system(let error): throw Problem.system(error)
      case .command(let command, let message):
        throw Problem.adapter(
          .torture,
          Sentence(
            "\(command) failed in the scratch folder: \(message)",
            "임시 폴더에서 \(command) 실패: \(message)"),
          hint: Sentence(
            "nothing is proven; run ops doctor to check this disk",
            "아무것도 증명되지 않았습니다. ops doctor가 이 디스크를 검사합니다"))
      }
    }
  }
}
