import { describe, expect, it } from 'vitest'
import { profileNames } from '../../src/config.ts'
import { book } from './packs.ts'

describe('the risk types', () => {
  const { risks } = book
  it('are 8 + 9 + 5 + 7 + 2 in the order of the standard, with the floors it recommends', () => {
    const expected = [8, 9, 5, 7, 2].flatMap((count, group) =>
      [...'abcdefghi'.slice(0, count)].map((letter) => ({
        id: `CN-A${group + 1}-${letter}`,
        std: `A.${group + 1} ${letter})`,
        floor: [200, 100, null, null, null][group],
      })),
    )
    expect(risks.map(({ id, std, floor }) => ({ id, std, floor }))).toEqual(expected)
  })
  it('cite clauses that exist', () => {
    const clauses = new Set(book.law.requirements.map(({ id }) => id))
    expect(risks.flatMap((risk) => risk.requirements.filter((id) => !clauses.has(id)))).toEqual([])
  })
  it('say what the rules look for, and of types that have none that a person or a library has to', () => {
    const served = new Set(book.packs.flatMap((pack) => pack.rules.flatMap(({ risk, secondaryRisks }) => [risk, ...secondaryRisks])))
    const unserved = risks.filter(({ id }) => !served.has(id))
    expect(unserved.map(({ id }) => id)).toContain('CN-A4-c')
    for (const { id, evidence } of unserved) {
      expect(evidence.zh, id).toMatch(/须自备关键词库|没有规则|人工判断|无法从文本得出/)
      expect(evidence.en, id).toMatch(/Your own keyword library|No rule|person|cannot be read from text/)
    }
    expect(risks.filter(({ evidence }) => /共现|均衡统计|域名清单|内部域名/.test(evidence.zh))).toEqual([])
  })
})

describe('the clauses', () => {
  const { instruments, requirements } = book.law
  const ids = requirements.map(({ id }) => id)
  it('are unique and belong to a known instrument', () => {
    expect(new Set(ids).size).toBe(ids.length)
    const known = new Set(instruments.map(({ id }) => id))
    expect(requirements.flatMap(({ cites }) => cites).filter(({ instrument }) => !known.has(instrument))).toEqual([])
  })
  it('hold every article of the draft measures', () => {
    const whole = Array.from({ length: 21 }, (_, i) => i + 1).filter((n) => n !== 4 && n !== 7)
    const split = ['4.1', '4.2', '4.3', '4.4', '4.5', '7.0', '7.1', '7.2', '7.3', '7.4', '7.5']
    const draft = requirements.filter(({ cites }) => cites[0]!.instrument === 'cac-2023')
    expect(draft.map(({ id }) => id.slice('cac-2023:'.length)).sort()).toEqual([...whole.map(String), ...split].sort())
    expect(draft.every(({ cites }) => cites[0]!.mark === 'V')).toBe(true)
  })
  it('are read by every profile that the configuration offers, each with its own digest', () => {
    expect(book.law.profiles.map(({ id }) => id).sort()).toEqual([...profileNames].sort())
    expect(new Set(book.law.profiles.map(({ digest }) => digest)).size).toBe(profileNames.length)
  })
  it('hold the standards’ rows, the unverified ones marked R', () => {
    for (const id of ['TC-5.1a2', 'TC-8.1a', 'TC-8.1b', 'TC-9.2a', 'TC-9.2b', 'PIPL-13', 'NDSR-19', 'NDSR-24']) expect(ids).toContain(id)
    expect(ids.filter((id) => /^ANN-\d+$/.test(id)).length).toBe(12)
    expect(requirements.filter(({ id }) => id.startsWith('PTD-')).map(({ cites }) => cites[0]!.mark)).toEqual(['R', 'R', 'R', 'R', 'R'])
  })
})
