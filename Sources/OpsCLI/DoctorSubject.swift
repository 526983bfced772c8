import CommandLineKit
import CommandSupport
import Host
import MarkdownStore
import QueueDocument
import QueueStore

/// The queue that the doctor looks at, as far as there is one.
struct DoctorSubject {
  let found: Result<QueueLocation.Found, CommandError>
  /// The folder of the queue, or where one would be.
  let home: String
  /// That of the queue file; where none is wanted, of the database.
  let status: FileStatus?
  let document: Result<QueueDocument, CommandError>
  let sidecar: SidecarReport?
  /// Whether a queue file is looked for; with `--db` none is, unless it is named, too.
  let isFileWanted: Bool

  /// The status of what is a file, and no folder or pipe.
  var file: FileStatus? { status.flatMap { $0.kind == .regular ? $0 : nil } }

  init(of context: CommandContext) {
    let isFileWanted = context.chosenDatabase == nil || context.namedQueuePath != nil
    let found = Result { () throws(CommandError) in
      guard isFileWanted else { throw Self.notWanted }
      return try context.queueFound()
    }
    self.isFileWanted = isFileWanted
    self.found = found
    switch found {
    case .success(let queue):
      home = Path.nearestExisting(from: Path.parent(of: queue.path))
      status = try? FileStatus(of: queue.path)
      document = Self.document(at: queue.path, in: context)
      sidecar = SidecarReport(forQueueAt: queue.path)
    case .failure(let error):
      let home = isFileWanted ? context.namedQueuePath.map(Path.parent) : try? context.home()
      self.home = Path.nearestExisting(from: home ?? context.currentDirectory)
      status = isFileWanted ? nil : context.chosenDatabase.flatMap { try? FileStatus(of: $0) }
      document = .failure(error)
      sidecar = nil
    }
  }

  private static let notWanted = CommandError(
    code: "no_queue", message: "no queue file is looked for", hint: "", status: .missingInput)

  /// The queue as every command reads it, also where settings can't be read.
  private static func document(
    at path: String, in context: CommandContext
  ) -> Result<QueueDocument, CommandError> {
    let author = Author(
      program: "ops", command: context.command, traceID: context.traceID, actor: "")
    return Result { () throws(StoreError) in
      try MarkdownStore(path: path, author: author, lockTimeout: 0).document()
    }.mapError { CommandError($0) }
  }
}
