public import CommandLineKit
import Host
import JSON
public import QueueCLI

/// `orch init`: a queue file with the rules and an empty table.
public struct Init: QueueCommand {
  public static let name = "init"
  public static let summary = "Create a queue file"
  public static let discussion = """
    A file that is there already is left as it is, and refused. The rules in it are written in
    Korean for a Korean locale, else in English.
    """
  public static let result = """
    `Created PATH`: the rules and an empty table, in `DIR/QUEUE.md`, else where `--queue`, \
    `ORCH_QUEUE_MD` or `ORCH_BASE_DIR` say, else in the current folder; makes missing folders; \
    refuses to overwrite (73). With `--db D` an empty database instead
    """
  public static let examples = [
    Example("orch init", "QUEUE.md in the current folder"),
    Example("orch init --path automation/orchestrator", "in another folder, made when missing"),
    Example("orch init --lang ko", "with the rules in Korean"),
    Example("orch init --db db/queue.db", "an empty database, for --db"),
  ]
  public static let options: [Option<Init>] = [
    .value("--path", "DIR", "the folder; the current one by default", kind: .folder) {
      $1.folder = $0
    },
    .choice(
      "--lang", "the language of the rules; your locale's by default",
      QueueLanguage.allCases.map(\.rawValue), environment: QueueLanguage.variables
    ) { $1.language = QueueLanguage(rawValue: $0) },
  ]
  public static let isLogged = false

  public var shared = SharedOptions()
  var folder: String?
  var language: QueueLanguage?

  public init() {}

  public func run(in session: Session) throws(CommandError) -> ExitStatus {
    let path = path(in: session)
    if session.chosenDatabase == nil {
      try create(path, language ?? QueueLanguage(localeIn: session.environment))
    } else {
      try session.createDatabase(at: path)
    }
    let made = Path.resolved(path) ?? path
    if session.shared.isJSON {
      try session.print(["path": .string(made)])
    } else {
      try session.print("Created \(made)")
    }
    return .success
  }

  private func create(_ path: String, _ language: QueueLanguage) throws(CommandError) {
    do throws(SystemError) {
      try Directory.createWithParents(Path.parent(of: path))
    } catch {
      throw CommandError(error)
    }
    do throws(SystemError) {
      try NewFile.create(path, text: QueueTemplate.text(in: language))
    } catch {
      guard error.alreadyExists else { throw CommandError(error) }
      throw CommandError(
        code: "already_exists", message: "\(path) exists",
        hint: "it is left as it is; choose another folder with --path", status: .cannotCreate)
    }
  }

  private func path(in session: Session) -> String {
    if let database = session.chosenDatabase { return database }
    if folder == nil, let named = session.namedQueuePath { return named }
    return Path.join(Path.join(session.currentDirectory, folder ?? ""), "QUEUE.md")
  }
}
