import CommandLineKit
import Host
import QueueModel

/// Who sent something, and for which claim it works.
public struct Sender: Equatable, Sendable {
  /// `nil` is a person.
  public let session: String?
  public let attempt: String?

  public init(session: String?, attempt: String?) {
    self.session = session
    self.attempt = attempt
  }
}

extension Session {
  /// Who speaks: a session, or `nil` for a person.
  public var speaker: String? {
    (shared.ownerSession ?? environment["ORCH_OWNER_SESSION"]).flatMap(CellText.value)
  }

  /// This command's own speaker, as who sends something that is judged later.
  public var sender: Sender { Sender(session: speaker, attempt: attempt) }

  /// The token of the claim that the speaker works for; `nil` where nobody said.
  private var attempt: String? { shared.attempt ?? environment["ORCH_ATTEMPT"] }

  /// Who speaks, for what only a session can ask; `hint` says what to name one for.
  ///
  /// - Throws: a mistake in the command line, where a person speaks.
  public func namedSpeaker(hint: String) throws(CommandError) -> String {
    if let speaker { return speaker }
    throw CommandError(
      code: "usage", message: "missing option --owner-session S", hint: hint, status: .usage)
  }

  /// - Parameter standIn: the session that speaks where none is named; a person, for `nil`.
  /// - Parameter sender: who speaks in place of this command's own speaker.
  func transitionContext(
    standIn: String? = nil, sender: Sender? = nil
  ) throws(CommandError) -> TransitionContext {
    let session = sender.map(\.session) ?? speaker ?? standIn
    var context = TransitionContext(
      session: session, now: try now(), actor: session ?? CurrentProcess.actor)
    context.attempt = sender.map(\.attempt) ?? attempt
    context.policy = try policy()
    // Also where the clock is frozen: a token must not follow from another.
    context.entropy = Randomness.number()
    return context
  }

  /// How long work may take, and how often it is tried, by the settings.
  private func policy() throws(CommandError) -> Policy {
    var policy = Policy()
    policy.leaseSeconds = try value(Settings.leaseSeconds)
    policy.staleSeconds = try value(Settings.staleMinutes) * 60
    policy.maxAttempts = try value(Settings.maxAttempts)
    policy.backoff = try value(Settings.retryBackoff)
    switch try value(Settings.retryFailed) {
    case .yes: policy.retriesFailed = true
    case .no: policy.retriesFailed = false
    case .database: policy.retriesFailed = chosenDatabase != nil
    }
    return policy
  }
}
