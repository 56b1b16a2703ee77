import type { Domain, Fault, FieldRole, Finding, Format, Hit, Input, ReadLimits, RowSink, Unit, ValuePath } from '../model.ts'
import { pointerKeys, wholeRow, withoutIndexes } from '../notation/pointer.ts'
import type { JudgedValue, RowObserver } from '../record/judged.ts'
import { type LabellingMap, labellingValue } from '../record/labelling.ts'
import { fieldOfPair, type Half } from '../record/pairs.ts'
import { FieldBytes, newRecord, type OpenRecord } from '../record/record.ts'
import type { FieldRoles } from '../record/roles.ts'
import { type FoundIn, hidesValue, RecordHits } from '../redact.ts'
import type { LocatedHit, Matcher } from '../rules/index.ts'
import { addFault, addRecord, addSuppressed, type Tally } from '../statistics/index.ts'
import { identifyBytes } from '../text/language.ts'
import { decodeUtf8 } from '../text/view.ts'
import { awaitsPerson, Waiters, withHits } from './persons.ts'
import { type Place, Places } from './places.ts'

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
  /** Called with true before, and with false after a record that may take seconds to judge: until then this thread hears no signal and no message. */
  readonly engaged?: ((on: boolean) => void) | undefined
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

interface Value {
  /** Counted over all values of the row. */
  number: number
  path: ValuePath
  start: number
  end: number
}

/** The value that is judged, and what came of it so far. */
interface Judging {
  value: Value
  unit: Unit
  /** The number of its place in `#found`; undefined while nothing was found in it. */
  number: number | undefined
  /** Whether something in it must not be printed. */
  hidden: boolean
  /** Kept for an observer only. */
  hits: LocatedHit[]
}

const noKeys: readonly string[] = []
const noHits: readonly LocatedHit[] = []
const maxMeta = 300
/** An excerpt shows no more than this many bytes. */
const maxExcerptBytes = 256
/** Metadata in which rules of these domains fired is still printed: a licence names itself. */
const printable: ReadonlySet<Domain> = new Set(['ip', 'quality', 'contamination'])
const hides = ({ hit }: LocatedHit) => hit.suppressed === undefined && !printable.has(hit.rule.domain)
/** A number this long may be an identifier. */
const scalarDigits = 7
const progressEvery = 4 << 20
/** A record of so many bytes may hold so many findings that judging it takes many seconds. A book is a record, too, and takes a tenth of one. */
const largeRecord = 8 << 20

class RecordSink implements RowSink {
  readonly ledger: ShardLedger = { rows: 0, rowsLost: 0, rowsDamaged: 0, bytesRead: 0, bytesLost: 0, bytesBlank: 0, findings: 0 }
  readonly #job: ShardJob
  readonly #matcher: Matcher
  readonly #tally: Tally
  readonly #places: Places
  readonly #labels = new Map<string, boolean>()
  readonly #file: number
  readonly #from: number
  readonly #origin: string | undefined
  #row = -1
  #open = false
  #values: Value[] = []
  #count = 0
  #pushed = 0
  #judged: JudgedValue[] = []
  /** Keys of the row that were told already, and places in it that hold no value but keys with hits. */
  readonly #told = new Set<string>()
  #hollow: ValuePath[] = []
  /** One for all values, and no function made for each: a corpus has millions. */
  readonly #judging: Judging = {
    value: { number: -1, path: wholeRow, start: 0, end: 0 },
    unit: 'text',
    number: undefined,
    hidden: false,
    hits: [],
  }
  readonly #found = new RecordHits()
  readonly #waiters: Waiters
  readonly #fields = new FieldBytes()
  #reported = 0

  constructor(job: ShardJob, matcher: Matcher, tally: Tally) {
    this.#job = job
    this.#matcher = matcher
    this.#tally = tally
    this.#places = new Places(matcher, job.fields, job.labelling)
    this.#waiters = new Waiters(matcher)
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
    if (this.#told.size > 0) this.#told.clear()
    if (this.#hollow.length > 0) this.#hollow = []
  }

  text(path: ValuePath, value: string): void {
    const { start, end } = this.#matcher.kernel.push(value)
    this.bytes(path, start, end)
  }

  bytes(path: ValuePath, start: number, end: number): void {
    const value = this.#values[this.#count]
    const number = this.#pushed++
    if (value === undefined) this.#values.push({ number, path, start, end })
    else {
      value.number = number
      value.path = path
      value.start = start
      value.end = end
    }
    this.#count += 1
  }

  scalar(path: ValuePath, source: string): void {
    if (source.length >= scalarDigits && /\d/.test(source)) this.text(path, source)
    else {
      const { role, keyed, labelling } = this.#places.at(path)
      const asked = labelling !== undefined && source !== 'null'
      // A number as a key is a finding whatever stands behind it.
      if ((source.length >= 4 && role === 'date') || keyed.length > 0 || asked) this.text(path, source)
      else this.#pushed += 1
    }
  }

  hollow(path: ValuePath): void {
    const place = this.#places.at(path)
    if (place.keyed.length > 0 || this.#job.observer?.everyValue === true) this.#hollow.push(path)
  }

  end(bytes: number): void {
    this.#open = false
    this.ledger.rows += 1
    this.ledger.bytesRead += bytes
    if (bytes < largeRecord) this.#judge(bytes)
    else this.#judgeLarge(bytes)
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

  readonly #half = (path: ValuePath): Half | undefined => this.#places.at(path).half
  readonly #named = (start: number, end: number): string | undefined => this.#matcher.fieldNamed(start, end)

  /** The names that the other half of a pair gives its value; undefined where they say nothing to a rule. */
  #namesOfPair(path: ValuePath, at: number): string | undefined {
    const field = fieldOfPair(this.#values, this.#count, at, this.#half, this.#named)
    return field && withoutIndexes(`${path.parent?.pointer ?? ''}${field}`)
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

  #judgeLarge(bytes: number): void {
    this.#job.engaged?.(true)
    try {
      this.#judge(bytes)
    } finally {
      this.#job.engaged?.(false)
    }
  }

  /** Scans the values of the row just read and feeds the statistics. */
  #judge(bytes: number): void {
    const record = newRecord(
      { file: this.#file, from: this.#from, row: this.#row, origin: this.#origin, bytes },
      this.#job.labelling !== undefined,
    )
    this.#fields.clear()
    let hasText = false
    for (let i = 0; i < this.#count && !hasText; i++) hasText = this.#places.at(this.#values[i]!.path).role === 'text'
    let longest: Value | undefined
    for (let i = 0; i < this.#count; i++) {
      const value = this.#values[i]!
      if (!this.#judgeValue(value, i, hasText, record)) continue
      if (longest === undefined || value.end - value.start > longest.end - longest.start) longest = value
    }
    for (const path of this.#hollow) this.#judgeKeys(path, this.#places.at(path), undefined)
    if (this.#waiters.length > 0) this.#judged = withHits(this.#judged, this.#waiters.settle(this.#found, this.#falls))
    if (longest !== undefined) record.lang = identifyBytes(this.#matcher.kernel.memory(), longest.start, longest.end)
    const findings = this.#found.findings(record, this.#matched)
    addRecord(this.#tally, record, findings)
    for (const finding of findings) this.#job.finding(finding)
    this.ledger.findings += findings.length
    if (findings.length > 0) this.#found.clear()
  }

  /** Scans one value and adds it to its record; whether it is a training text. */
  #judgeValue(value: Value, at: number, hasText: boolean, record: OpenRecord): boolean {
    const { path, start, end } = value
    const place = this.#places.at(path)
    // A record without a known text field is judged by all its strings, but for those that say who labelled it.
    const role: FieldRole = place.role === 'other' && !hasText && place.labelling === undefined ? 'text' : place.role
    const isText = role === 'text'
    const unit = isText ? 'text' : 'field'
    const { observer } = this.#job
    const { kernel } = this.#matcher
    const judging = this.#judging
    judging.value = value
    judging.unit = unit
    judging.number = undefined
    judging.hidden = false
    if (end > start) {
      const names = (place.half === 'value' ? this.#namesOfPair(path, at) : undefined) ?? place.names
      this.#matcher.eachHit(start, end, names, unit, isText, isText ? record.counts : undefined, this.#hit)
    }
    const { hidden } = judging
    // What is handed on is not written to again.
    const hits = judging.hits.length > 0 ? judging.hits : noHits
    if (hits !== noHits) judging.hits = []
    if (place.keyed.length > 0) this.#judgeKeys(path, place, { number: value.number, start, end, unit, hits })
    else if (observer !== undefined && (observer.everyValue || hits.length > 0)) {
      this.#judged.push({
        number: value.number,
        start,
        end,
        unit,
        pointer: this.#places.printable(path),
        keys: pointerKeys(path.pointer),
        hits,
        keyHits: noHits,
      })
    }
    if (isText) {
      record.texts += 1
      record.textBytes += end - start
      const { high, low } = kernel.hash(start, end, record.hashHigh, record.hashLow)
      record.hashHigh = high
      record.hashLow = low
    } else if (role !== 'other' && record.meta[role] === undefined && end > start) {
      const text = metaText(kernel.buffer(), start, end)
      record.meta[role] = hidden || this.#encoded(role, text) ? '(withheld)' : text
    }
    if (place.labelling !== undefined && record.labelling !== undefined) {
      const kept = labellingValue(place.labelling, kernel.buffer().toString('utf8', start, end))
      const before = record.labelling[place.labelling]
      if (kept !== undefined && before === undefined) record.labelling[place.labelling] = [kept]
      else if (kept !== undefined) before!.push(kept)
    }
    this.#fields.add(record.fields, place.field, role, end - start)
    return isText
  }

  /** A hit in the value that is judged. */
  readonly #hit = (located: LocatedHit): void => {
    const judging = this.#judging
    if (this.#job.observer !== undefined) judging.hits.push(located)
    judging.hidden ||= hides(located)
    const { value, unit } = judging
    if (awaitsPerson(located)) {
      this.#waiters.add({ located, ...this.#placeOf(value, unit) })
      return
    }
    if (!this.#isReported(located)) return
    judging.number ??= this.#found.place({ ...this.#placeOf(value, unit), keys: noKeys })
    this.#found.add(located, judging.number)
  }

  readonly #placeOf = ({ path, start }: Value, unit: Unit) => ({ field: this.#places.printable(path), path, unit, start })

  /** Finds what is in the keys that lead to a value, or to none: each key once in its row, however much lies below it. */
  #judgeKeys(path: ValuePath, place: Place, value: Pick<JudgedValue, 'number' | 'start' | 'end' | 'unit' | 'hits'> | undefined): void {
    const keyHits: LocatedHit[] = []
    const { keyed } = place
    const pointer = this.#places.printable(path)
    for (const one of keyed) {
      if (this.#told.has(one.at)) continue
      this.#told.add(one.at)
      keyHits.push(...one.hits)
      const number = this.#found.place({ field: pointer, path, unit: 'key', start: -1, keys: one.keys })
      for (const located of one.hits) if (this.#isReported(located)) this.#found.add(located, number)
    }
    if (this.#job.observer === undefined) return
    const { number, start, end, unit, hits } = value ?? { number: -1, start: 0, end: 0, unit: 'field', hits: noHits }
    this.#judged.push({ number, start, end, unit, pointer, keys: pointerKeys(path.pointer), hits, keyHits })
  }

  readonly #matched = ({ unit, start: at, keys }: FoundIn, start: number, end: number): string => {
    if (unit !== 'key') return decodeUtf8(this.#matcher.kernel.buffer(), at + start, at + Math.min(end, start + maxExcerptBytes))
    const key = keys.find((each) => Buffer.byteLength(each) >= end)
    return key === undefined ? '' : Buffer.from(key).toString('utf8', start, end)
  }

  /** Whether a hit becomes a finding; counts it when it does not. */
  #isReported({ hit }: LocatedHit): boolean {
    if (hit.suppressed === undefined) return true
    this.#falls(hit)
    return false
  }

  readonly #falls = ({ rule, suppressed }: Hit): void => addSuppressed(this.#tally, { rule: rule.id, reason: suppressed ?? '' })
}

function metaText(buffer: Buffer, start: number, end: number): string {
  let stop = Math.min(end, start + maxMeta)
  while (stop > start && stop < end && (buffer[stop]! & 0xc0) === 0x80) stop -= 1
  return decodeUtf8(buffer, start, stop)
}
