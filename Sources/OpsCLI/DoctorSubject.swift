import Host
import QueueCLI
import QueueDocument
import QueueStorage

/// The queue that the doctor looks at, as far as there is one.
struct DoctorSubject {
  let found: Result<QueueLocation.Found, CommandError>
  /// The folder of the queue, or where one would be.
  let home: String
  let status: FileStatus?
  let document: Result<QueueDocument, CommandError>
  let sidecar: SidecarReport?

  /// The status of what is a file, and no folder or pipe.
  var file: FileStatus? { status.flatMap { $0.kind == .regular ? $0 : nil } }

  init(of session: Session) {
    let found = Result { () throws(CommandError) in try session.queueFound() }
    self.found = found
    switch found {
    case .success(let queue):
      home = Path.nearestExisting(from: Path.parent(of: queue.path))
      status = try? FileStatus(of: queue.path)
      document = Self.document(at: queue.path, in: session)
      sidecar = SidecarReport(forQueueAt: queue.path)
    case .failure(let error):
      home = Path.nearestExisting(
        from: session.namedQueuePath.map(Path.parent) ?? session.currentDirectory)
      status = nil
      document = .failure(error)
      sidecar = nil
    }
  }

  /// The queue as every command reads it, also where settings can't be read.
  private static func document(
    at path: String, in session: Session
  ) -> Result<QueueDocument, CommandError> {
    let author = Author(
      program: "ops", command: session.command, traceID: session.traceID, actor: "")
    return Result { () throws(StoreError) in
      try MarkdownStore(path: path, author: author, lockTimeout: 0).document()
    }.mapError { CommandError($0) }
  }
}
