import Gate
import Host
public import Text

extension ProofRunner {
  /// - Parameter schema: the path of a JSON Schema that the file has to fit; `nil` for none.
  func checkJSON(in path: String, by schema: String?) -> ProofResult {
    result(of: path) { (file) throws(SystemError) in
      if let refusal = refusal(of: file, path) { return refusal }
      let bytes = try file.descriptor.readWhole()
      do throws(JSONError) {
        guard let schema else {
          try JSONValue.check(bytes)
          return nil
        }
        return mistake(in: try JSONValue(parsing: bytes), of: path, by: schema)
      } catch {
        return .failed("\(path): no JSON: \(error)")
      }
    }
  }

  /// - Returns: `nil` if the value fits the schema.
  private func mistake(in value: JSONValue, of path: String, by schema: String) -> ProofResult? {
    do throws(JSONSchemaFile.Fault) {
      let rules = try JSONSchemaFile.read(schema, below: root)
      // A link may lead to a file that the work changed.
      if [schema, Path.relative(rules.place, to: root)].contains(where: isChangedByWork) {
        return .needsApproval("\(schema): the work changed it (orch approve accepts it)")
      }
      guard let mistake = rules.schema.mistake(in: value) else { return nil }
      let finding = "\(path): \(mistake.place) does not fit \(schema): \(mistake.rule)"
      return mistake.isUndecided ? .needsApproval(finding) : .failed(finding)
    } catch {
      return .needsApproval("\(schema): \(error.reason)")
    }
  }
}

/// A JSON Schema in a project.
public enum JSONSchemaFile {
  /// Why there are no rules to check by.
  public struct Fault: Error, Sendable {
    /// The reason, such as `not found`.
    public let reason: String
  }

  /// Reads the schema at a path below `root`.
  ///
  /// - Returns: the schema, and the file's path, links followed.
  public static func read(
    _ path: String, below root: String
  ) throws(Fault) -> (schema: JSONSchema, place: String) {
    let (bytes, place): ([UInt8], String)
    do throws(ProjectFile.Refusal) {
      let file = try ProjectFile(path, below: root)
      guard file.status.identity.size <= largest else {
        throw ProjectFile.Refusal(reason: "larger than \(largest >> 20) MB")
      }
      place = file.place
      do { bytes = try file.descriptor.readWhole() } catch {
        throw ProjectFile.Refusal(reason: error.reason)
      }
    } catch {
      throw Fault(reason: error.reason)
    }
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(parsing: bytes) } catch {
      throw Fault(reason: "no JSON: \(error)")
    }
    do throws(JSONSchema.Fault) { return (try JSONSchema(value), place) } catch {
      throw Fault(reason: "orch does not know the keyword '\(error.keyword)' at \(error.place)")
    }
  }

  private static let largest = 1 << 20
}
