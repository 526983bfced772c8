public import Host
public import Wording

extension SystemError {
  /// What failed, as the system says it.
  public var sentence: Sentence { Sentence(same: description) }

  /// What to do.
  public var hint: Sentence {
    if isLink {
      return Sentence("a link is not followed here: remove it", "여기서는 링크를 따라가지 않습니다. 지우십시오")
    }
    if isNotUTF8 {
      return Sentence(
        "nothing was changed; rename the folder, such as with convmv",
        "아무것도 바꾸지 않았습니다. convmv 등으로 폴더 이름을 바꾸십시오")
    }
    if isDenied {
      return Sentence("check the permissions of the file and its folder", "파일과 폴더의 권한을 확인하십시오")
    }
    if action == "create" {
      return Sentence("check the folder, and whether the disk is full", "폴더와 디스크의 남은 공간을 확인하십시오")
    }
    if isDirectory {
      return Sentence(
        "name the queue file itself, for example \(path)/QUEUE.md",
        "큐 파일 자체를 지정하십시오. 예: \(path)/QUEUE.md")
    }
    return remedy.map { Sentence(same: $0) }
      ?? Sentence("nothing was changed; check the disk", "아무것도 바꾸지 않았습니다. 디스크를 확인하십시오")
  }
}
