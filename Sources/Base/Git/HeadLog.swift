import Host

/// The reflog of a worktree's `HEAD` or of another ref, read without git: the commits that the ref
/// pointed to, the oldest first. Source: gitrepository-layout(5), `logs`.
public struct HeadLog: Sendable {
  /// A line: `OLD NEW NAME <MAIL> SECONDS ZONE`, a tab, and the message.
  public struct Move: Equatable, Sendable {
    /// `nil` for the first commit.
    public let from: ObjectID?
    public let to: ObjectID
    /// The message that says what moved `HEAD`, such as `pull: Fast-forward`.
    public let message: String
    /// The offset in bytes at which the line ends in the file.
    let end: Int
  }

  public let moves: [Move]

  /// The commits that `HEAD` pointed to, in order.
  public var commits: [ObjectID] { [moves.first?.from].compactMap(\.self) + moves.map(\.to) }

  /// The number of bytes that are read, from the end of the file.
  private static let longest = 1 << 18

  /// - Parameters:
  ///   - folder: the git folder of the worktree, or for a branch the folder that all share.
  ///   - ref: such as `refs/heads/main`.
  /// - Returns: `nil` if there is no log.
  public init?(of folder: String, ref: String = "HEAD") {
    guard
      let file = try? FileDescriptor(
        opening: Path.join(folder, "logs/\(ref)"), for: .readingNoLink),
      let size = (try? file.status())?.identity.size, size > 0
    else { return nil }
    let start = max(0, size - Self.longest)
    guard let bytes = try? file.read(size - start, at: start) else { return nil }
    var lines = bytes.split(separator: 10)
    if start > 0 { lines.removeFirst() }
    moves = lines.compactMap { line in
      Move(String(decoding: line, as: UTF8.self), end: start + line.endIndex + 1)
    }
  }

  /// The index in `commits` of the commit that `HEAD` pointed to when the log had `size` bytes.
  /// `nil` if that is not `commit`, or git has rewritten the log since.
  public func place(of commit: ObjectID, atSize size: Int) -> Int? {
    guard let move = moves.firstIndex(where: { $0.end >= size }), moves[move].end == size,
      moves[move].to == commit
    else { return nil }
    return move + commits.count - moves.count
  }
}

extension HeadLog.Move {
  /// - Returns: `nil` if the line has another form.
  init?(_ line: String, end: Int) {
    let (ids, message) = line.cut(at: "\t")
    let words = ids.split(separator: " ", maxSplits: 2)
    guard words.count > 1, let from = ObjectID(words[0]), let to = ObjectID(words[1]) else {
      return nil
    }
    self.from = from.text == from.zero ? nil : from
    self.to = to
    self.message = String(message)
    self.end = end
  }

  /// Whether git certainly updated the files together with `HEAD`, or committed them. After a reset
  /// the files may be unchanged, and after a push from another repository they are. Messages that
  /// other programs or `GIT_REFLOG_ACTION` set prove nothing.
  public var movesFiles: Bool {
    Self.verbs.contains(String(message.prefix { $0.isLetter || $0 == "-" }))
  }

  /// Whether the move is a commit of the worktree's changes, and not of a merge.
  public var isOfWorktree: Bool {
    message.hasPrefix("commit") && !message.hasPrefix("commit (merge)")
  }

  /// Whether the move made the commit, as far as its message says. Other moves lead to a commit
  /// that was there.
  public var makesCommit: Bool {
    let verb = message.prefix { $0.isLetter || $0 == "-" }
    // Such as `rebase (start)` or `pull --rebase (start)`.
    let step = message.prefix { $0 != ":" }
    let isThere =
      message.isEmpty || ["branch", "checkout", "clone", "fetch", "reset"].contains(verb)
      || ["(start)", "(finish)", "(abort)"].contains(where: step.hasSuffix)
    let isForward = message.hasSuffix(": Fast-forward") || message.hasSuffix(": fast-forward")
    return !isThere && !isForward
  }

  private static let verbs: Set = [
    "am", "checkout", "cherry-pick", "clone", "commit", "merge", "pull", "rebase", "revert",
  ]
}
