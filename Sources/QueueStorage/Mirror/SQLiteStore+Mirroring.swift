import Host
public import QueueModel
import SQLite

extension SQLiteStore {
  /// Brings the database up to what a command just made of the file, which stays the truth.
  ///
  /// Where the database knew the file as the command found it, only the command's own
  /// changes are written; otherwise the file is imported.
  ///
  /// - Parameters:
  ///   - changes: what the command changed.
  ///   - file: the store that changed it.
  ///   - context: the command's.
  public func mirror(
    _ changes: [ItemChange], of file: MarkdownStore, context: TransitionContext
  ) throws(StoreError) -> MirrorReport {
    guard let sequence = file.told.sequence else { return MirrorReport() }
    return try importing { (connection) throws(StoreError) in
      let head = try querying { () throws(SQLiteError) in
        try MirrorTable(connection: connection).head()
      }
      switch try distance(from: head, to: sequence, of: file) {
      case .none: return MirrorReport()
      case .thisChange: return try take(changes, sequence, of: file, context, connection)
      case .unknown:
        try remove(changes, context, connection)
        return try importAll(of: file, context, force: false, connection)
      }
    }
  }

  /// What happened to the file since the mirror last knew it.
  private enum Distance {
    /// Another command has mirrored this one's changes already.
    case none
    case thisChange
    case unknown
  }

  private func distance(
    from head: MirrorHead?, to sequence: Int, of file: MarkdownStore
  ) throws(StoreError) -> Distance {
    guard let head, head.isExact,
      head.file == Path.relative(file.path, to: Path.parent(of: path))
    else { return .unknown }
    if head.through + 1 == sequence { return .thisChange }
    guard head.through >= sequence else { return .unknown }
    // A journal that was deleted begins again at 1.
    let last = try lifting { () throws(SystemError) in
      try JournalHistory(sidecar: file.sidecar).last()?.sequence ?? 0
    }
    return last >= head.through ? .none : .unknown
  }

  /// Rows that a command removed go here too, as far as they are as the file had them: an
  /// import of what the file has knows nothing of them.
  private func remove(
    _ changes: [ItemChange], _ context: TransitionContext, _ connection: Connection
  ) throws(StoreError) {
    try querying { () throws(SQLiteError) in
      var migration = try Migration(
        connection, author: author, time: context.now, policy: context.policy, force: false)
      for change in changes where change.after == nil { try migration.remove(change.id) }
    }
  }

  private func take(
    _ changes: [ItemChange], _ sequence: Int, of file: MarkdownStore,
    _ context: TransitionContext, _ connection: Connection
  ) throws(StoreError) -> MirrorReport {
    try querying { () throws(SQLiteError) in
      var migration = try Migration(
        connection, author: author, time: context.now, policy: context.policy, force: false)
      for change in changes {
        if let item = change.after {
          try migration.take(item)
        } else {
          try migration.remove(change.id)
        }
        try connection.raiseLastClaim(to: change.after?.claim?.number ?? 0)
      }
      try MirrorTable(connection: connection).set(
        MirrorHead(file: file.path, database: path, through: sequence, isExact: true))
      return migration.report
    }
  }
}
