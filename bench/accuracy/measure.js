import { cleanTexts } from './clean.js'
import { kinds } from './kinds.js'
import { addCase, newRow, scoreCase } from './score.js'

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

/** Scores every case of every set: one row for each set, kind and language. */
export function measureSets(scanner, sets, folder) {
  const rows = new Map()
  let texts = 0
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
        addCase(row, one, all, high)
        if (process.env.ACCURACY_MISSES === kind || process.env.ACCURACY_MISSES === `${set.id}:${kind}`) tell(set, kind, one, all, own)
      }
    }
  }
  return { texts, rows: [...rows.values()].sort((a, b) => byText(a.kind, b.kind) || byText(a.set, b.set) || byText(a.lang, b.lang)) }
}

/** For whoever tunes a rule: ACCURACY_MISSES=KIND (or set:KIND) prints the cases it gets wrong. The sets are public; nothing of them is kept. */
function tell(set, kind, one, counts, own) {
  if (counts.fp + counts.fn === 0) return
  const wrong = counts.fn > 0 ? 'missed' : 'wrong'
  process.stdout.write(
    `${set.id} ${kind} ${wrong}: ${JSON.stringify(one.text.slice(0, 160))} ${JSON.stringify(one.labels)} ${own.map((hit) => `${hit.rule.id} ${hit.span}`).join('; ')}\n`,
  )
}

/** What fires with high confidence in texts that hold nothing personal: bytes read, and findings by rule. */
export function measureClean(scanner, folder) {
  return cleanTexts.map(({ id, words, read }) => {
    let bytes = 0
    const byRule = new Map()
    for (const text of read(folder)) {
      bytes += Buffer.byteLength(text)
      for (const { rule, high, span } of scanner.reported(text)) {
        if (!high || (rule.domain !== 'pii' && rule.domain !== 'secret')) continue
        byRule.set(rule.id, (byRule.get(rule.id) ?? 0) + 1)
        if (process.env.ACCURACY_MISSES === id)
          process.stdout.write(`${id} ${rule.id}: ${JSON.stringify(text.slice(Math.max(0, span[0] - 50), span[1] + 30))}\n`)
      }
    }
    return { id, words, bytes, findings: [...byRule].sort((a, b) => byText(a[0], b[0])).map(([rule, count]) => ({ rule, count })) }
  })
}

/** Entities a kind's figures stand for. */
export const entitiesOf = (kind) => kinds[kind].entities ?? []
