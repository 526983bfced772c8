public import JSON
public import QueueModel

// How the journal writes what a merge did to a row, and programs are told of its cells.

extension RowMerge {
  var json: JSONValue {
    var object: JSONObject = ["id": .string(id), "fate": .string(fate.rawValue)]
    if !putBack.isEmpty { object["put_back"] = .array(putBack.map(\.json)) }
    if !lost.isEmpty { object["lost"] = .array(lost.map(\.json)) }
    return .object(object)
  }

  init?(_ json: JSONValue) {
    guard let object = json.objectValue, let id = object["id"]?.stringValue,
      let fate = object["fate"]?.stringValue.flatMap(Fate.init)
    else { return nil }
    self.init(
      id: id, fate: fate, putBack: [CellMerge](object["put_back"]),
      lost: [CellMerge](object["lost"]))
  }
}

extension [CellMerge] {
  fileprivate init(_ json: JSONValue?) {
    self = (json?.arrayValue ?? []).compactMap { value in
      guard let object = value.objectValue, let column = object["column"]?.stringValue else {
        return nil
      }
      return CellMerge(
        column: column, kept: object["kept"]?.stringValue,
        dropped: object["dropped"]?.stringValue)
    }
  }
}

extension CellMerge {
  /// `{"column","kept","dropped"}`, in the journal as in what programs are given.
  public var json: JSONValue {
    ["column": .string(column), "kept": JSONValue(kept), "dropped": JSONValue(dropped)]
  }
}
