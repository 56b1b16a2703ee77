import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Confidence, Severity, Unit } from '../model.ts'
import { Stop } from '../stop.ts'
import type { ListedFinding } from './copy.ts'

/** The findings of a report as a list of what to take out: parted by file, so that a thread reads only those of its own. */

/** A line of `findings.jsonl`. */
interface FindingLine extends ListedFinding {
  readonly severity: Severity
  readonly confidence: Confidence
  readonly file: number
  readonly record: number
}

const strings = ['rule', 'severity', 'confidence', 'field', 'unit', 'excerpt'] as const
const numbers = ['file', 'record', 'byteOffset', 'length'] as const

/**
 * Reads one line of `findings.jsonl`.
 *
 * @throws Stop usage `redact.list` naming the line, never what is in it
 */
export function findingLine(line: string, number: number): FindingLine {
  let value: { readonly [member: string]: unknown } = {}
  try {
    value = JSON.parse(line) as typeof value
  } catch {
    // Told below, like any other line that is none.
  }
  const bad = [
    ...strings.filter((name) => typeof value?.[name] !== 'string'),
    ...numbers.filter((name) => !Number.isSafeInteger(value?.[name])),
  ]
  if (bad.length === 0) return value as unknown as FindingLine
  throw new Stop('usage', 'redact.list', {
    en: `line ${number} of findings.jsonl is not a finding (${bad.join(', ')}); use the file a scan wrote, or lines taken from it`,
    zh: `findings.jsonl 第 ${number} 行不是有效的命中（${bad.join('、')}）；请使用扫描生成的文件，或从中筛选出的行`,
  })
}

const flushAt = 1 << 20

/** Parts findings by file into a folder. */
export class ListedParts {
  readonly #folder: string
  readonly #pending = new Map<number, string>()
  readonly #files = new Set<number>()
  #size = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  add({ file, record, rule, field, unit, byteOffset, length, excerpt }: FindingLine): void {
    const line = `${JSON.stringify([record, rule, field, unit, byteOffset, length, excerpt])}\n`
    this.#files.add(file)
    this.#pending.set(file, (this.#pending.get(file) ?? '') + line)
    this.#size += line.length
    if (this.#size > flushAt) this.flush()
  }

  flush(): void {
    for (const [file, lines] of this.#pending) appendFileSync(this.path(file), lines)
    this.#pending.clear()
    this.#size = 0
  }

  /** Numbers of the files that have findings. */
  get files(): ReadonlySet<number> {
    return this.#files
  }

  /** Says that a file has none. */
  none(file: number): void {
    appendFileSync(this.path(file), '')
  }

  path(file: number): string {
    return join(this.#folder, `${file}.findings`)
  }
}

/** Findings of one file by record. */
export function readListed(path: string): ReadonlyMap<number, readonly ListedFinding[]> {
  const byRecord = new Map<number, ListedFinding[]>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue
    const [record, rule, field, unit, byteOffset, length, excerpt] = JSON.parse(line) as [
      number,
      string,
      string,
      Unit,
      number,
      number,
      string,
    ]
    const finding = { rule, field, unit, byteOffset, length, excerpt }
    const known = byRecord.get(record)
    if (known === undefined) byRecord.set(record, [finding])
    else known.push(finding)
  }
  return byRecord
}
