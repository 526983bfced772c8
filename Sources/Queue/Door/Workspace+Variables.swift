import Host
import Synchronization
package import Text
package import Workers

extension Workspace {
  /// Adds the variables of `env_file` to those of this process. They take precedence, as with
  /// `EnvironmentFile=` of systemd, so that a worker gets the same ones whoever starts it.
  mutating func addVariablesOfFile() {
    guard let name = settings.environmentFile else { return }
    let file = VariablesOfFile(name, of: self)
    variablesOfFile = file
    environment = environment.overlaid { EnvironmentFile.isReserved($0) ? nil : file.values[$0] }
  }

  /// The file of `env_file`; `nil` if there is none, or if home is not trusted.
  package func environmentFile() throws(EnvironmentFile.Fault) -> EnvironmentFile? {
    try variablesOfFile?.found.get()
  }

  /// The path of `env_file`, whether or not it exists; `nil` if there is none.
  package var environmentFilePath: String? { settings.environmentFile.map(path(ofVariables:)) }

  fileprivate func path(ofVariables name: String) -> String {
    if name.hasPrefix("~/"), let user = environment["HOME"] {
      return Path.join(user, String(name.dropFirst(2)))
    }
    return Path.join(home, name)
  }

  /// The values of the secret variables that workers get, as far as this process has them, and all
  /// values of `env_file`. A worker that sends its own report has them.
  package var secretTexts: [String] {
    let names = Set(profiles.all.flatMap(\.secretNames))
    return names.compactMap { environment[$0] } + (variablesOfFile?.values ?? [:]).values
  }

  package var secretValues: SecretValues { SecretValues(secretTexts) }

  /// The variables of a worker whose values are removed from log and report.
  package func secretNames(of profile: WorkerProfile) -> [String] {
    let values = variablesOfFile?.values ?? [:]
    return profile.secretNames + profile.env.filter { values[$0] != nil }
  }
}

/// The variables of `env_file`, read when the first of them is looked up: most commands need none.
final class VariablesOfFile: Sendable {
  private let name: String
  /// Without these variables.
  private let workspace: Workspace
  private let kept = Mutex<Result<EnvironmentFile?, EnvironmentFile.Fault>?>(nil)

  init(_ name: String, of workspace: Workspace) { (self.name, self.workspace) = (name, workspace) }

  var values: [String: String] { (try? found.get())?.variables ?? [:] }

  var found: Result<EnvironmentFile?, EnvironmentFile.Fault> {
    kept.withLock { kept in
      if let kept { return kept }
      let found = Result { () throws(EnvironmentFile.Fault) in try read() }
      kept = found
      return found
    }
  }

  private func read() throws(EnvironmentFile.Fault) -> EnvironmentFile? {
    guard (try? workspace.permission()) == .allowed else { return nil }
    return try EnvironmentFile(
      reading: workspace.path(ofVariables: name), environment: workspace.environment)
  }
}
