extension String {
  /// The text with `***` instead of the passwords in each address, before the host or in the
  /// parameters: `postgresql://bob:***@host/db?sslpassword=***`. Placeholders stay.
  public var withoutPasswords: String {
    // Most texts have no address, and this check finds that out much faster than the search below.
    let colon = UInt8(ascii: ":")
    guard utf8.contains(colon) else { return self }
    let bytes = Array(utf8)
    var (masked, written): ([UInt8], Int) = ([], 0)
    func mask(_ password: Range<Int>) {
      masked += bytes[written..<password.lowerBound]
      masked += "***".utf8
      written = password.upperBound
    }
    var place = 0
    while let next = bytes[place...].firstIndex(of: colon) {
      place = next + 1
      guard bytes.has(Array("://".utf8), at: next) else { continue }
      if let password = bytes.urlPassword(at: next)?.range {
        mask(password)
        place = password.upperBound
      }
      for password in bytes.passwordParameters(from: place) where password.lowerBound >= written {
        mask(password)
      }
    }
    if written == 0 { return self }
    return String(decoding: masked + bytes[written...], as: UTF8.self)
  }
}

extension [UInt8] {
  /// The values of `password=` and `sslpassword=` in the parameters of an address.
  ///
  /// - Parameter start: an index in the address before its parameters.
  fileprivate func passwordParameters(from start: Int) -> [Range<Int>] {
    let end = end(of: Self.address, from: start)
    guard let query = self[start..<end].firstIndex(of: UInt8(ascii: "?")) else { return [] }
    return self[(query + 1)..<end].split(separator: UInt8(ascii: "&")).compactMap { parameter in
      guard let sign = parameter.firstIndex(of: UInt8(ascii: "=")),
        parameter[..<sign].map(\.lowercased).suffix(8).elementsEqual("password".utf8)
      else { return nil }
      let value = sign + 1..<parameter.endIndex
      return isPlaceholder(value) ? nil : value
    }
  }

  private static let address = ByteSet.blank.union(ByteSet("\"'`<>\\")).inverted
}
