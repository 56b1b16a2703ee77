import { existsSync, readFileSync } from 'node:fs'
import { kinds } from './kinds.js'
import { figures } from './score.js'

/** The figures as they are kept and shipped: counts only, so that every share is computed where it is shown. */
export function keptText(version, sets, rows, clean, scanner) {
  const used = new Set(rows.map((row) => row.set))
  const lines = (list) => `[\n${list.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]`
  return `{
  "schema": "dataaudit.accuracy/v1",
  "version": ${JSON.stringify(version)},
  "sets": ${lines(sets.filter((set) => used.has(set.id)).map(({ id, title, synthetic }) => ({ id, title, synthetic: synthetic === true })))},
  "rows": ${lines(
    rows.map(({ set, kind, lang, positives, negatives, all, high }) => ({
      set,
      kind,
      entities: entitiesOf(kind, scanner),
      domain: kinds[kind].domain ?? 'pii',
      lang,
      positives,
      negatives,
      all,
      high,
    })),
  )},
  "clean": ${lines(clean.map(({ id, words, bytes, findings }) => ({ id, words, bytes, findings })))}
}
`
}

/** Entities whose rules a kind's figures stand for; none where they are all of the domain. */
const entitiesOf = (kind, { rules, serves }) => {
  const { entities, except } = kinds[kind]
  if (entities !== undefined) return entities
  return except === undefined ? [] : [...new Set(rules.filter((rule) => serves(kind, rule)).map((rule) => rule.entity))].sort()
}

export const readKept = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { rows: [] })

/** Precision or recall may not fall by more than this against the kept figures. */
const allowance = 0.005

/**
 * Rows that lost more than half a point, in words: of stable rules, and of experimental ones such as the estimated names. Only what no rule
 * serves any more, or deprecated rules alone, may move freely.
 */
export function losses(kept, rows, scanner) {
  const guarded = (kind) => scanner.rules.some((rule) => rule.status !== 'deprecated' && scanner.serves(kind, rule))
  const lost = []
  for (const before of kept.rows) {
    if (!(before.kind in kinds) || !guarded(before.kind)) continue
    const after = rows.find((row) => row.set === before.set && row.kind === before.kind && row.lang === before.lang)
    if (after === undefined) {
      lost.push(`${before.kind} on ${before.set} (${before.lang}) is no longer measured`)
      continue
    }
    const [old, now] = [figures(before.all), figures(after.all)]
    for (const name of ['precision', 'recall']) {
      if (old[name] !== null && (now[name] ?? 0) < old[name] - allowance)
        lost.push(`${before.kind} on ${before.set} (${before.lang}): ${name} ${percent(old[name])} → ${percent(now[name] ?? 0)}`)
    }
  }
  return lost
}

export const percent = (share) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`)
