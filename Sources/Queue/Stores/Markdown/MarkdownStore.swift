public import Host
public import Model
public import QueueStore
public import Table

/// A queue in a Markdown file that people and other programs edit at the same time.
public struct MarkdownStore: QueueStore, Watchable {
  /// The path of the file itself, with links resolved.
  public var path: String { queuePath.path }
  package var sidecar: Sidecar { Sidecar(forQueueAt: path) }
  private let queuePath: QueuePath
  package let clock: Clock
  private let lockTimeout: Duration
  private let notice: WaitNotice
  private let isReadOnly: Bool
  private let holdsPulledRows: Bool
  private let environment: Environment
  private let keepsPreviews: @Sendable () -> Bool
  /// The data that was read; `nil` for a store that reads the file each time.
  private var held: HeldReading?

  /// The store of the queue in a file.
  ///
  /// - Parameters:
  ///   - path: the file's path, with links resolved.
  ///   - folder: the folder in which links are followed. If a link replaces the file later, it is
  ///     followed only if it leads to a file in this folder.
  ///   - lockTimeout: how long to wait for the lock.
  ///   - clock: the clock that measures waits.
  ///   - notice: the notice that shows long waits.
  ///   - isReadOnly: whether no command may change the file. In this case readers show the file as
  ///     it was saved.
  ///   - holdsPulledRows: whether a row that git brings waits for approval before it starts.
  ///   - environment: the variables with which git is found.
  ///   - keepsPreviews: whether a reader may store the expected merge of a save in a file beside
  ///     the queue.
  public init(
    path: String, within folder: String? = nil, lockTimeout: Duration, clock: Clock = .system,
    notice: WaitNotice = .silent, isReadOnly: Bool = false, holdsPulledRows: Bool = false,
    environment: Environment = .process,
    keepsPreviews: @escaping @Sendable () -> Bool = { false }
  ) {
    queuePath = QueuePath(path, within: folder)
    self.lockTimeout = lockTimeout
    self.clock = clock
    self.notice = notice
    self.isReadOnly = isReadOnly
    self.holdsPulledRows = holdsPulledRows
    self.environment = environment
    self.keepsPreviews = keepsPreviews
  }

  /// The titles of the columns with times in a file's table. If the table is near the file's
  /// beginning, its rows are not read. `nil` if the file is missing or not a queue.
  public static func timeHeadings(ofTableAt path: String) -> TimeHeadings? {
    do {
      let file = try FileDescriptor(opening: path, for: .reading)
      let beginning = QueueBytes(try file.read(1 << 16, at: 0))
      if let found = TableHeader.timeHeadings(in: beginning) { return found }
      let contents = try FileContents(reading: file)
      return TableHeader.timeHeadings(in: QueueBytes(contents.bytes, ownedBy: contents))
    } catch { return nil }
  }

  public func perform(
    _ transition: Transition, context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Decision> {
    try perform(TransitionOperation(transition: transition, context: context), receive)
  }

  func perform<Operation: StoreOperation>(
    _ operation: Operation, _ receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Operation.Answer> {
    try result(of: operation, receive).map(\.answer)
  }

  /// Performs an operation under the lock.
  ///
  /// - Returns: the operation's answer, and the journal's last entry after the operation.
  package func result<Operation: StoreOperation>(
    of operation: Operation, _ receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<(answer: Operation.Answer, last: JournalEntry.Parsed?)> {
    var (notices, document): ([FileNotice], QueueDocument?) = ([], nil)
    defer { receive(warnings(notices, document)) }
    held?.end()
    return try followingLinks { () throws(StoreError) in
      notices += queuePath.drainNotices()
      return try withLock(operation, &notices, &document)
    }
  }

  /// - Throws: the error of a link, if a link has replaced the file. In this case nothing was
  ///   changed.
  private func withLock<Operation: StoreOperation>(
    _ operation: Operation, _ notices: inout [FileNotice], _ document: inout QueueDocument?
  ) throws(StoreError) -> StoreOutcome<(answer: Operation.Answer, last: JournalEntry.Parsed?)> {
    let author = operation.context.author
    let lock = try acquireLock(for: author)
    if queuePath.isLink { throw .system(.link(path)) }
    // The time for merging later saves starts when the lock is taken. It is never shorter than the
    // longest wait for one save.
    let deadline = clock.monotonic() + max(lockTimeout, QueueReader.settleTimeout)
    var rewriter = try Rewriter(
      path: path, sidecar: sidecar, author: author, clock: clock,
      notice: notice.ofSave(of: Path.name(of: path)), deadline: deadline, checkout: checkout)
    defer {
      notices += rewriter.notices
      document = rewriter.document
    }
    try rewriter.recover()
    let before = rewriter.journal.last?.sequence
    let answer = try rewriter.perform(operation)
    _ = consume lock
    let last = rewriter.journal.last
    return StoreOutcome((answer, last), isRecorded: last != nil && last?.sequence != before)
  }

  /// - Parameter document: the queue whose malformed rows the warnings list.
  private func warnings(_ notices: [FileNotice], _ document: QueueDocument?) -> StoreWarnings {
    let name = Path.name(of: path)
    return StoreWarnings(
      notices.map { .file($0, queue: name) }, malformedRows: document?.malformedRows,
      hasZonedTimes: document?.header.timeHeadings == .zoned)
  }

  /// Follows a link that has replaced the file, for a process that keeps the store for a long time.
  ///
  /// - Returns: `path`, and a notice if it has changed.
  public func follow() throws(StoreError) -> (path: String, notice: StoreNotice?) {
    try queuePath.follow()
    let notice = queuePath.drainNotices().first
    return (path, notice.map { .file($0, queue: Path.name(of: path)) })
  }

  public func snapshot(receive: WarningReceiver) throws(StoreError) -> any QueueSnapshot {
    try shownTable(receive)
  }

  private func shownTable(_ receive: WarningReceiver) throws(StoreError) -> MarkdownTable {
    let shown = try shownQueue()
    var table = try table(of: shown.version)
    table.isProvisional = shown.state == .unsettled
    let merged = FileNotice.readMerged(without: shown.missingIDs)
    receive(warnings(shown.state == .merged ? [merged] : [], table.document))
    return table
  }

  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer, receive: WarningReceiver
  ) throws(StoreError) -> Answer {
    let shown = try shownTable(receive)
    let answer = Result { try question(shown) }
    // Without the claims, the answer may be wrong.
    if let error = shown.claimsError { throw .system(error) }
    do { return try answer.get() } catch { throw StoreError(ofRule: error) }
  }

  public func holdingFile() -> any QueueStore {
    var store = self
    store.held = HeldReading()
    return store
  }

  /// The queue in the form in which the next command will write it, read without a lock.
  private func shownQueue() throws(StoreError) -> ShownQueue {
    if let shown = held?.queue { return shown }
    let shown = try isReadOnly ? ShownQueue(version: file().version) : preview()
    // The claims are read now, because claims that are read later might not fit these rows.
    try held?.keep { () throws(StoreError) in (shown, try lifting(claimsFile.readNow())) }
    return shown
  }

  var mergePreview: MergePreview {
    MergePreview(
      path: path, sidecar: sidecar, clock: clock, checkout: checkout, mayKeep: keepsPreviews)
  }

  private func preview() throws(StoreError) -> ShownQueue {
    var file = try file()
    for _ in 0..<Self.mostReadings {
      if var shown = try lifting(mergePreview.queue(of: file)) {
        if shown.state == .merged { shown.missingIDs = shown.version.ids(missingIn: file.version) }
        return shown
      }
      file = try self.file()
    }
    return ShownQueue(version: file.version)
  }

  private static let mostReadings = 8

  /// The parsed file, read without a lock.
  public func document() throws(StoreError) -> QueueDocument { try document(of: file().version) }

  /// The number of a line that looks like the row of an id, but is outside the table.
  public func lineOutsideTable(of id: String) throws(StoreError) -> Int? {
    try document().lineOutsideTable(of: id)
  }

  package func file() throws(StoreError) -> QueueFile {
    try followingLinks { () throws(StoreError) in
      let wasThere = (try? FileStatus.ifExists(sidecar.folder)) != nil
      return try QueueReader(path: path, clock: clock).readNow(wasThere: wasThere)
    }
  }

  /// Runs `body`. If a link has replaced the file, follows the link and runs `body` again.
  private func followingLinks<Answer>(
    _ body: () throws(StoreError) -> Answer
  ) throws(StoreError) -> Answer {
    for _ in 0..<Self.mostLinks {
      do { return try body() } catch {
        guard error.isLink(at: path) else { throw error }
      }
      try queuePath.follow()
    }
    throw .system(.link(path))
  }

  private static let mostLinks = 8

  package func table(of version: QueueVersion) throws(StoreError) -> MarkdownTable {
    var table = MarkdownTable(document: try document(of: version)) { () throws(SystemError) in
      if let claims = held?.claims { claims } else { try claimsFile.readNow() }
    }
    table.readingRemoved = { prefix throws(StoreError) in
      try removedNumbers(ownPrefix: prefix)
    }
    table.readingAddition = { key throws(StoreError) in
      try lifting(journalHistory.addition(withKey: key))
    }
    table.absentRows = AbsentRows(ofQueueAt: path, journalHistory, clock: clock)
    return table
  }

  /// The numbers of removed rows, from the journal or, if the journal has none, from the archive
  /// and the history.
  package func removedNumbers(ownPrefix: String) throws(StoreError) -> RemovedNumbers {
    let history = JournalHistory(sidecar: sidecar)
    let last = try ifUsable { () throws(StoreError) in try lifting(history.last()) }
    if let numbers = last??.removedNumbers { return numbers }
    return try RemovedNumbers(archivedOf: path, and: history, clock: clock, ownPrefix: ownPrefix)
  }

  private var claimsFile: ClaimsFile { ClaimsFile(sidecar: sidecar) }

  private func document(of version: QueueVersion) throws(StoreError) -> QueueDocument {
    do { return try version.parsed() } catch { throw .malformed(path: path, error) }
  }

  private var journalHistory: JournalHistory {
    JournalHistory(sidecar: sidecar, clock: clock, notice: notice.ofHistory)
  }

  public func history(of id: String?) throws(StoreError) -> [HistoryEntry] {
    try lifting(journalHistory.entries(id.map(HistoryScope.row) ?? .everything))
  }

  public func history(ofRows ids: Set<String>) throws(StoreError) -> [HistoryEntry] {
    try lifting(journalHistory.entries(.rows(ids)))
  }

  public func visitHistory(
    from time: QueueTime?, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) {
    try lifting { () throws(SystemError) in try journalHistory.visit(from: time, visit) }
  }

  public func visitStatusChanges(
    onlyRecent: Bool, _ visit: (_ change: StatusChange, _ isRecent: Bool) -> Void
  ) throws(StoreError) {
    try lifting { () throws(SystemError) in
      try journalHistory.visitStatusChanges(onlyRecent: onlyRecent, visit)
    }
  }

  public func historyID(_ context: TransitionContext) throws(StoreError) -> String {
    if let known = try queueID() { return known.id }
    guard let id = try adopt(.random(), context, receive: { _ in }) else {
      throw .notWritable(path: path)
    }
    return id.id
  }

  public func visitHistory(
    after sequence: Int, from time: QueueTime?, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) -> Int? {
    try lifting { () throws(SystemError) in
      try journalHistory.visit(after: sequence, from: time, ofQueueAt: path, visit)
    }
  }

  public func history(since sequence: Int) throws(StoreError) -> [HistoryEntry] {
    try lifting(journalHistory.entries(.since(sequence)))
  }

  public var watchable: (any Watchable)? { self }

  public var files: [String] { [path, sidecar.claims] }

  /// There is nothing to wait for, because a swap makes a whole new version visible at once.
  public func awaitWriters() {}

  public func checkWritable() throws(StoreError) {
    _ = try writableStatus()
    // The folder may be missing, because the first change creates it.
    let folder = Path.nearestExisting(from: sidecar.folder)
    guard CurrentProcess.mayCreateFiles(folder) else { throw .notWritable(path: folder) }
  }

  public func latestHistory(_ count: Int) throws(StoreError) -> [HistoryEntry] {
    try lifting(JournalHistory(sidecar: sidecar).latest(count))
  }

  package func store(at path: String) -> MarkdownStore {
    MarkdownStore(
      path: path, lockTimeout: lockTimeout, clock: clock, notice: notice, environment: environment)
  }

  /// The worktree with the queue, whose branch and commit are not read yet.
  private var checkout: Checkout {
    Checkout(of: path, environment, holdsRows: holdsPulledRows)
  }

  func acquireLock(for author: Author) throws(StoreError) -> LockFile {
    let status = try writableStatus()
    try lifting { () throws(SystemError) in
      try sidecar.checkIsNoLink()
      // After a `chmod` of the queue, other users must not be able to read more of the journal than
      // of the queue.
      try FileDescriptor.restrictPermissions(
        of: sidecar.folder, to: status.companionFolderPermissions)
    }
    do { return try lock(like: status, for: author) } catch {
      guard case .system(let reason) = error, reason.isMissing else { throw error }
    }
    // This is the first command in this folder.
    try lifting(sidecar.create(sidecar.folder, like: status))
    return try lock(like: status, for: author)
  }

  private func lock(like queue: FileStatus, for author: Author) throws(StoreError) -> LockFile {
    do {
      return try LockFile(
        at: sidecar.lock, permissions: queue.companionPermissions, timeout: lockTimeout,
        holder: "\(author.program) \(author.command)", clock: clock,
        notice: notice.ofLock(on: Path.name(of: path)))
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// The status of the queue or, while an editor has moved the queue away, of the sidecar.
  private func writableStatus() throws(StoreError) -> FileStatus {
    let status: FileStatus
    do {
      status = try FileStatus(of: path)
    } catch {
      if !error.isMissing { throw .system(error) }
      guard let folder = try? FileStatus(of: sidecar.folder) else { throw .missing(path: path) }
      return folder
    }
    guard status.kind == .regular else {
      throw .system(.notARegularFile(path, status.kind))
    }
    guard CurrentProcess.mayWrite(path, status) else { throw .notWritable(path: path) }
    return status
  }
}

extension StoreError {
  /// Whether a link replaced the queue at `path`.
  func isLink(at path: String) -> Bool {
    guard case .system(let error) = self else { return false }
    return error.isLink && error.path == path
  }

  fileprivate init(_ failure: LockFile.Failure, path: String) {
    switch failure {
    case .held(let holder): self = .locked(path: path, holder: holder)
    case .system(let error): self = .system(error)
    }
  }
}
