import Door
public import Git
import Host
import Model
import Text

extension GitError {
  /// The error in git's own words, or the sentence about it.
  public var reason: String {
    if case .failed(_, _, let reason) = self { reason } else { words.0.english }
  }

  var words: Words {
    switch self {
    case .missing(let error):
      (error.sentence, Sentence("install git", "git을 설치하십시오"))
    case .noRepository(let folder, let reason):
      (
        Sentence(
          "\(folder.escaped) is not a git repository: \(reason.escaped.withoutPasswords)",
          "\(folder.escaped): git 저장소가 아닙니다: \(reason.escaped.withoutPasswords)"),
        Sentence("git init makes a repository", "git init으로 만드십시오")
      )
    case .otherRepository(let folder):
      (
        Sentence(
          "the .git of \(folder.escaped) leads to the repository of another folder",
          "\(folder.escaped)의 .git은 다른 폴더의 저장소를 가리킵니다"),
        Sentence("look at the folder before you use it", "사용하기 전에 확인하십시오")
      )
    case .failed(let command, let folder, let reason):
      (
        Sentence(
          "git \(command) failed at \(folder.escaped): \(reason.escaped.withoutPasswords)",
          "\(folder.escaped): git \(command) 실패: \(reason.escaped.withoutPasswords)"),
        Sentence("fix what git reports, then try again", "먼저 git이 말하는 문제를 고치십시오")
      )
    case .timedOut(let command, let folder, let seconds):
      (
        Sentence(
          "git \(command) took longer than \(seconds) s at \(folder.escaped)",
          "\(folder.escaped): git \(command)이(가) \(seconds)초를 넘겼습니다"),
        Sentence("try again", "다시 시도하십시오")
      )
    case .unreadable(let command, let folder):
      (
        Sentence(
          "the answer of git \(command) at \(folder.escaped) can't be read",
          "\(folder.escaped): git \(command)의 답을 읽을 수 없습니다"),
        Sentence("orch needs git 2.39 or newer", "git 2.39 이상이 필요합니다")
      )
    case .system(let error) where error.isNotAFile:
      (
        Sentence(
          "\(error.path.escaped) is not a regular file, so git is not run",
          "\(error.path.escaped)은(는) 일반 파일이 아니어서 git을 실행하지 않습니다"),
        Sentence("put a file in its place, or remove it", "파일로 바꾸거나 지우십시오")
      )
    case .system(let error): (error.sentence, error.hint)
    }
  }
}
