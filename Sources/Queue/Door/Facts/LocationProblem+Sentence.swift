import Model
import Text

extension LocationProblem {
  var words: Words {
    switch self {
    case .brokenLink(let path, let target):
      (
        Sentence(
          "\(path) is a link to \(target), which does not exist",
          "\(path): 없는 파일 \(target)을(를) 가리키는 링크입니다"),
        Sentence("fix the link, or remove it", "링크를 고치거나 지우십시오")
      )
    case .notFound(let folder, let last):
      (
        Sentence(
          "no QUEUE.md from \(folder) up to \(last)", "\(folder)부터 \(last)까지 QUEUE.md가 없습니다"),
        Sentence(
          "orch init creates one here; --queue PATH names one elsewhere",
          "여기에 만들기: orch init, 다른 곳 지정: --queue PATH")
      )
    case .notLookedFor:
      (Sentence("no queue file was looked for", "큐 파일을 찾지 않았습니다"), Sentence(same: ""))
    case .leadsOut(let path, let folder, let target):
      (
        Sentence(
          "\(path) leads out of \(folder), to \(target)",
          "\(path): \(folder) 밖의 \(target)을(를) 가리킵니다"), Self.use
      )
    case .foreign(let path):
      (Sentence("\(path) belongs to another user", "\(path): 다른 사용자의 것입니다"), Self.use)
    case .unreadable(let error):
      (
        Problem.system(error).sentence,
        Sentence(
          "the search for a queue ends there; name the queue with --queue or ORCH_QUEUE_MD",
          "큐를 더 찾지 못했습니다. --queue나 ORCH_QUEUE_MD로 큐를 지정하십시오")
      )
    case .inWorktree(let queue):
      (
        Sentence(
          "this is the worktree of a row; its queue is \(queue.escaped)",
          "행의 작업 트리입니다. 큐는 \(queue.escaped)에 있습니다"),
        Sentence("name it with --queue", "--queue로 지정하십시오")
      )
    }
  }

  private static var use: Sentence {
    Sentence("name it with --queue to use it anyway", "그래도 쓰려면 --queue로 지정하십시오")
  }
}
