import Host

/// The files of an agent's program in the user's home folder.
///
/// Sources: https://code.claude.com/docs/en/settings and .../env-vars (`CLAUDE_CONFIG_DIR`),
/// https://developers.openai.com/codex/config-advanced (`CODEX_HOME`),
/// https://opencode.ai/docs/config and https://specifications.freedesktop.org/basedir-spec.
public struct AgentHome: Equatable, Sendable {
  /// Folders with the agent's login, sessions and caches.
  public private(set) var state: [String] = []
  /// Files and folders with the agent's configuration and instructions. The agent reads them, and
  /// must never change them.
  public private(set) var settings: [String] = []
  /// A file that is copied for each worker, because several programs would overwrite each other's
  /// version; `nil` if there is none.
  public private(set) var copied: String?

  /// - Parameters:
  ///   - adapter: the kind of agent.
  ///   - home: the user's home folder.
  ///   - variable: returns the value of a variable that the agent gets.
  public init(of adapter: WorkerProfile.Adapter, in home: String, _ variable: (String) -> String?) {
    func folder(_ name: String, or place: String) -> String {
      variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } ?? Path.join(home, place)
    }
    func add(_ folder: String, settings names: [String]) {
      state.append(folder)
      settings += names.map { Path.join(folder, $0) }
    }
    switch adapter {
    case .claude:
      add(
        folder("CLAUDE_CONFIG_DIR", or: ".claude"),
        settings: [
          "settings.json", "settings.local.json", "CLAUDE.md", "agents", "commands", "hooks",
          "output-styles", "plugins", "rules", "skills",
        ])
      if variable("CLAUDE_CONFIG_DIR") == nil { copied = Path.join(home, ".claude.json") }
    case .codex:
      add(
        folder("CODEX_HOME", or: ".codex"),
        settings: ["config.toml", "AGENTS.md", "AGENTS.override.md", "prompts", "rules", "skills"])
    case .opencode:
      for (name, place) in [
        ("XDG_DATA_HOME", ".local/share"), ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CACHE_HOME", ".cache"),
      ] {
        state.append(Path.join(folder(name, or: place), "opencode"))
      }
      settings = [Path.join(folder("XDG_CONFIG_HOME", or: ".config"), "opencode")]
    case .report, .command, .openclaw, .simulated, .llm: break
    }
  }
}
