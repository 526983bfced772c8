/// A sandbox as the words in front of a program: those of systemd-run(1), bwrap(1) and env(1).
public struct SandboxProfile: Equatable, Sendable {
  public var rules: SandboxRules
  public var places: SandboxPlaces
  /// The limits that can be kept.
  public var enforced: Enforcement
  /// The path of bwrap.
  public var program = SandboxRules.program
  public var scope = SandboxScope()
  /// Whether the program gets `SIGTERM` before its time is over. It stays in the group that gets it
  /// then, which has to be of a session of its own.
  public var endsGently = false

  public init(_ rules: SandboxRules, _ places: SandboxPlaces, enforced: Enforcement) {
    (self.rules, self.places, self.enforced) = (rules, places, enforced)
  }

  /// The words; the last one is `--`, unless the sandbox starts a program of its own first.
  public var words: [String] {
    let hasFiles = enforced.rungs.contains(.files)
    let limits = scope.words(rules, enforced)
    if !hasFiles { return limits.isEmpty ? [] : limits + ["--"] }
    let ends = endsGently ? Self.gentleEnd : Self.end
    return ends.before + limits + [program] + Self.isolation + ends.options
      + (enforced.rungs.contains(.network) ? [Self.withoutNetwork] : []) + files + ["--"] + copying
      + ends.behind
  }

  /// The program that is tried before a limit counts. It changes nothing.
  ///
  /// - Parameter rung: `files` or `network`.
  static func trial(of rung: SandboxRung, by program: String) -> [String] {
    gentleEnd.before + [program] + isolation + gentleEnd.options
      + (rung == .network ? [withoutNetwork] : []) + root + ["--tmpfs", "/tmp", "--"]
      + gentleEnd.behind + ["true"]
  }

  private static let withoutNetwork = "--unshare-net"

  /// Without capabilities also root can't undo it. Namespaces of users stay allowed: agents make
  /// sandboxes of their own.
  private static let isolation = [
    "--unshare-user-try", "--unshare-ipc", "--unshare-pid", "--die-with-parent", "--cap-drop",
    "ALL",
  ]

  /// The settings of the kernel are mounted anew: those of a new `/proc` can be written by the user
  /// root, also without capabilities.
  private static let root = [
    "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--ro-bind", "/proc/sys",
    "/proc/sys",
  ]

  private typealias End = (before: [String], options: [String], behind: [String])

  /// The signal to the group ends the program; bwrap, which would take it along at once, ignores it.
  private static let gentleEnd: End = (
    ["/usr/bin/env", "--ignore-signal=TERM"], [], ["/usr/bin/env", "--default-signal=TERM"]
  )

  private static let end: End = ([], ["--new-session"], [])

  private var files: [String] {
    Self.root + places.hidden.flatMap { ["--tmpfs", $0] }
      + (places.home.map { ["--dir", $0] } ?? [])
      + places.ownLinks.flatMap { ["--symlink", $0.target, $0.path] }
      + places.mounts.flatMap { [Self.option(of: $0.access), $0.path, $0.path] }
      + (places.copy.map { ["--ro-bind", $0.source, Self.copied] } ?? [])
      + ["--setenv", "GIT_OPTIONAL_LOCKS", "0", "--unsetenv", "TMPDIR"]
  }

  private static func option(of access: SandboxPlaces.Access) -> String {
    switch access {
    case .readable: "--ro-bind"
    case .writable: "--bind"
    case .writableEntry: "--bind-try"
    }
  }

  /// The shell copies the file, and becomes the program.
  private var copying: [String] {
    guard let copy = places.copy else { return [] }
    return ["/bin/sh", "-c", #"cp "$0" "$1"; shift; exec "$@""#, Self.copied, copy.target]
  }

  private static let copied = "/run/orch-copy"
}

/// A scope of systemd, which limits memory and processes of all that is started in it.
public struct SandboxScope: Equatable, Sendable {
  public var program = SandboxRules.scopeProgram
  /// Whose manager makes it.
  public var user: Int

  /// - Parameter user: 0 for the system's manager, else that of the user.
  public init(user: Int = 0) { self.user = user }

  /// - Returns: none where it limits nothing.
  func words(_ rules: SandboxRules, _ enforced: Enforcement) -> [String] {
    var limits: [String] = []
    if let bytes = rules.memoryBytes, enforced.rungs.contains(.memory) {
      // What it may not have in memory it would have on the disk.
      limits += ["-p", "MemoryMax=\(bytes)", "-p", "MemorySwapMax=0"]
    }
    if let count = rules.processes, enforced.rungs.contains(.processes) {
      limits += ["-p", "TasksMax=\(count)"]
    }
    return limits.isEmpty ? [] : words(limits)
  }

  /// A program that says what the scope limits. Managers ignore what they can't limit.
  ///
  /// - Parameter rung: `memory` or `processes`.
  func trial(of rung: SandboxRung) -> [String] {
    let (limit, file) =
      rung == .memory ? ("MemoryMax=\(64 << 20)", "memory.max") : ("TasksMax=64", "pids.max")
    let script =
      #"cat "/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)/"# + file + "\""
    return words(["-p", limit]) + ["--", "/bin/sh", "-c", script]
  }

  private func words(_ limits: [String]) -> [String] {
    let manager =
      user == 0
      ? [program, "--system"]
      : ["/usr/bin/env", "XDG_RUNTIME_DIR=\(runtimeFolder)", program, "--user"]
    return manager + ["--scope", "--quiet", "--collect"] + limits
  }

  /// The folder with the manager's socket. Another one stands for another manager.
  var runtimeFolder: String { user == 0 ? "/run/systemd" : "/run/user/\(user)" }
}
