import type { JudgedValue, RowObserver } from './judged.ts'
import type { Domain, Fault, FieldRole, Finding, Format, Input, ReadLimits, RowSink } from './model.ts'
import { pointerKeys, pointerOf } from './pointer.ts'
import {
  addField,
  type FieldRoles,
  fieldOf,
  type LabellingMap,
  labellingRoleOf,
  labellingValue,
  newRecord,
  type OpenRecord,
  roleOf,
} from './record.ts'
import { hidesValue, redact, safeKey } from './redact.ts'
import type { LocatedHit, Matcher } from './rules/index.ts'
import { addFault, addRecord, addSuppressed, createTally, type Tally } from './statistics/index.ts'
import { identifyBytes } from './text/language.ts'
import { decodeUtf8 } from './text/view.ts'

/** The hot loop: the rows of one shard become records, their texts are scanned once, findings and statistics come out. */

/** What was done with the decoded bytes and rows of a shard: read + lost + blank = all. */
export interface ShardLedger {
  rows: number
  rowsLost: number
  rowsDamaged: number
  bytesRead: number
  bytesLost: number
  bytesBlank: number
  findings: number
}

/** One shard at work. */
export interface ShardJob {
  readonly input: Input
  readonly format: Format
  readonly limits: ReadLimits
  readonly fields: FieldRoles
  /** Where labelled records hold who labelled and reviewed them. */
  readonly labelling?: LabellingMap | undefined
  /** Takes every finding, in the order of the rows. */
  readonly finding: (finding: Finding) => void
  /** Told now and then how far the shard is. */
  readonly progress?: (ledger: ShardLedger) => void
  /** Follows the bytes of the shard in their order, with the hits of each row: what a cleaned copy is made from. */
  readonly observer?: RowObserver
}

/** Thrown by an input whose run was interrupted: what is half read is neither a row nor a fault of the corpus. */
export class Interrupted extends Error {}

/**
 * Reads one shard to its end, or to where the run was interrupted, and adds what it counts to `tally`, but for tokens: those the kernel
 * holds until they are drained. Throws only for bugs: bad content is a fault.
 */
export async function scanShard(job: ShardJob, matcher: Matcher, tally: Tally): Promise<ShardLedger> {
  const sink = new RecordSink(job, matcher, tally)
  try {
    await job.format.read(job.input, sink, job.limits)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
  }
  sink.close()
  return sink.ledger
}

export { createTally, type Tally }

/** What is known of a field, by its pointer. */
interface Place {
  readonly role: FieldRole
  readonly labelling: keyof LabellingMap | undefined
  /** Printable forms of the pointer and of its field. */
  readonly pointer: string
  readonly field: string
  readonly keyHits: readonly LocatedHit[]
  readonly keys: readonly string[]
  /** Which of `fields` of the current record it is; -1 when it has none yet. */
  row: number
}

interface Value {
  /** Counted over all values of the row. */
  number: number
  place: Place
  start: number
  end: number
}

const noHits: readonly LocatedHit[] = []
const maxMeta = 300
/** Metadata in which rules of these domains fired is still printed: a licence names itself. */
const printable: ReadonlySet<Domain> = new Set(['ip', 'quality', 'contamination'])
const hides = ({ hit }: LocatedHit) => hit.suppressed === undefined && !printable.has(hit.rule.domain)
const maxPlaces = 20000
/** A number this long may be an identifier. */
const scalarDigits = 7
const progressEvery = 4 << 20

class RecordSink implements RowSink {
  readonly ledger: ShardLedger = { rows: 0, rowsLost: 0, rowsDamaged: 0, bytesRead: 0, bytesLost: 0, bytesBlank: 0, findings: 0 }
  readonly #job: ShardJob
  readonly #matcher: Matcher
  readonly #tally: Tally
  readonly #places = new Map<string, Place>()
  readonly #labels = new Map<string, boolean>()
  readonly #file: number
  readonly #from: number
  readonly #origin: string | undefined
  #row = -1
  #open = false
  #values: { number: number; pointer: string; start: number; end: number }[] = []
  #count = 0
  #pushed = 0
  #judged: JudgedValue[] = []
  #reported = 0

  constructor(job: ShardJob, matcher: Matcher, tally: Tally) {
    this.#job = job
    this.#matcher = matcher
    this.#tally = tally
    this.#file = job.input.shard.file
    this.#from = job.input.shard.range?.start ?? 0
    this.#origin = job.input.shard.origin
  }

  get arena() {
    return this.#matcher.kernel
  }

  begin(row: number): void {
    this.#row = row
    this.#open = true
    this.#count = 0
    this.#pushed = 0
  }

  text(pointer: string, value: string): void {
    const { start, end } = this.#matcher.kernel.push(value)
    this.bytes(pointer, start, end)
  }

  bytes(pointer: string, start: number, end: number): void {
    const value = this.#values[this.#count]
    const number = this.#pushed++
    if (value === undefined) this.#values.push({ number, pointer, start, end })
    else {
      value.number = number
      value.pointer = pointer
      value.start = start
      value.end = end
    }
    this.#count += 1
  }

  scalar(pointer: string, source: string): void {
    if (source.length >= scalarDigits && /\d/.test(source)) this.text(pointer, source)
    else {
      const { role, keyHits, labelling } = this.#place(pointer)
      const asked = labelling !== undefined && source !== 'null'
      // A number as a key is a finding whatever stands behind it.
      if ((source.length >= 4 && role === 'date') || keyHits.length > 0 || asked) this.text(pointer, source)
      else this.#pushed += 1
    }
  }

  end(bytes: number): void {
    this.#open = false
    this.ledger.rows += 1
    this.ledger.bytesRead += bytes
    this.#judge(bytes)
    if (this.#job.observer !== undefined) {
      this.#job.observer.row(bytes, this.#row, this.#judged)
      this.#judged = []
    }
    if (this.#values.length > 4096) this.#values.length = 4096
    this.#matcher.kernel.clear()
    this.#tick()
  }

  fault(fault: Fault): void {
    if (fault.effect === 'lost') {
      if (this.#open) {
        this.#open = false
        this.#matcher.kernel.clear()
      }
      this.ledger.bytesLost += fault.bytes
      this.#job.observer?.lost(fault.bytes, fault.row)
      if (fault.row !== undefined) this.ledger.rowsLost += 1
    } else if (fault.effect === 'damaged') this.ledger.rowsDamaged += 1
    addFault(this.#tally, fault, this.#file, this.#from)
    this.#tick()
  }

  blank(bytes: number): void {
    this.ledger.bytesBlank += bytes
    this.#job.observer?.blank(bytes)
  }

  close(): void {
    this.#job.progress?.(this.ledger)
  }

  #tick(): void {
    const done = this.ledger.bytesRead + this.ledger.bytesLost + this.ledger.bytesBlank
    if (done - this.#reported < progressEvery) return
    this.#reported = done
    this.#job.progress?.(this.ledger)
  }

  #place(pointer: string): Place {
    const known = this.#places.get(pointer)
    if (known !== undefined) return known
    if (this.#places.size >= maxPlaces) this.#places.clear()
    const keys = pointerKeys(pointer)
    // Array indexes are no keys, and a record has less than a million values; a longer run of digits as a key may be an identifier.
    const hits: LocatedHit[] = []
    const safe = keys.map((key) => {
      if (/^\d{1,6}$/.test(key) || /^[a-z_]{1,16}$/.test(key)) return key
      const found = this.#matcher.hitsInText(key, '', 'key').filter(({ hit }) => hit.suppressed === undefined)
      hits.push(...found)
      return safeKey(key, found.length > 0)
    })
    const printable = pointerOf(safe)
    const place: Place = {
      role: roleOf(pointer, this.#job.fields),
      labelling: labellingRoleOf(pointer, this.#job.labelling),
      pointer: printable,
      field: fieldOf(printable),
      keyHits: hits,
      keys,
      row: -1,
    }
    this.#places.set(pointer, place)
    return place
  }

  /** Whether metadata that a report prints as it stands hides a value. Sources are alike, so few texts are looked at. */
  #encoded(role: FieldRole, text: string): boolean {
    if (role !== 'source' && role !== 'license') return false
    let answer = this.#labels.get(text)
    if (answer === undefined) {
      answer = hidesValue(text)
      if (this.#labels.size >= 4096) this.#labels.clear()
      this.#labels.set(text, answer)
    }
    return answer
  }

  /** Scans the values of the row just read and feeds the statistics. */
  #judge(bytes: number): void {
    const record = newRecord(this.#file, this.#from, this.#row, bytes, this.#origin, this.#job.labelling !== undefined)
    const findings: Finding[] = []
    const values: Value[] = []
    let hasText = false
    for (let i = 0; i < this.#count; i++) {
      const { number, pointer, start, end } = this.#values[i]!
      const place = this.#place(pointer)
      values.push({ number, place, start, end })
      if (place.role === 'text') hasText = true
    }
    let longest: Value | undefined
    for (const value of values) {
      if (!this.#judgeValue(value, hasText, record, findings)) continue
      if (longest === undefined || value.end - value.start > longest.end - longest.start) longest = value
    }
    if (longest !== undefined) record.lang = identifyBytes(this.#matcher.kernel.memory(), longest.start, longest.end)
    if (findings.length > 1) findings.sort(byPlace)
    addRecord(this.#tally, record, findings)
    for (const finding of findings) this.#job.finding(finding)
    this.ledger.findings += findings.length
  }

  /** Scans one value and adds it to its record; whether it is a training text. */
  #judgeValue(value: Value, hasText: boolean, record: OpenRecord, findings: Finding[]): boolean {
    const { place, start, end } = value
    // A record without a known text field is judged by all its strings, but for those that say who labelled it.
    const role: FieldRole = place.role === 'other' && !hasText && place.labelling === undefined ? 'text' : place.role
    const isText = role === 'text'
    for (const located of place.keyHits) this.#find(located, shapeSource(place, located), place.pointer, 'key', findings)
    let hits: readonly LocatedHit[] = noHits
    if (end > start) {
      hits = this.#matcher.hits(start, end, place.pointer, isText ? 'text' : 'field', isText, isText ? record.counts : undefined)
      for (const located of hits) this.#findIn(value, located, isText ? 'text' : 'field', findings)
    }
    const { observer } = this.#job
    if (observer !== undefined && (observer.everyValue || hits.length > 0 || place.keyHits.length > 0)) {
      const { pointer, keys, keyHits } = place
      this.#judged.push({ number: value.number, start, end, unit: isText ? 'text' : 'field', pointer, keys, hits, keyHits })
    }
    const { kernel } = this.#matcher
    if (isText) {
      record.texts += 1
      record.textBytes += end - start
      const { high, low } = kernel.hash(start, end, record.hashHigh, record.hashLow)
      record.hashHigh = high
      record.hashLow = low
    } else if (role !== 'other' && record.meta[role] === undefined && end > start) {
      const text = metaText(kernel.buffer(), start, end)
      record.meta[role] = hits.some(hides) || this.#encoded(role, text) ? '(withheld)' : text
    }
    if (place.labelling !== undefined && record.labelling !== undefined) {
      const kept = labellingValue(place.labelling, kernel.buffer().toString('utf8', start, end))
      if (kept !== undefined) record.labelling[place.labelling] = [...(record.labelling[place.labelling] ?? []), kept]
    }
    addField(record.fields, place.field, role, end - start)
    return isText
  }

  #findIn({ place, start }: Value, located: LocatedHit, unit: Finding['unit'], findings: Finding[]): void {
    const matched = () =>
      this.#matcher.kernel.buffer().toString('utf8', start + located.start, start + Math.min(located.end, located.start + 256))
    this.#find(located, matched, place.pointer, unit, findings)
  }

  #find(located: LocatedHit, matched: () => string, field: string, unit: Finding['unit'], findings: Finding[]): void {
    const { hit } = located
    if (hit.suppressed !== undefined) {
      addSuppressed(this.#tally, { rule: hit.rule.id, reason: hit.suppressed })
      return
    }
    findings.push(redact(located, matched(), { file: this.#file, from: this.#from, row: this.#row, field, unit }))
  }
}

function shapeSource(place: Place, located: LocatedHit): () => string {
  return () => {
    const key = place.keys.find((each) => Buffer.byteLength(each) >= located.end)
    return key === undefined ? '' : Buffer.from(key).toString('utf8', located.start, located.end)
  }
}

function metaText(buffer: Buffer, start: number, end: number): string {
  let stop = Math.min(end, start + maxMeta)
  while (stop > start && stop < end && (buffer[stop]! & 0xc0) === 0x80) stop -= 1
  return decodeUtf8(buffer, start, stop)
}

/** The order of findings of one record: by rule, then place. */
function byPlace(a: Finding, b: Finding): number {
  return compare(a.rule, b.rule) || compare(a.field, b.field) || a.byteOffset - b.byteOffset || a.length - b.length
}
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
