import Door
import Host
import Text
import Workers

extension UserFile {
  /// A file of the server in the user's own configuration folder.
  ///
  /// - Throws: if that folder is unknown.
  static func ofServer(_ name: String, environment: Environment) throws(Problem) -> UserFile {
    guard let file = UserFile(name, environment: environment) else {
      throw .adapter(
        .noHome, Sentence("HOME is not set", "HOME이 설정되어 있지 않습니다"),
        hint: Sentence(
          "set HOME, or XDG_CONFIG_HOME to the folder of your settings",
          "HOME을 설정하거나 XDG_CONFIG_HOME을 설정 폴더로 정하십시오"))
    }
    return file
  }
}

/// Adds hints on what to do to errors of the access files.
func access<Value>(_ body: () throws(TrustStoreError) -> Value) throws(Problem) -> Value {
  do { return try body() } catch {
    switch error {
    case .malformed(let path, _):
      throw .hinted(
        .trustStore(error),
        Sentence(
          "repair \(path), or remove it, then add tokens and open browsers again",
          "\(path)을(를) 고치거나 지우십시오. 지우면 토큰을 다시 추가하고 브라우저를 다시 열어야 합니다"))
    case .unsafe(let path):
      throw .hinted(
        .trustStore(error),
        Sentence(
          "check its contents, then run chmod go-w \(path)",
          "내용을 확인한 뒤 실행하십시오: chmod go-w \(path)"))
    case .locked, .system: throw Problem(error)
    }
  }
}
