import Door
import Host
import Model
import Runner
import Text

extension ScheduleCommand {
  /// The server that the options after `--` describe.
  ///
  /// - Throws: a usage error for options that `orch serve` would refuse, because a service would be
  ///   started with them again and again.
  func servesAsAsked(in context: CommandContext) throws -> ServeCommand {
    let program = Program<SharedOptions>(
      name: "orch", summary: Sentence(same: ""), version: Version.current,
      commands: [ServeCommand.self])
    let request: Program<SharedOptions>.Request
    do throws(UsageError) {
      request = try program.parse([ServeCommand.name] + options)
    } catch {
      throw Problem.commandLine(error, error.suggestion)
    }
    guard case .run(let command) = request, let server = command as? ServeCommand,
      server.shared.queue == nil, server.shared.database == nil
    else {
      throw Problem.usage(
        "after -- only options of orch serve are possible, and none that names the queue",
        "-- 뒤에는 큐를 지정하지 않는 orch serve의 옵션만 쓸 수 있습니다",
        hint: Sentence("orch serve --help lists them", "목록: orch serve --help"))
    }
    if let path = server.others.first(where: { !$0.hasPrefix("/") }) {
      let absolute = Path.join(context.currentDirectory, path).escaped
      throw Problem.usage(
        "--also \(path.escaped) is not an absolute path", "--also \(path.escaped): 절대 경로가 아닙니다",
        hint: Sentence(
          "a service has no current folder: use \(absolute)",
          "서비스에는 현재 폴더가 없습니다. 쓰십시오: \(absolute)"))
    }
    for option in options where option.utf8.contains(where: { $0 < 32 || $0 == 127 }) {
      throw Problem.usage(
        "'\(option.escaped)' has control characters", "'\(option.escaped)'에 제어 문자가 있습니다",
        hint: Sentence("leave them out", "빼십시오"))
    }
    return server
  }

  /// Throws if the daemon of the queue is a service already: a second one would end at once, and be
  /// started again and again.
  func checkHasNoDaemon(_ call: ScheduledCall, in context: CommandContext) throws {
    for scheduler in try schedulers(of: .daemon, for: call, in: context) {
      guard let place = try scheduler.installed() else { continue }
      throw Problem.usage(
        "the daemon of the queue is a service already: \(place.escaped)",
        "큐의 데몬이 이미 서비스입니다: \(place.escaped)",
        hint: Sentence(
          "leave --daemon out, or run orch schedule daemon --remove",
          "--daemon을 빼거나 orch schedule daemon --remove를 실행하십시오"))
    }
  }
}
