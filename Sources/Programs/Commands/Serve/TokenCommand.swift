import Door
import Host
import Model
import Runner
public import Server
public import Text

/// `orch token`: manages the tokens with which programs call a server.
struct TokenCommand: QueueCommand {
  static let name = "token"
  static let summary = Sentence(
    "Add, list or revoke tokens for orch serve", "orch serve에 쓸 토큰을 추가, 나열, 취소합니다")
  static let discussion = Sentence(
    """
    A token names a program and its scopes. read allows reading; submit allows adding rows, plans
    and edits; decide allows the decisions of a person; work allows claiming rows, renewing the
    claims and reporting. The token is printed once; only its hash is kept, in
    ~/.config/orch/tokens.json. With --queue it is valid only for that queue. Servers apply each
    change at once, even to open streams.
    """,
    """
    토큰은 프로그램의 이름과 할 수 있는 일을 정합니다: read는 읽기, submit은 행, 계획, 수정 보내기, decide는 사람이
    정하는 일, work는 행을 배정받아 연장하고 보고하기입니다. 한 번만 출력하며 해시만
    ~/.config/orch/tokens.json에 보관합니다. --queue를 쓰면 그 큐에만 유효합니다. 서버는 변경을 열려 있는
    스트림에도 바로 적용합니다.
    """)
  static let result = """
    `add` prints the token; `list` `NAME⇥SCOPES⇥QUEUES⇥CREATED` for each, QUEUES `*` for all; \
    `revoke` `revoked NAME`
    """
  static var answers: [any Shaped.Type] { [NewToken.self, TokenList.self, RevokedToken.self] }
  static let examples = [
    Example(
      "orch token add ci --scope read,submit",
      Sentence("for a program that reads and adds rows", "읽고 행을 추가하는 프로그램용")),
    Example(
      "orch token add night --scope work --queue QUEUE.md",
      Sentence("for workers on other machines, only for this queue", "다른 컴퓨터의 워커용. 이 큐만")),
    Example("orch token list", Sentence("the existing tokens", "있는 토큰")),
    Example("orch token revoke ci", Sentence("revokes the token at once", "바로 취소")),
  ]
  static let options: [Option<TokenCommand>] = [
    .choice(
      "--action", Sentence("what to do", "할 일"), Action.allCases.map(\.rawValue)
    ) { $1.chosen = Action(rawValue: $0) ?? .list },
    .value("--name", "NAME", Sentence("the name of the token", "토큰의 이름")) {
      (text, command) throws(InvalidValue) in
      guard Token.isWellFormed(text) else {
        throw InvalidValue(
          Sentence(
            "use 1 to 64 letters, digits, '-', '_' and '.'", "영문자, 숫자, '-', '_', '.'를 1~64자 쓰십시오"))
      }
      command.token = text
    },
    .choices(
      "--scope",
      Sentence("what the token may do; separate several with commas", "할 수 있는 일. 여럿은 쉼표로"),
      Scope.allCases.map(\.rawValue)
    ) { scopes, command in command.scopes += scopes.compactMap(Scope.init(rawValue:)) },
  ]
  static let action: String? = "--action"
  static let positional: String? = "--name"
  static let isLogged = false

  enum Action: String, CaseIterable { case add, list, revoke }

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var chosen = Action.list
  var token: String?
  var scopes: [Scope] = []

  func run(in context: CommandContext) throws -> ExitStatus {
    try checkOptions(context.shared)
    let file = try TokenFile(environment: context.environment)
    switch chosen {
    case .list: try list(file, in: context)
    case .add: try add(to: file, in: context)
    case .revoke:
      try context.checkIsNoWorker()
      let name = try name
      try file.revoke(name)
      try context.print(RevokedToken(name: name), or: "revoked \(name)")
    }
    return .success
  }

  private func checkOptions(_ shared: SharedOptions) throws {
    if chosen == .list, token != nil {
      throw Problem.usage(
        "token list does not take NAME", "token list는 NAME을 받지 않습니다",
        hint: Sentence(
          "leave it out: orch token list shows all tokens", "빼십시오. orch token list는 모든 토큰을 보여 줍니다"))
    }
    guard chosen != .add else { return }
    if !scopes.isEmpty {
      throw Problem.usage(
        "--scope is only for token add", "--scope는 token add에만 씁니다",
        hint: Sentence("leave it out", "빼십시오"))
    }
    if shared.queue != nil || shared.database != nil {
      throw Problem.usage(
        "--queue and --db are only for token add", "--queue와 --db는 token add에만 씁니다",
        hint: Sentence(
          "leave them out: tokens belong to your user, not to a queue",
          "빼십시오. 토큰은 큐가 아니라 사용자의 것입니다"))
    }
  }

  private var name: String {
    get throws {
      guard let token else {
        throw Problem.usage(
          "missing token name", "토큰 이름이 없습니다",
          hint: Sentence("orch token list shows the names", "orch token list가 보여 줍니다"))
      }
      return token
    }
  }

  private func add(to file: TokenFile, in context: CommandContext) throws {
    try context.checkIsNoWorker()
    let name = try name
    guard !scopes.isEmpty else {
      throw Problem.usage(
        "missing option --scope SCOPE", "필요한 옵션이 빠졌습니다: --scope SCOPE",
        hint: Sentence(
          "say what the token may do: read, submit, decide or work",
          "할 수 있는 일을 쓰십시오: read, submit, decide, work"))
    }
    var queues: [String] = []
    if context.shared.queue != nil || context.shared.database != nil {
      _ = try context.taskQueue.snapshot()
      queues = [try context.taskQueue.storePath()]
    }
    let now = QueueTime(epochSeconds: context.clock.now() / 1_000_000_000, offset: 0)
    let (secret, token) = Token.new(
      name, Scope.allCases.filter(scopes.contains), queues: queues, at: now)
    try file.add(token)
    try context.print(NewToken(token: token, secret: secret), or: secret)
    if !context.shared.isQuiet {
      let all = queues.isEmpty
      context.printNotice(
        "this is the token of \(name)\(all ? ", for all your queues" : ""); it is not shown again",
        "\(name)의 토큰입니다.\(all ? " 모든 큐에 쓸 수 있습니다." : "") 다시 보여 주지 않습니다")
    }
  }

  private func list(_ file: TokenFile, in context: CommandContext) throws {
    let tokens = try file.tokens()
    if context.shared.isJSON { return try context.print(TokenList(tokens: tokens)) }
    for token in tokens {
      let queues = token.queues.isEmpty ? "*" : token.queues.joined(separator: ",")
      let scopes = token.scopes.map(\.rawValue).joined(separator: ",")
      try context.print(
        [token.name, scopes, queues, token.createdAt].map(\.escaped).joined(separator: "\t"))
    }
  }
}

extension Token: Shaped {
  public static var shapeName: StaticString { "token" }
  public static func shape(_ fields: inout Fields<Token>) {
    fields.add("name", \.name)
    fields.add(
      "scopes", { $0.scopes.map(\.rawValue) },
      "what the token may do: `read`, `submit`, `decide`, `work`")
    fields.add("queues", \.queues, "the files of the queues for which it is valid; empty for all")
    fields.add("created_at", \.createdAt, "ISO 8601")
  }
}

private struct NewToken: Shaped {
  let token: Token
  let secret: String

  static var shapeName: StaticString { "token add" }
  static func shape(_ fields: inout Fields<NewToken>) {
    fields.addAll { $0.token }
    fields.add("token", \.secret, "the token itself, which is shown once")
  }
}

private struct TokenList: Shaped {
  let tokens: [Token]

  static var shapeName: StaticString { "token list" }
  static func shape(_ fields: inout Fields<TokenList>) {
    fields.add("tokens", \.tokens, "the tokens, in the order in which they were added")
  }
}

private struct RevokedToken: Shaped {
  let name: String

  static var shapeName: StaticString { "token revoke" }
  static func shape(_ fields: inout Fields<RevokedToken>) {
    fields.add("revoked", \.name, "its name")
  }
}
