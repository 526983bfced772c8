public import Model
public import Text

extension QueueZone {
  /// The zone as `tz` has it: `"Europe/Berlin"` or `5.5`.
  public var setting: JSONValue {
    switch self {
    case .fixed(let seconds):
      seconds % 3600 == 0 ? .integer(seconds / 3600) : .number(Double(seconds) / 3600)
    case .rules(_, let name): .string(name)
    }
  }

  /// `Europe/Berlin`, or `UTC+5.5`.
  public var text: String {
    switch self {
    case .fixed(0): "UTC"
    case .fixed(let seconds): "UTC\(seconds < 0 ? "" : "+")\(setting)"
    case .rules(_, let name): name
    }
  }
}
