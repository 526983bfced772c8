public import Door
import Model
import Text
import Workers

/// `otel` in `orch.json`: where traces and metrics go. Source: `docs/telemetry.md`.
public struct TelemetrySettings: FeatureSettings, Equatable {
  /// The address below which `/v1/traces` and `/v1/metrics` are; `nil` if nothing is sent.
  public private(set) var endpoint: String?
  /// The headers of each request, sorted by name.
  public private(set) var headers: [Header] = []
  /// The value of the resource attribute `service.name`.
  public private(set) var serviceName = "orch"

  /// A header whose value is in a variable, because the file is often in git.
  public struct Header: Equatable, Sendable {
    public let name: String
    public let variable: String
  }

  public init() {}

  private static let endpointForm = Sentence(
    "an address without /v1/traces that begins with https://, or with http:// of this machine",
    "/v1/traces를 뺀 https:// 주소. 이 컴퓨터의 주소라면 http://도 됩니다")
  private static let headersForm = Sentence(
    #"names of variables by names of headers, such as {"authorization": "OTEL_TOKEN"}"#,
    #"헤더 이름마다 변수 이름. 예: {"authorization": "OTEL_TOKEN"}"#)

  public static let keys: [SettingKey<TelemetrySettings>] = [
    SettingKey(
      "otel.endpoint", endpointForm, fallback: "nothing is sent",
      "the OpenTelemetry endpoint to which traces and metrics are sent, such as "
        + "`http://localhost:4318`", \.endpoint
    ) { value in
      guard let text = value.stringValue, ChatEndpoint.isAllowed(text),
        !text.utf8.contains(UInt8(ascii: "?"))
      else { return nil }
      return .some(text.hasSuffix("/") ? String(text.dropLast()) : text)
    }.naming { settings in
      guard let endpoint = settings.endpoint else { return [] }
      let headers = settings.headers.map { "\($0.name): $\($0.variable)" }
      return [NamedProgram(key: endpointKey, words: [CurlCall.program, endpoint] + headers)]
    },
    SettingKey(
      "otel.headers", headersForm, fallback: "{}",
      "headers that the endpoint needs, such as a token, by the names of variables with their values",
      \.headers
    ) { value in
      guard let members = value.objectValue?.members else { return nil }
      let headers = members.compactMap { member -> Header? in
        guard isToken(member.key), let variable = member.value.stringValue,
          WorkerKey.variables([.string(variable)]) != nil
        else { return nil }
        return Header(name: member.key, variable: variable)
      }
      return headers.count == members.count ? headers.sorted { $0.name < $1.name } : nil
    },
    SettingKey(
      "otel.service_name", Sentence("a line of text", "한 줄의 텍스트"), fallback: "orch",
      "the name of this queue's service in the traces and metrics", \.serviceName
    ) { value in
      value.stringValue.flatMap { $0.isEmpty || $0.escaped != $0 ? nil : $0 }
    },
  ]

  static let endpointKey = "otel.endpoint"

  /// Whether a text is a token of HTTP. Source: RFC 9110, section 5.6.2.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
          || "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
  }

  public var variables: [String] { headers.map(\.variable) }
}

extension Workspace {
  /// The settings of `otel`; the defaults if the file can't be read.
  var telemetry: TelemetrySettings { TelemetrySettings(reading: settings.given) }

  /// - Throws: if `orch.json` is not trusted, because it may come from a clone and must not choose
  ///   who gets the data.
  func checkTelemetryMayBeSent() throws {
    guard case .refused(let refusal) = try permission() else { return }
    throw Problem.untrusted(.sendingTelemetry, refusal)
  }
}
