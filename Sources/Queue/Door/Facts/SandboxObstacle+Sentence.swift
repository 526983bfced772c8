import Host
import Model
public import Text
public import Workers

extension SandboxLack {
  public var sentence: Sentence {
    let (limit, why) = (rung.sentence, obstacle.sentence)
    return Sentence(
      "the sandbox can't limit \(limit.english): \(why.english)",
      "샌드박스가 \(limit.korean) 제한할 수 없습니다: \(why.korean)")
  }
}

extension SandboxObstacle {
  fileprivate var sentence: Sentence {
    switch self {
    case .missing(let obstacle):
      Sentence(obstacle.description.escaped, obstacle.sentence.korean.escaped)
    case .failed(let program, let said):
      Sentence("\(program): \(said.escaped)", "\(program): \(said.escaped)")
    case .linked(let path):
      Sentence(
        "\(path.escaped) has a second name, a hard link, through which it could be changed",
        "\(path.escaped)에 다른 이름(하드 링크)이 있어 그 이름으로 바꿀 수 있습니다")
    case .crowded(let folder, let most):
      Sentence(
        "\(folder.escaped), the folder of the queue, has more than \(most) entries",
        "큐의 폴더 \(folder.escaped)에 항목이 \(most)개보다 많습니다")
    case .home(let folder):
      Sentence(
        "\(folder.escaped), a folder of the project, contains your home folder",
        "프로젝트의 폴더 \(folder.escaped)에 홈 디렉터리가 들어 있습니다")
    }
  }

  public var hint: Sentence {
    switch self {
    case .missing:
      Sentence(
        "install bubblewrap, and for memory and processes systemd; ops doctor tries them",
        "bubblewrap을, memory와 processes에는 systemd를 설치하십시오. ops doctor가 시험합니다")
    case .failed:
      Sentence(
        "docs/workers.md, Sandbox, lists what a machine must allow; ops doctor tries it again",
        "이 컴퓨터가 허용해야 하는 것은 docs/workers.ko.md의 샌드박스에 있습니다. ops doctor가 다시 시험합니다")
    case .linked(let path):
      Sentence(
        "replace it with a copy: cp \(path.escaped) copy && mv copy \(path.escaped)",
        "복사하여 이름을 하나로 만드십시오: cp \(path.escaped) copy && mv copy \(path.escaped)")
    case .crowded:
      Sentence(
        #"set "worktree": true, or move the queue to a folder of its own"#,
        #""worktree": true를 정하거나 큐를 별도의 폴더로 옮기십시오"#)
    case .home:
      Sentence(
        "move the project to a folder and a git repository of its own",
        "프로젝트를 자체 git 저장소가 있는 별도의 폴더로 옮기십시오")
    }
  }
}

extension SandboxRung {
  /// The limited resource; the Korean text includes its particle.
  fileprivate var sentence: Sentence {
    switch self {
    case .files: Sentence("files", "파일을")
    case .network: Sentence("the network", "네트워크를")
    case .memory: Sentence("memory", "메모리를")
    case .processes: Sentence("processes", "프로세스 수를")
    }
  }
}
