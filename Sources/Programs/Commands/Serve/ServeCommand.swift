import Door
import HTTP
import Host
import Model
import Runner
import Server
import Synchronization
import Text
import Work
import Workers

/// `orch serve`: serves HTTP for programs and the board for people.
struct ServeCommand: QueueCommand {
  static let name = "serve"
  static let summary = Sentence(
    "Serve the queue over HTTP, with a board for browsers", "큐와 브라우저용 보드를 HTTP로 제공합니다")
  static let discussion = Sentence(
    """
    Each request does what a command does, with the same JSON, rules and refusals; docs/server.md
    lists the routes. Programs send a token from orch token add; in a browser, open the address that
    orch open prints. The server listens only on this machine unless --listen names another address,
    which requires that a token exists. Use a proxy for TLS; templates/serve has samples. SIGTERM
    and SIGINT end the server after it has finished the requests that it began. It starts no
    workers, but with --daemon it is also the daemon of its queues. ORCH_WEBHOOK_SECRET is the secret
    with which a forge signs its webhooks.
    """,
    """
    요청마다 명령과 같은 일을 하며 JSON, 규칙, 거절도 같습니다. 경로는 docs/server.ko.md에 있습니다. 프로그램은
    orch token add의 토큰을 보내고, 브라우저는 orch open이 출력하는 주소를 엽니다. --listen으로 다른 주소를
    지정하지 않으면 이 컴퓨터에서만 받으며, 다른 주소에는 토큰이 있어야 합니다. TLS는 프록시가 맡습니다. 예시는
    templates/serve에 있습니다. SIGTERM과 SIGINT를 받으면 시작한 일을 마치고 끝납니다. 워커를 시작하지
    않지만 --daemon을 쓰면 큐의 데몬도 됩니다. ORCH_WEBHOOK_SECRET은 포지가 웹훅에 서명하는 비밀입니다.
    """)
  static let result = """
    `serves QUEUE at http://127.0.0.1:8420` as soon as it listens; with `--daemon`, then the lines \
    of `orch daemon`
    """
  static var answers: [any Shaped.Type] { [ServeAnswer.self] }
  static let examples = [
    Example("orch serve", Sentence("on port 8420 of this machine", "이 컴퓨터의 8420 포트에서")),
    Example(
      "orch serve --daemon",
      Sentence("with the daemon of the queue in the same process", "큐의 데몬도 한 프로세스에서")),
    Example(
      "orch serve --listen 127.0.0.1:9000 --allow-host queue.example.com --proxy 127.0.0.1",
      Sentence("behind a proxy that has the name and the certificate", "이름과 인증서를 가진 프록시 뒤에서")),
    Example(
      "orch serve --base-path /orch --allow-host example.com --proxy 127.0.0.1",
      Sentence(
        "at https://example.com/orch/, on a host with other applications",
        "다른 애플리케이션도 있는 호스트의 https://example.com/orch/에서")),
  ]
  static let options: [Option<ServeCommand>] = [
    .value(
      "--listen", "ADDRESS",
      Sentence(
        "the address and port to listen on; port 0 picks a free one", "받을 주소와 포트. 포트 0은 아무 포트"),
      fallback: Sentence(same: "127.0.0.1:8420")
    ) { (text, command) throws(InvalidValue) in command.listener = try ListenAddress(text) },
    .value(
      "--also", "QUEUE",
      Sentence(
        "another queue to serve; requests name it with ?queue=", "함께 제공할 다른 큐. ?queue=로 지정합니다"),
      repeatable: true, kind: .file
    ) { $1.others.append($0) },
    .value(
      "--allow-host", "NAME",
      Sentence("another host name that browsers use for the server", "브라우저가 부르는 다른 이름"),
      repeatable: true
    ) { (text, command) throws(InvalidValue) in command.access.hosts.append(try hostName(text)) },
    .value(
      "--proxy", "ADDRESS",
      Sentence(
        "the address of a proxy; its X-Forwarded-For and https are trusted",
        "X-Forwarded-For와 https를 믿을 프록시의 주소"),
      repeatable: true
    ) { (text, command) throws(InvalidValue) in
      command.access.proxies.append(try proxyAddress(text))
    },
    .value(
      "--base-path", "PATH",
      Sentence(
        "the path below which a proxy offers the server, such as /orch",
        "프록시의 호스트에서 서버가 있는 경로. 예: /orch")
    ) { (text, command) throws(InvalidValue) in
      guard let path = BasePath(text) else {
        throw InvalidValue(
          Sentence(
            "use a path such as /orch: letters, digits, '-', '.', '_' and '~' behind each slash, and "
              + "no path of the server itself",
            "/orch 같은 경로를 쓰십시오. 빗금 뒤마다 영문자, 숫자, '-', '.', '_', '~'만 쓰고, 서버 자신의 경로는 "
              + "쓸 수 없습니다"))
      }
      command.access.basePath = path
    },
    .flag("--daemon", Sentence("also be the daemon of the queues", "큐들의 데몬도 됨")) {
      $0.isDaemon = true
    },
  ]
  /// Each request that changes something has its own entry in the log.
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { isDaemon ? .all : .reading }
  var listener = ListenAddress.standard
  var others: [String] = []
  var access = Gateway.Access()
  var isDaemon = false

  func run(in context: CommandContext) throws -> ExitStatus {
    try context.checkIsNoWorker()
    let served = try servedQueues(in: context)
    let queues = served.map(\.queue)
    if isDaemon { try checkMayBeDaemon(served.map(\.context)) }
    var access = access
    access.webhookSecret = context.environment["ORCH_WEBHOOK_SECRET"]
    let interval = Interval.standard
    let gateway = try Gateway(
      of: queues, on: listener.host, access, version: Version.current,
      daemonInterval: isDaemon ? .seconds(interval.seconds) : nil)
    // From here on signals do not end the process; this includes threads that start now.
    let wait = try ServiceWait(watching: [])
    let server = try listen { gateway.receive($0) }
    gateway.begin(on: server)
    let address = "http://\(listener.reachableHost):\(server.port)\(access.basePath.text)"
    let file = try ServerFile(environment: context.environment)
    // Only the server's thread uses the loop until that thread ends.
    nonisolated(unsafe) let loop = server
    let thread = try BackgroundWork { loop.run() }
    let stop = server.stop
    defer {
      stop.wake()
      thread.wait()
      file.remove()
    }
    try file.add(address, of: queues.map(\.path))
    let answer = ServeAnswer(address: address, queues: queues.map(\.name))
    let names = answer.queues.map(\.escaped).joined(separator: ", ")
    try context.print(answer, or: "serves \(names) at \(address)")
    try context.flush()
    if !Gateway.isLoopback(listener.host) {
      context.warn(
        "\(listener.host) is not loopback: without TLS, others on the network can read what is sent; put a "
          + "proxy in front of it (templates/serve)",
        "\(listener.host): 루프백 주소가 아닙니다. TLS가 없으면 네트워크의 다른 사람이 오가는 내용을 읽을 수 있습니다. "
          + "앞에 프록시를 두십시오 (templates/serve)")
    }
    context.isLongRunning = true
    if isDaemon {
      try runDaemons(of: served, every: interval)
    } else {
      // If the loop ends by itself, so does the process.
      while wait.event(within: .seconds(10)) != .end {
        guard thread.answer == nil else { throw Problem.unexpected("the server ended") }
      }
    }
    return .success
  }

  /// Runs the daemon of each queue, that of the first one on this thread, until a signal.
  ///
  /// - Throws: if no daemon can begin. If some can, they go on.
  private func runDaemons(
    of queues: [(queue: ServedQueue, context: CommandContext)], every interval: Interval
  ) throws {
    // Only the thread of its daemon uses the context of a queue.
    nonisolated(unsafe) let queues = queues
    let isAlone = queues.count == 1
    @Sendable func runDaemon(of number: Int) throws {
      let (queue, context) = queues[number]
      context.isLongRunning = true
      let output = DaemonOutput(
        context, interval, try context.taskQueue.zone(), queue: isAlone ? nil : queue.name)
      let options = Daemon.Options(
        interval: .seconds(interval.seconds), staleTimeout: try StaleTimeout().duration(in: context)
      )
      _ = try context.taskQueue.serve(options, as: context.caller) { output.show($0) }
    }
    if isAlone { return try runDaemon(of: 0) }
    ServiceWait.shareSignals()
    let problems = Mutex<[Problem]>([])
    @Sendable func runOrWarn(_ number: Int) {
      do { try runDaemon(of: number) } catch {
        let (queue, context) = queues[number]
        let (name, problem) = (queue.name.escaped, context.problem(error))
        problems.withLock { $0.append(problem) }
        context.warn(
          "\(name) has no daemon here: \(problem.sentence.english)",
          "\(name)의 데몬이 여기에 없습니다: \(problem.sentence.korean)")
      }
    }
    Parallel.beside(queues.count - 1, work: { runOrWarn($0 + 1) }, body: { runOrWarn(0) })
    let all = problems.withLock { $0 }
    if all.count == queues.count { throw all[0] }
  }

  /// A name that the header `Host` of a request may have, without its port.
  private static func hostName(_ text: String) throws(InvalidValue) -> String {
    let isAddress = text.hasPrefix("[") && text.hasSuffix("]")
    guard !text.isEmpty, !text.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "," }),
      isAddress || !text.contains(":")
    else {
      throw InvalidValue(
        Sentence(
          "use the name alone, such as queue.example.com, without a scheme, a port or a path",
          "queue.example.com처럼 이름만 쓰십시오. 스킴, 포트, 경로는 쓰지 않습니다"))
    }
    return text
  }

  private static func proxyAddress(_ text: String) throws(InvalidValue) -> String {
    guard ListenAddress.isNumeric(text), text.contains(".") || text.contains(":") else {
      throw InvalidValue(
        Sentence(
          "use the address from which the proxy connects, such as 127.0.0.1 or ::1",
          "프록시가 접속해 오는 주소를 쓰십시오. 예: 127.0.0.1, ::1"))
    }
    return text
  }

  private func listen(
    _ receive: @escaping (HTTPExchange) -> Void
  ) throws(Problem) -> HTTPServer {
    do throws(SystemError) {
      return try HTTPServer(on: listener.host, port: listener.port, handler: receive)
    } catch {
      throw .hinted(
        .system(error),
        Sentence(
          "choose another address with --listen, or port 0 for a free port",
          "--listen으로 다른 주소를 고르십시오. 포트 0은 아무 포트입니다"))
    }
  }

  /// Without this check, what keeps daemons from beginning would be found only after the server has
  /// started.
  ///
  /// - Throws: if another process is the daemon of a queue, or if no queue can have a daemon.
  private func checkMayBeDaemon(_ contexts: [CommandContext]) throws {
    for context in contexts {
      guard case .running(let record) = try context.taskQueue.daemonLock().state() else { continue }
      throw Problem.daemonRuns(
        queue: try context.taskQueue.storePath(),
        holder: record.map { "\($0.process.id) orch daemon" } ?? "orch daemon")
    }
    var problems: [Problem] = []
    for context in contexts {
      do { return try context.taskQueue.checkMayServe(as: context.caller) } catch {
        problems.append(error)
      }
    }
    throw problems[0]
  }

  /// The queue of the command and the queues of `--also`, each pinned to the path where it was
  /// found, and the contexts of their daemons.
  private func servedQueues(
    in context: CommandContext
  ) throws -> [(queue: ServedQueue, context: CommandContext)] {
    var queues: [(queue: ServedQueue, context: CommandContext)] = []
    for name in [nil] + others.map(Optional.some) {
      var shared = context.pinned
      if let name { (shared.queue, shared.database) = (name, nil) }
      let queue = CommandContext(shared, in: context.opening, on: context.console)
      _ = try queue.taskQueue.snapshot()
      let path = try queue.taskQueue.storePath()
      var opening = queue.opening
      (opening.command, opening.starter, opening.traceID) = (nil, .none, nil)
      // Checks run code of the worker, which must not see the secret.
      var variables = context.environment.all
      variables["ORCH_WEBHOOK_SECRET"] = nil
      opening.environment = Environment(variables)
      // A short timeout, so that a thread that waits for the lock does not hold up the others.
      if context.shared.lockTimeout == nil { opening.overrides["lock_timeout"] = "2" }
      guard !queues.contains(where: { $0.queue.path == path }) else { continue }
      let served = ServedQueue(
        name: name ?? context.shared.queue ?? queue.taskQueue.serverAddress ?? Path.name(of: path),
        opening: opening, path: path)
      queues.append((served, name == nil ? context : queue))
    }
    return queues
  }
}

/// An address to listen on.
struct ListenAddress: Equatable {
  /// A numeric address without brackets.
  let host: String
  let port: Int

  static let standard = ListenAddress(host: "127.0.0.1", port: 8420)

  private init(host: String, port: Int) { (self.host, self.port) = (host, port) }

  /// Reads `127.0.0.1:8420`, `[::1]:8420` or a port alone.
  init(_ text: String) throws(InvalidValue) {
    let colon = text.lastIndex(of: ":")
    var host = colon.map { String(text[..<$0]) } ?? Self.standard.host
    let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
    if host == "localhost" { host = Self.standard.host }
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard Self.isNumeric(host), let port = Int(digits), (0...65535).contains(port) else {
      throw InvalidValue(
        Sentence(
          "use an address and a port, such as 127.0.0.1:8420",
          "127.0.0.1:8420처럼 주소와 포트를 쓰십시오"))
    }
    self.init(host: host, port: port)
  }

  /// Whether a text has the characters of a numeric address, without brackets.
  static func isNumeric(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy("0123456789abcdefABCDEF.:".utf8.contains)
  }

  /// The host in a URL that this machine can open.
  var reachableHost: String {
    switch host {
    case "0.0.0.0", "::": "127.0.0.1"
    default: host.contains(":") ? "[\(host)]" : host
    }
  }
}

private struct ServeAnswer: Shaped {
  let address: String
  let queues: [String]

  static var shapeName: StaticString { "serve" }
  static func shape(_ fields: inout Fields<ServeAnswer>) {
    fields.add("address", \.address, "where it listens")
    fields.add("queues", \.queues, "the names of the queues, for `?queue=`")
  }
}
