import Host
import JSON

extension ProcessIdentity {
  init?(_ json: JSONValue) {
    guard let object = json.objectValue, let id = object["pid"]?.integerValue,
      let start = object["start"]?.integerValue, let boot = object["boot"]?.stringValue
    else { return nil }
    self.init(id: id, start: start, boot: boot)
  }

  var json: JSONValue {
    ["pid": .integer(id), "start": .integer(start), "boot": .string(boot)]
  }
}
