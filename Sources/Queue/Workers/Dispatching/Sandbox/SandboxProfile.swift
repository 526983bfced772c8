/// A sandbox, as a list of words before the words of a program: calls of systemd-run(1), bwrap(1)
/// and env(1).
public struct SandboxProfile: Equatable, Sendable {
  public var rules: SandboxRules
  public var places: SandboxPlaces
  /// The limits that can be enforced.
  public var enforced: Enforcement
  /// The path of bwrap.
  public var program = SandboxRules.program
  public var scope = SandboxScope()
  /// Whether the program gets `SIGTERM` when its time is over. Then the program stays in the
  /// process group that gets the signal. This group must have its own session.
  public var endsGently = false

  public init(_ rules: SandboxRules, _ places: SandboxPlaces, enforced: Enforcement) {
    (self.rules, self.places, self.enforced) = (rules, places, enforced)
  }

  /// The words; the last one is `--`, unless the sandbox first starts its own program.
  public var words: [String] {
    let hasFiles = enforced.rungs.contains(.files)
    let limits = scope.words(rules, enforced)
    if !hasFiles { return limits.isEmpty ? [] : limits + ["--"] }
    let ends = endsGently ? Self.gentleEnd : Self.end
    return ends.before + limits + [program] + Self.isolation + ends.options
      + (enforced.rungs.contains(.network) ? [Self.withoutNetwork] : []) + files + ["--"] + copying
      + ends.behind
  }

  /// The command that tries a limit before the limit is relied on. The command changes nothing.
  ///
  /// - Parameter rung: `files` or `network`.
  static func trial(of rung: SandboxRung, by program: String) -> [String] {
    gentleEnd.before + [program] + isolation + gentleEnd.options
      + (rung == .network ? [withoutNetwork] : []) + root + ["--tmpfs", "/tmp", "--"]
      + gentleEnd.behind + ["true"]
  }

  private static let withoutNetwork = "--unshare-net"

  /// Without capabilities not even root can undo the isolation. User namespaces stay allowed,
  /// because agents create their own sandboxes.
  private static let isolation = [
    "--unshare-user-try", "--unshare-ipc", "--unshare-pid", "--die-with-parent", "--cap-drop",
    "ALL",
  ]

  /// The kernel settings in `/proc` are mounted again read-only, because root could write them in a
  /// new `/proc`, even without capabilities.
  private static let root = [
    "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--ro-bind", "/proc/sys",
    "/proc/sys",
  ]

  private typealias End = (before: [String], options: [String], behind: [String])

  /// The signal to the group ends the program. bwrap itself ignores the signal, because the end of
  /// bwrap would kill the program at once.
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

  /// The shell copies the file, then executes the program.
  private var copying: [String] {
    guard let copy = places.copy else { return [] }
    return ["/bin/sh", "-c", #"cp "$0" "$1"; shift; exec "$@""#, Self.copied, copy.target]
  }

  private static let copied = "/run/orch-copy"
}

/// A systemd scope, which limits the memory and the number of all processes in it.
public struct SandboxScope: Equatable, Sendable {
  public var program = SandboxRules.scopeProgram
  /// The user whose manager creates the scope.
  public var user: Int

  /// - Parameter user: 0 for the system's manager, else the user's.
  public init(user: Int = 0) { self.user = user }

  /// - Returns: an empty array if there is nothing to limit.
  func words(_ rules: SandboxRules, _ enforced: Enforcement) -> [String] {
    var limits: [String] = []
    if let bytes = rules.memoryBytes, enforced.rungs.contains(.memory) {
      // Otherwise memory above the limit would go to swap.
      limits += ["-p", "MemoryMax=\(bytes)", "-p", "MemorySwapMax=0"]
    }
    if let count = rules.processes, enforced.rungs.contains(.processes) {
      limits += ["-p", "TasksMax=\(count)"]
    }
    return limits.isEmpty ? [] : words(limits)
  }

  /// The command that prints the limit of a scope, because a manager ignores limits that it cannot
  /// enforce.
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

  /// The folder with the manager's socket, which is different for each manager.
  var runtimeFolder: String { user == 0 ? "/run/systemd" : "/run/user/\(user)" }
}
