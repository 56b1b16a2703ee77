/** Answers that are kept; the values of a corpus that come again are few. */
const most = 1024

/** A judgement of strings that keeps its last answers: for what is asked again and again, such as the hosts of e-mail addresses. */
export function remembered(judge: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>()
  return (text) => {
    let answer = known.get(text)
    if (answer === undefined) {
      answer = judge(text)
      if (known.size >= most) known.clear()
      // A copy: a part of a string keeps all of it in memory.
      known.set(Buffer.from(text).toString(), answer)
    }
    return answer
  }
}
