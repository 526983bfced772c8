public import Host

/// A git repository at one of its worktrees, on which git is run as a program.
///
/// The repository may come from an archive, and a worker may have written its settings. No program
/// that these settings name is started if `RepositoryConfiguration` has switched off filters and
/// drivers. Source: git-config(1), git(1).
public struct Repository: Sendable {
  /// The top folder of the worktree, with links resolved.
  public private(set) var top: String
  /// The folder of this worktree's own files: `.git`, or `.git/worktrees/NAME` of the main
  /// worktree.
  public private(set) var folder: String
  /// The folder that all worktrees share.
  public let commonFolder: String
  private let variables: [String: String]
  /// The settings that every call gets after the usual settings.
  private(set) var settings: [Setting] = []
  private var hasWorktreeSettings = false

  /// Finds the repository whose worktree holds a folder.
  ///
  /// - Parameters:
  ///   - folder: any folder of the worktree.
  ///   - environment: the variables with which git is found and run, without git's own.
  public init(holding folder: String, environment: Environment) throws(GitError) {
    variables = ChildEnvironment.variables(from: environment, given: Self.variables)
    let holder = try Self.holder(of: folder)
    let link = Path.join(holder, ".git")
    let found = try Self.lines(.folders, in: holder, variables) { lines in
      lines.count == 3 && lines[2] == "true" ? "it is bare, and has no worktree" : nil
    }
    guard found.count == 4 else { throw .unreadable(command: "rev-parse", folder: holder) }
    guard found[3] == holder, Self.isOwn(found[0], common: found[1], of: link) else {
      throw .otherRepository(folder: holder)
    }
    (top, self.folder, commonFolder) = (holder, found[0], found[1])
  }

  /// The repository at another one of its worktrees.
  ///
  /// - Parameter path: the top folder of the worktree.
  /// - Returns: `nil` if the settings of that worktree may differ from those of this one.
  /// - Throws: `noRepository` or `otherRepository` if it is not a worktree of this repository.
  public func worktree(at path: String) throws(GitError) -> Repository? {
    let holder = try Self.holder(of: path)
    let found = GitHead.linkedFolder(at: Path.join(holder, ".git")).flatMap(Path.resolved)
    guard holder == Path.resolved(path), let found,
      Path.parent(of: found) == Path.join(commonFolder, "worktrees"),
      GitHead.sharedFolder(of: found) == commonFolder
    else { throw .otherRepository(folder: path) }
    if hasWorktreeSettings { return nil }
    var repository = self
    (repository.top, repository.folder) = (holder, found)
    return repository
  }

  /// The nearest folder with a `.git`, at or above `folder`.
  static func holder(of folder: String) throws(GitError) -> String {
    guard let holder = GitCheckout.top(of: Path.resolved(folder) ?? folder) else {
      throw .noRepository(folder: folder, reason: "no folder at or above it has .git")
    }
    let link = Path.join(holder, ".git")
    // A link would lead to another repository.
    if Path.linkTarget(link) != nil { throw .otherRepository(folder: holder) }
    try GitFiles(of: holder).check()
    return holder
  }

  /// The reason, found in a folder's files, for which git is not run in the folder; `nil` if git
  /// can be run.
  public static func obstacle(above folder: String) -> GitError? {
    do throws(GitError) {
      _ = try holder(of: folder)
      return nil
    } catch { return error }
  }

  /// Whether a git folder belongs to the worktree whose `.git` led to it.
  ///
  /// Anyone who may write the file `.git` can name another repository in it. Git's folder of a
  /// worktree names that file in return, and the settings of a submodule name its worktree. Source:
  /// gitrepository-layout(5).
  private static func isOwn(_ folder: String, common: String, of link: String) -> Bool {
    // A main worktree has no file `commondir`.
    if folder == link { return common == link }
    if folder == common { return Path.name(of: folder) != ".git" }
    return GitHead.linkedFolder(at: link).flatMap(Path.resolved) == folder
  }

  /// With these settings no program of the repository starts, no object is fetched, and git does
  /// not prompt.
  private static let settings = [
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.pager=cat", "core.askPass=true",
    "core.editor=true", "core.untrackedCache=false", "credential.helper=", "commit.gpgSign=false",
    "protocol.ext.allow=never", "gc.auto=0", "maintenance.auto=false", "advice.detachedHead=false",
    "submodule.recurse=false", "merge.renames=true", "core.quotePath=false",
    "core.sparseCheckout=false",
    "core.alternateRefsCommand=true", "core.safecrlf=false", "core.checkStat=default",
    "user.useConfigOnly=true",
  ]

  static let variables = [
    "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_ALLOW_PROTOCOL": "none", "LC_ALL": "C",
  ]

  /// The repository with further settings in each call.
  ///
  /// - Parameters:
  ///   - settings: settings to append to those of this repository.
  ///   - vary: whether worktrees of this repository may have settings of their own.
  public func with(settings: [Setting], vary: Bool = false) -> Repository {
    var repository = self
    repository.settings += settings
    repository.hasWorktreeSettings = vary
    return repository
  }

  /// The setting of a filter that is switched off; `nil` if there is none.
  public var switchedOffFilter: String? { settings.first { $0.parts.section == "filter" }?.key }

  // MARK: Running

  /// Runs git in the top folder.
  ///
  /// - Returns: git's exit status and output.
  func run(_ call: GitCall) throws(GitError) -> (status: Int32, output: [UInt8]) {
    let outcome = try outcome(of: call) { _, _ in }
    let status = try status(of: call, outcome)
    guard outcome.output.dropped == 0 else {
      throw .unreadable(command: call.name, folder: top)
    }
    return (status, outcome.output.beginning + outcome.output.end)
  }

  private func outcome(
    of call: GitCall, _ onOutput: Subprocess.Sink
  ) throws(GitError) -> Subprocess.Outcome {
    let place = [
      "GIT_DIR": folder, "GIT_WORK_TREE": top, "GIT_COMMON_DIR": commonFolder,
    ]
    return try Self.run(call, settings, in: top, place, variables, onOutput)
  }

  private func status(of call: GitCall, _ outcome: Subprocess.Outcome) throws(GitError) -> Int32 {
    switch outcome.ending {
    case .exited(let status) where status == 0 || call.answers.contains(status): return status
    case .exited:
      throw .failed(
        command: call.name, folder: top, reason: outcome.refusalOfPush ?? outcome.firstError)
    case .signalled(let signal), .interrupted(let signal):
      throw .failed(command: call.name, folder: top, reason: "it was ended by signal \(signal)")
    case .timedOut, .silent, .lingered:
      throw .timedOut(command: call.name, folder: top, seconds: call.seconds)
    }
  }

  /// Runs git in the top folder, and passes its output on while git runs.
  func run(
    _ call: GitCall, onOutput: (ArraySlice<UInt8>) -> Void
  ) throws(GitError) {
    var call = call
    call.longest = 1 << 12
    let outcome = try outcome(of: call) { stream, piece in
      switch stream {
      case .output: onOutput(piece)
      case .errors: break
      }
    }
    _ = try status(of: call, outcome)
  }

  /// The output of a call; `nil` if its status is an answer other than 0.
  func text(_ call: GitCall) throws(GitError) -> String? {
    let (status, output) = try run(call)
    return status == 0 ? String(decoding: output, as: UTF8.self) : nil
  }

  func id(_ call: GitCall) throws(GitError) -> ObjectID {
    guard let text = try text(call), let id = ObjectID(text.prefix { $0 != "\n" }) else {
      throw .unreadable(command: call.name, folder: top)
    }
    return id
  }

  /// Whether the status of a call is 0; another status that is an answer means no.
  func holds(_ call: GitCall) throws(GitError) -> Bool { try run(call).status == 0 }

  /// The output of git in a folder before its repository is known.
  ///
  /// - Parameter reason: returns the reason of the failure for the lines that git printed, or `nil`
  ///   to use git's own message.
  static func lines(
    _ call: GitCall, in folder: String, _ variables: [String: String],
    failingFor reason: (_ lines: [String]) -> String? = { _ in nil }
  ) throws(GitError) -> [String] {
    let outcome = try run(call, [], in: folder, [:], variables)
    if outcome.ending == .timedOut {
      throw .timedOut(command: call.name, folder: folder, seconds: call.seconds)
    }
    let lines = outcome.output.text.split(separator: "\n").map(String.init)
    guard outcome.ending.isSuccess else {
      throw .noRepository(folder: folder, reason: reason(lines) ?? outcome.firstError)
    }
    return lines
  }

  /// A setting in the file that all worktrees share, without the files that it includes; `nil` if
  /// there is none, or git can't be run.
  ///
  /// - Parameters:
  ///   - key: the name of the setting, such as `core.bare`.
  ///   - environment: the variables with which git is found.
  public static func sharedSetting(
    _ key: String, of commonFolder: String, environment: Environment
  ) -> String? {
    let variables = ChildEnvironment.variables(from: environment, given: variables)
    let file = Path.join(commonFolder, "config")
    return try? lines(.setting(key, inFile: file), in: commonFolder, variables).first
  }

  /// Writes a setting in the file that all worktrees share.
  public static func writeSharedSetting(
    _ key: String, _ value: String, of commonFolder: String, environment: Environment
  ) throws(GitError) {
    let variables = ChildEnvironment.variables(from: environment, given: variables)
    let file = Path.join(commonFolder, "config")
    _ = try lines(.set(key, to: value, inFile: file), in: commonFolder, variables)
  }

  /// The shared git folder of a folder's repository, if linked worktrees can't find the main
  /// worktree from it. That happens if there is no main worktree, or if it is elsewhere
  /// (`--separate-git-dir`). `nil` if linked worktrees can find the main worktree, or git can't be
  /// run.
  public static func folderWithoutMainWorktree(
    of folder: String, environment: Environment
  ) -> String? {
    let variables = ChildEnvironment.variables(from: environment, given: variables)
    guard let common = try? lines(.sharedFolder, in: folder, variables).first,
      Path.name(of: common) != ".git"
        || sharedSetting("core.bare", of: common, environment: environment) == "true"
    else { return nil }
    return common
  }

  private static func run(
    _ call: GitCall, _ further: [Setting], in folder: String, _ place: [String: String],
    _ variables: [String: String], _ onOutput: Subprocess.Sink = { _, _ in }
  ) throws(GitError) -> Subprocess.Outcome {
    var words = ["--no-pager"] + settings.flatMap { ["-c", $0] }
    var environment = variables.merging(place) { $1 }.merging(call.variables) { $1 }
    // A setting's name may contain an equals sign, and -c would end the name there.
    for (number, setting) in further.enumerated() {
      words.append("--config-env=\(setting.key)=GIT_SETTING_\(number)")
      environment["GIT_SETTING_\(number)"] = setting.value
    }
    let run = Subprocess(
      "git", words + call.words, in: folder, environment: environment,
      input: Array(call.input.utf8),
      limits: Subprocess.Limits(time: .seconds(call.seconds), output: call.longest))
    do { return try run.run(onOutput: onOutput) } catch { throw .missing(error) }
  }
}

extension Subprocess.Outcome {
  /// The first line of standard error, or how git ended if standard error is empty.
  fileprivate var firstError: String {
    let lines = errors.text.split(separator: "\n").map(String.init)
    let first = lines.first { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") } ?? lines.first
    return first ?? "\(ending)"
  }

  /// The reason for which another repository refused a branch, from its messages and git's, such as
  /// ` ! [rejected] main -> main (fetch first)`. `nil` if the failure is not a refusal.
  fileprivate var refusalOfPush: String? {
    let lines = errors.text.split(separator: "\n").map(String.init)
    guard let refusal = lines.first(where: { $0.hasPrefix(" ! [") }) else { return nil }
    let words = lines.filter { $0.hasPrefix("remote: ") }.map { $0.dropFirst("remote: ".count) }
      .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    return (words.prefix(5) + [String(refusal.dropFirst(3))]).joined(separator: "; ")
  }
}
