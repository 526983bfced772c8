import Testing
import Workers

/// The words in front of a program, for rules, places and what a machine can keep.
@Suite struct SandboxProfileTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let change: @Sendable (inout SandboxProfile) -> Void

    init(
      _ name: String, _ words: String, _ change: @escaping @Sendable (inout SandboxProfile) -> Void
    ) {
      (testDescription, self.words, self.change) = (name, words, change)
    }
  }

  private static let begin =
    "bwrap --unshare-user-try --unshare-ipc --unshare-pid --die-with-parent --cap-drop ALL"
  private static let root = "--ro-bind / / --dev /dev --proc /proc --ro-bind /proc/sys /proc/sys"
  private static let end = "--setenv GIT_OPTIONAL_LOCKS 0 --unsetenv TMPDIR --"

  private static let cases = [
    Case(
      "a check in the project", "\(begin) --new-session \(root) --bind /srv/p /srv/p \(end)"
    ) { _ in },
    Case(
      "a worker, which has time to end",
      "/usr/bin/env --ignore-signal=TERM \(begin) \(root) --bind /srv/p /srv/p \(end) "
        + "/usr/bin/env --default-signal=TERM"
    ) { $0.endsGently = true },
    Case(
      "without a network",
      "\(begin) --new-session --unshare-net \(root) --bind /srv/p /srv/p \(end)"
    ) {
      $0.rules.cutsNetwork = true
      $0.enforced.rungs = [.files, .network]
    },
    Case(
      "a network that can't be cut", "\(begin) --new-session \(root) --bind /srv/p /srv/p \(end)"
    ) { $0.rules.cutsNetwork = true },
    Case("nothing can be kept", "") {
      ($0.rules.memoryBytes, $0.enforced.rungs) = (1 << 30, [])
    },
    Case(
      "limits of the system's manager",
      "systemd-run --system --scope --quiet --collect -p MemoryMax=1073741824 -p MemorySwapMax=0 "
        + "-p TasksMax=64 \(begin) --new-session \(root) --bind /srv/p /srv/p \(end)"
    ) {
      ($0.rules.memoryBytes, $0.rules.processes) = (1 << 30, 64)
      $0.enforced.rungs = [.files, .memory, .processes]
    },
    Case(
      "only a limit of the user's manager",
      "/usr/bin/env XDG_RUNTIME_DIR=/run/user/7 /bin/systemd-run --user --scope --quiet --collect "
        + "-p TasksMax=64 --"
    ) {
      ($0.rules.memoryBytes, $0.rules.processes) = (1 << 30, 64)
      ($0.scope.user, $0.scope.program) = (7, "/bin/systemd-run")
      $0.enforced.rungs = [.processes]
    },
    Case(
      "a home that is hidden",
      "\(begin) --new-session \(root) --tmpfs /home --tmpfs /run --dir /home/me "
        + "--symlink /home/me/opt/a /home/me/bin/a --symlink /srv/you /home/you --ro-bind /home/me/bin /home/me/bin "
        + "--bind /srv/p /srv/p --ro-bind /home/me/.a.json /run/orch-copy "
        + "--setenv GIT_OPTIONAL_LOCKS 0 --unsetenv TMPDIR -- /bin/sh -c "
        + #"cp "$0" "$1"; shift; exec "$@" /run/orch-copy /home/me/.a.json"#
    ) {
      ($0.places.hidden, $0.places.home) = (["/home", "/run"], "/home/me")
      $0.places.readable = ["/home/me/bin", "/usr/bin"]
      $0.places.links = [
        "/home/me/bin/a": "/home/me/opt/a", "/home/you": "/srv/you", "/home/you/x": "/srv/you/x",
      ]
      $0.places.copy = SandboxPlaces.Copy(of: "/home/me/.a.json", at: "/home/me/.a.json")
    },
  ]

  @Test(arguments: cases) func `the words in front of a program`(_ example: Case) {
    var profile = SandboxProfile(
      SandboxRules(), SandboxPlaces(work: "/srv/p"), enforced: Enforcement([.files]))
    example.change(&profile)
    #expect(profile.words.joined(separator: " ") == example.words)
  }

  // MARK: Mounts

  private typealias MountCase = (
    name: String, mounts: String, change: @Sendable (inout SandboxPlaces) -> Void
  )

  private static let mountCases: [MountCase] = [
    ("nothing to keep", "w /p", { _ in }),
    (
      "the queue in the root: no name changes there", "r /p, r /p/.orch, w /p/a.txt, w /p/src",
      {
        $0.kept = ["/p/QUEUE.md", "/p/.orch"]
        $0.keptFolders = ["/p/.orch"]
        $0.frozen = ["/p": ["/p/.orch", "/p/QUEUE.md", "/p/a.txt", "/p/src"]]
      }
    ),
    (
      "the queue in a folder: none above it can be renamed",
      "w /p, w /p/a, r /p/a/b, w /p/a/b/notes, r /p/git",
      {
        $0.kept = ["/p/a/b/QUEUE.md", "/p/git"]
        $0.keptFolders = ["/p/git"]
        $0.frozen = ["/p/a/b": ["/p/a/b/QUEUE.md", "/p/a/b/notes"]]
      }
    ),
    (
      "the queue stays, whatever is writable", "w /p/build, w /w",
      {
        $0.work = "/w"
        $0.writable = ["/p/QUEUE.md", "/p/.orch/inbox", "/p/build"]
        $0.kept = ["/p/QUEUE.md", "/p/.orch"]
        $0.keptFolders = ["/p/.orch"]
      }
    ),
    (
      "the whole project is writable beside a worktree", "r /p, w /p/src, w /w, r /w/.git",
      {
        $0.work = "/w"
        $0.writable = ["/p"]
        $0.kept = ["/p/QUEUE.md"]
        $0.frozen = ["/p": ["/p/QUEUE.md", "/p/src"]]
        $0.fixed = ["/w/.git", "/elsewhere/.git"]
      }
    ),
    (
      "a worktree below the queue's own folder", "w /p, r /p/.orch, w /p/.orch/w/A",
      {
        $0.work = "/p/.orch/w/A"
        $0.writable = ["/p"]
        $0.kept = ["/p/.orch"]
        $0.keptFolders = ["/p/.orch"]
      }
    ),
    (
      "settings in a folder that an agent writes", "w /h/.a, r /h/.a/s.json, w /p",
      {
        $0.hidden = ["/h"]
        ($0.writable, $0.fixed) = (["/h/.a"], ["/h/.a/s.json"])
        $0.readable = ["/h/.a", "/p/bin", "/usr/bin"]
      }
    ),
  ]

  @Test(arguments: mountCases.indices)
  func `what may be changed, folders above first`(_ index: Int) {
    let example = Self.mountCases[index]
    var places = SandboxPlaces(work: "/p")
    example.change(&places)
    let profile = SandboxProfile(SandboxRules(), places, enforced: Enforcement([.files]))
    let words = profile.words
    let mounts = words.indices.dropLast(2).compactMap { index -> String? in
      guard ["--bind", "--bind-try", "--ro-bind"].contains(words[index]),
        !["/", "/proc/sys"].contains(words[index + 2])
      else {
        return nil
      }
      return "\(words[index] == "--ro-bind" ? "r" : "w") \(words[index + 1])"
    }
    #expect(mounts.joined(separator: ", ") == example.mounts, "\(example.name)")
  }

  // MARK: Agents

  @Test(
    arguments: [
      (.claude, [:], "/h/.claude", "/h/.claude/settings.json", "/h/.claude.json"),
      (.claude, ["CLAUDE_CONFIG_DIR": "/c"], "/c", "/c/settings.json", nil),
      (.codex, [:], "/h/.codex", "/h/.codex/config.toml", nil),
      (.codex, ["CODEX_HOME": "not absolute"], "/h/.codex", "/h/.codex/config.toml", nil),
      (
        .opencode, ["XDG_DATA_HOME": "/d"],
        "/d/opencode /h/.local/state/opencode /h/.cache/opencode", "/h/.config/opencode", nil
      ),
      (.report, ["CODEX_HOME": "/c"], "", nil, nil),
    ] as [(WorkerProfile.Adapter, [String: String], String, String?, String?)])
  func `what an agent has in the user's folder`(
    _ adapter: WorkerProfile.Adapter, _ variables: [String: String], _ state: String,
    _ settings: String?, _ copied: String?
  ) {
    let home = AgentHome(of: adapter, in: "/h") { variables[$0] }
    #expect(home.state.joined(separator: " ") == state)
    #expect(home.settings.first == settings)
    #expect(home.copied == copied)
  }

  @Test(arguments: [
    ("512M", 512 << 20), ("4G", 4 << 30), ("1T", 1 << 40), ("16M", 16 << 20), ("15M", nil),
    ("0G", nil), ("04G", nil), ("4", nil), ("4g", nil), ("4GB", nil), ("-4G", nil), ("G", nil),
    ("", nil), ("9000000000T", nil), ("4.5G", nil), ("+4G", nil),
  ])
  func `sizes of memory`(_ text: String, _ bytes: Int?) {
    #expect(SandboxRules.bytes(text) == bytes)
  }
}
