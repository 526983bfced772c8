/// A shell whose words orch completes.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The script that the shell reads at its start.
  func completionScript(for program: String) -> String {
    switch self {
    case .bash: Self.bashScript(for: program)
    case .zsh: Self.zshScript(for: program)
    case .fish: Self.fishScript(for: program)
    }
  }
}
