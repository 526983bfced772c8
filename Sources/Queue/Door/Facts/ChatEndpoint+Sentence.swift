import Model
import Text
import Workers

extension ChatEndpoint.Fault {
  /// - Parameter place: the place of the profile: `/srv/demo/orch.json: workers.architect`.
  func sentence(of place: String) -> Sentence {
    switch self {
    case .noURL:
      Sentence("\(place) has no address to ask", "\(place): 물어볼 주소가 없습니다")
    case .noModel:
      Sentence("\(place) names no model", "\(place): 모델의 이름이 없습니다")
    case .badURL(let url):
      Sentence(
        "\(place): '\(Self.host(of: url).escaped)' is not an address that a key may be sent to",
        "\(place): '\(Self.host(of: url).escaped)'에는 키를 보낼 수 없습니다")
    case .badKey:
      Sentence(
        "\(place): LLM_API_KEY has a line break or another control character in it",
        "\(place): LLM_API_KEY에 줄 바꿈이나 다른 제어 문자가 있습니다")
    }
  }

  /// The scheme and the host of an address, without the user, the password or the key that the
  /// address may contain.
  private static func host(of url: String) -> String {
    let scheme = url.prefix { $0 != ":" && $0 != "@" && $0 != "/" }
    let isNamed = url.dropFirst(scheme.count).hasPrefix("://")
    let rest = isNamed ? url.dropFirst(scheme.count + 3) : url[...]
    let start = rest.lastIndex(of: "@").map(rest.index(after:)) ?? rest.startIndex
    return (isNamed ? "\(scheme)://" : "") + rest[start...].prefix { $0 != "/" && $0 != "?" }
  }

  var hint: Sentence {
    switch self {
    case .noURL:
      Sentence(
        #"write it as "url", or name LLM_URL in "env" and set it"#,
        #""url"에 쓰거나, "env"에 LLM_URL을 적고 그 변수를 정하십시오"#)
    case .noModel:
      Sentence(
        #"write it as "model", or name LLM_MODEL in "env" and set it"#,
        #""model"에 쓰거나, "env"에 LLM_MODEL을 적고 그 변수를 정하십시오"#)
    case .badURL:
      Sentence(
        "use https://HOST/…, or http:// with 127.0.0.1 or localhost, without a user",
        "사용자 이름 없이 https://HOST/… 를 쓰십시오. 127.0.0.1이나 localhost라면 http://도 됩니다")
    case .badKey:
      Sentence("set the key alone, on one line", "키만 한 줄로 정하십시오")
    }
  }
}
