public import Host

/// Why a document can't be generated.
public enum ReferenceError: Error, Equatable, CustomStringConvertible {
  case unknownPart(String, path: String)
  case openPart(String, path: String)
  case missingPart(String, path: String)
  case system(SystemError)

  public var description: String {
    switch self {
    case .unknownPart(let name, let path):
      "\(path): nothing generates the part '\(name)' (ReferenceTable names the parts)"
    case .openPart(let name, let path):
      "\(path): the part '\(name)' does not end (add the line <!-- end -->)"
    case .missingPart(let name, let path):
      "\(path): the part '\(name)' has no place (add <!-- generated: \(name) --> and <!-- end -->)"
    case .system(let error):
      "\(error) (run it in the project's folder; automation/reference.sh does)"
    }
  }
}
