/// What the program of a coding agent lets the agent change, by the program's arguments. The limits
/// of a sandbox that orch makes come in addition.
public enum AgentAccess: Equatable, Sendable {
  case nothing
  /// Files of the project.
  case project
  /// Whatever the user may change.
  case everything
  /// What the program's own settings say.
  case settings
}

extension WorkerProfile {
  /// `nil` for a worker that is not an agent.
  public var access: AgentAccess? {
    switch adapter {
    case .claude:
      if args.contains("--dangerously-skip-permissions") { return .everything }
      return switch value(of: "--permission-mode") {
      case "bypassPermissions": .everything
      case "acceptEdits": .project
      case "plan": .nothing
      default: .settings
      }
    case .codex:
      if args.contains("--dangerously-bypass-approvals-and-sandbox") || args.contains("--yolo") {
        return .everything
      }
      if args.contains("--full-auto") { return .project }
      return switch value(of: "--sandbox") ?? value(of: "-s") {
      case "danger-full-access": .everything
      case "workspace-write": .project
      case "read-only": .nothing
      default: .settings
      }
    case .opencode: return args.contains("--auto") ? .everything : .settings
    case .report, .command, .openclaw, .simulated, .llm: return nil
    }
  }

  /// Whether the program makes a sandbox of its own for the commands of the agent.
  public var makesOwnSandbox: Bool { adapter == .codex && access != .everything }

  /// The value of an option in `args`, as `--option value` or `--option=value`.
  private func value(of option: String) -> String? {
    if let place = args.lastIndex(of: option) { return args.dropFirst(place + 1).first }
    return args.last { $0.hasPrefix(option + "=") }.map { String($0.dropFirst(option.count + 1)) }
  }
}
