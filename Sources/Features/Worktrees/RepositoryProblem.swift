import Door
import Model
import Text

/// Why rows can't be worked in another repository.
public indirect enum RepositoryProblem: Equatable, Sendable {
  /// `repositories` in `orch.json` has other names, or is empty.
  case unknown(known: [String])
  /// The path leads to no folder.
  case noFolder(path: String)
  /// The path contains a symbolic link, which may later lead to another place.
  case link(path: String)
  /// The path is another worktree of the project's repository, so it shares the project's branches.
  case ofProject(path: String, top: String)
  case of(WorktreeProblem)

  var kind: Problem.Kind {
    switch self {
    case .unknown: .unknownRepository
    case .noFolder: .noRepository
    case .link: .link
    case .ofProject: .foreignRepository
    case .of(let problem): problem.kind
    }
  }

  /// - Parameter name: the repository's.
  func words(of name: String) -> Words {
    let key = "repositories.\(name.escaped)"
    switch self {
    case .unknown(let known):
      let problem = Problem.unknownRepository(name, known: known)
      return (problem.sentence, problem.hint)
    case .noFolder(let path):
      return (
        Sentence("\(key): \(path.escaped) is not a folder", "\(key): \(path.escaped)은(는) 폴더가 아닙니다"),
        Sentence("the path is relative to the project root", "경로는 프로젝트 루트에서 시작합니다")
      )
    case .link(let path):
      return (
        Sentence(
          "\(key): \(path.escaped) is a symbolic link", "\(key): \(path.escaped)은(는) 심볼릭 링크입니다"),
        Sentence("name the folder itself", "폴더 자체를 지정하십시오")
      )
    case .ofProject(let path, let top):
      return (
        Sentence(
          "\(key): \(path.escaped) is a worktree of the project's own repository, at \(top.escaped)",
          "\(key): \(path.escaped)은(는) \(top.escaped)에 있는 프로젝트 저장소의 작업 트리입니다"),
        Sentence("remove it from orch.json, and repo from the rows", "orch.json과 행의 repo에서 빼십시오")
      )
    case .of(let problem):
      let words = problem.words
      return (words.0.map { "\(key): \($0)" }, words.hint)
    }
  }
}
