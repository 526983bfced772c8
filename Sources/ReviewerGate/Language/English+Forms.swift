extension English {
  /// Past forms and nouns that no rule derives, with the verb that they belong to.
  static let irregular = table(
    """
    wrote:write written:write built:build made:make ran:run kept:keep got:get gotten:get sent:send
    put:put set:set hid:hide hidden:hide shown:show split:split drew:draw drawn:draw left:leave
    found:find began:begin begun:begin broke:break told:tell took:take taken:take gave:give
    given:give brought:bring chose:choose chosen:choose drove:drive fell:fall held:hold led:lead
    lost:lose met:meet paid:pay read:read rewrote:rewrite rewritten:rewrite said:say saw:see
    seen:see sold:sell spent:spend threw:throw thrown:throw understood:understand undid:undo undone:undo redid:redo redone:redo
    went:go won:win done:do did:do shut:shut cut:cut hit:hit let:let bound:bind wound:wind
    overrode:override overridden:override froze:freeze frozen:freeze spun:spin stuck:stick
    taught:teach thought:think bought:buy caught:catch dealt:deal dug:dig fed:feed felt:feel
    forgot:forget forgotten:forget grew:grow grown:grow knew:know known:know laid:lay lent:lend
    meant:mean rose:rise shot:shoot swept:sweep swapped:swap tore:tear wore:wear reset:reset
    encryption:encrypt decryption:decrypt compression:compress conversion:convert removal:remove
    description:describe verification:verify renewal:renew approval:approval addition:add
    proofreading:proofread reproduction:reproduce children:child indices:index people:person
    data:data analyses:analysis criteria:criterion matrices:matrix retries:retry reads:read
    forbade:forbid forbidden:forbid sped:speed fled:flee bent:bend bled:bleed crept:creep hung:hang leapt:leap lit:light sewn:sew
    slid:slide stood:stand struck:strike swore:swear woke:wake wove:weave came:come became:become
    spoke:speak spoken:speak stole:steal rode:ride slept:sleep swung:swing withdrew:withdraw
    shrank:shrink shrunk:shrink sank:sink sunk:sink drank:drink flew:fly flown:fly rang:ring subscription:subscribe extraction:extract submission:submit permission:permission
    """)

  private static func table(_ text: String) -> [String: String] {
    var table: [String: String] = [:]
    for pair in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let sides = pair.split(separator: ":")
      if sides.count == 2 { table[String(sides[0])] = String(sides[1]) }
    }
    return table
  }

  static let numbers: [String: Double] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "zero": 0,
  ]
}
