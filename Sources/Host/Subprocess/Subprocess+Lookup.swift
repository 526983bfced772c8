extension Subprocess {
  /// Whether a program of this name would be found.
  ///
  /// - Parameters:
  ///   - program: a name without a slash.
  ///   - environment: the variables that it would see.
  public static func finds(_ program: String, with environment: [String: String]) -> Bool {
    (try? ProgramLookup(program, in: "/", environment: environment).file()) != nil
  }

  /// The file to be run.
  func executable() throws(StartError) -> String {
    try ProgramLookup(program, in: folder, environment: environment).file()
  }
}
