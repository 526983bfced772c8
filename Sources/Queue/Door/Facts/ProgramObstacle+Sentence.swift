public import Host
public import Text

extension ProgramLookup.Obstacle {
  /// Why a program can't be run.
  public var sentence: Sentence { Sentence(description, korean) }

  private var korean: String {
    switch finding {
    case .program(let error): error.sentence.korean
    case .notInPath(let program, let folders, let here):
      "\(program)을(를) 찾을 수 없습니다. "
        + (folders.isEmpty ? "PATH에 폴더가 없습니다" : "찾아본 곳: \(folders.joined(separator: ", "))")
        + (here.map { ". \($0)에 있으니 ./\(program)(으)로 쓰십시오" } ?? "")
    case .interpreter(let script, .notFound(let path)):
      "\(script)을(를) 실행할 수 없습니다. 인터프리터 \(path)이(가) 없습니다"
    case .interpreter(let script, .notExecutable(let path)):
      "\(script)을(를) 실행할 수 없습니다. 인터프리터 \(path)에 실행 권한이 없습니다"
    case .interpreter(let script, .system(let error)):
      "\(script)을(를) 실행할 수 없습니다. 인터프리터: \(error.sentence.korean)"
    }
  }
}

extension Subprocess.StartError {
  public var sentence: Sentence { Sentence(description, korean) }

  private var korean: String {
    switch self {
    case .notFound(let program): "\(program)을(를) 실행할 수 없습니다. 그런 프로그램이 없습니다"
    case .notExecutable(let path): "\(path)을(를) 실행할 수 없습니다. 실행 권한이 없습니다"
    case .system(let error): error.sentence.korean
    }
  }
}
