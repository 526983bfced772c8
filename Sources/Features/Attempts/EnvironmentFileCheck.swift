package import Door
import Host
import Text
import Workers

extension TaskQueue {
  /// The names of the variables of `env_file`, never their values, or why the file is not used.
  /// Empty if there is none, or if home is not trusted, which another check reports.
  package func environmentFileDiagnoses() -> [Diagnosis] {
    guard let workspace = try? workspace() else { return [] }
    let name = "env_file"
    do throws(EnvironmentFile.Fault) {
      guard let file = try workspace.environmentFile() else { return [] }
      let given = file.variables.keys.sorted()
      let passed = Set(
        workspace.profiles.all.flatMap(\.env) + configuration().variables
          + Workspace.forgeVariables + ChatEndpoint.Variable.allCases.map(\.rawValue))
      let unused = given.filter { !passed.contains($0) }
      let list = given.isEmpty ? "-" : given.joined(separator: ", ")
      let found = Diagnosis.ok(
        name, Sentence("\(list) from \(file.path)", "\(file.path)에서: \(list)"))
      if unused.isEmpty { return [found] }
      let names = unused.joined(separator: ", ")
      return [
        found,
        .warn(
          name, Sentence("no program gets \(names)", "\(names): 받는 프로그램이 없습니다"),
          fix: Sentence(
            "name the variable in env of a worker or a hook", "워커나 훅의 env에 그 변수를 적으십시오")),
      ]
    } catch {
      return [.fail(name, error.sentence, fix: error.hint)]
    }
  }

  /// Warnings of values of `secret_env` that are too short to be removed from the output of their
  /// workers.
  package func shortSecretDiagnoses() -> [Diagnosis] {
    guard let workspace = try? workspace() else { return [] }
    return workspace.profiles.all.flatMap { profile in
      profile.secretEnv.compactMap { name -> Diagnosis? in
        guard let value = workspace.environment[name], !value.isEmpty,
          SecretValues.isTooShort(value)
        else { return nil }
        let least = SecretValues.shortest
        return .warn(
          "secret_env",
          Sentence(
            "\(name) of worker \(profile.name) is shorter than \(least) characters, and is not removed "
              + "from its output",
            "워커 \(profile.name)의 \(name)은(는) \(least)자보다 짧아 출력에서 지우지 않습니다"),
          fix: Sentence("use a longer value", "더 긴 값을 쓰십시오"))
      }
    }
  }
}
