import { cleanTexts } from './clean.js'
import { digestOf, judgement, stale } from './judged.js'
import { addCase, newRow, scoreCase } from './score.js'

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

/** Scores every case of every set: one row for each set, kind and language. */
export function measureSets(scanner, sets, folder) {
  const rows = new Map()
  let texts = 0
  const used = new Set()
  for (const set of sets) {
    for (const one of set.cases(folder)) {
      texts += 1
      const hits = scanner.reported(one.text)
      for (const kind of one.kinds ?? [one.kind]) {
        if (!scanner.claimed.has(kind)) continue
        const key = `${set.id} ${kind} ${one.lang}`
        const row = rows.get(key) ?? newRow(set.id, kind, one.lang)
        rows.set(key, row)
        const own = hits.filter((hit) => scanner.serves(kind, hit.rule))
        const all = scoreCase(
          one,
          own.map((hit) => hit.span),
        )
        const high = scoreCase(
          one,
          own.filter((hit) => hit.high).map((hit) => hit.span),
        )
        const why = all.fp + all.fn > 0 ? judgement(set.id, kind, one.text) : undefined
        if (why !== undefined) used.add(`${set.id} ${kind} ${digestOf(one.text)}`)
        addCase(row, one, all, high, why)
        if (process.env.ACCURACY_MISSES === kind || process.env.ACCURACY_MISSES === `${set.id}:${kind}`) tell(set, kind, one, all, own)
      }
    }
  }
  const left = stale(used).filter((key) => sets.some((set) => key.startsWith(`${set.id} `)))
  return { texts, left, rows: [...rows.values()].sort((a, b) => byText(a.kind, b.kind) || byText(a.set, b.set) || byText(a.lang, b.lang)) }
}

/** For whoever tunes a rule: ACCURACY_MISSES=KIND (or set:KIND) prints the cases it gets wrong. The sets are public; nothing of them is kept. */
function tell(set, kind, one, counts, own) {
  if (counts.fp + counts.fn === 0) return
  const wrong = counts.fn > 0 ? 'missed' : 'wrong'
  process.stdout.write(
    `${set.id} ${kind} ${digestOf(one.text)} ${wrong}: ${JSON.stringify(one.text.slice(0, 160))} ${JSON.stringify(one.labels)} ${own.map((hit) => `${hit.rule.id} ${hit.span}`).join('; ')}\n`,
  )
}

/** Where an address stands in a line that says whose it is, or how to write to somebody. */
const contactLine =
  /[<([]\s*(?:mailto:)?$|author|copyright|©|\(c\)|contact|maintain|e-?mail|written|wrote|\bby\b|thanks|credit|report|send|comments|bugs|license|permission|from|邮箱|邮件|联系/i
/** An e-mail address in brackets, or behind the words of such a line within 160 characters. */
const isContact = (rule, text, [start, end]) =>
  rule.id.startsWith('pii-intl/email') &&
  (contactLine.test(text.slice(Math.max(0, start - 160), start)) || /^\s*[>)\]]/.test(text.slice(end)))

/** The shape of what was found: no character of it. */
const shapeOf = (found) =>
  found
    .replace(/\d/g, '0')
    .replace(/[a-z]/g, 'x')
    .replace(/[A-Z]/g, 'X')
    .replace(/\p{Script=Han}/gu, '文')
    .replace(/x{4,}/g, (run) => `x{${run.length}}`)

/** What fires with high confidence in texts that hold nothing personal: bytes read, and findings by rule. */
export function measureClean(scanner, folder) {
  return cleanTexts.map(({ id, words, read, judged }) => {
    let bytes = 0
    const byRule = new Map()
    const shapes = new Map()
    let contacts = 0
    for (const text of read(folder)) {
      bytes += Buffer.byteLength(text)
      for (const { rule, high, span } of scanner.reported(text)) {
        if (!high || (rule.domain !== 'pii' && rule.domain !== 'secret')) continue
        byRule.set(rule.id, (byRule.get(rule.id) ?? 0) + 1)
        if (isContact(rule, text, span)) contacts += 1
        else {
          const shape = shapeOf(text.slice(...span))
          const key = `${rule.id} ${shape}`
          shapes.set(key, (shapes.get(key) ?? 0) + 1)
        }
        if (process.env.ACCURACY_MISSES === id)
          process.stdout.write(`${id} ${rule.id}: ${JSON.stringify(text.slice(Math.max(0, span[0] - 50), span[1] + 30))}\n`)
      }
    }
    const listed = [...shapes]
      .sort((a, b) => byText(a[0], b[0]))
      .map(([key, count]) => ({ rule: key.slice(0, key.indexOf(' ')), shape: key.slice(key.indexOf(' ') + 1), count }))
    const looked = judged !== undefined && judged.total === listed.reduce((n, { count }) => n + count, 0)
    return {
      id,
      words,
      bytes,
      contacts,
      listed,
      wrong: listed.length === 0 ? 0 : looked ? judged.wrong : null,
      findings: [...byRule].sort((a, b) => byText(a[0], b[0])).map(([rule, count]) => ({ rule, count })),
    }
  })
}

/** What the labels of the sets are that no rule is meant for, and how often each is given. */
export const unclaimedLabels = (sets, folder) =>
  sets
    .filter((set) => set.unclaimed !== undefined)
    .map((set) => {
      const counts = new Map()
      for (const label of set.unclaimed(folder)) counts.set(label, (counts.get(label) ?? 0) + 1)
      const sorted = [...counts].sort((a, b) => b[1] - a[1] || byText(a[0], b[0]))
      return { id: set.id, labels: sorted.map(([label, n]) => `${label} (${n})`).join(', ') }
    })
