import type { Fault, RowSink, ValuePath } from '../model.ts'
import type { Matcher } from '../rules/index.ts'
import { addFault, type Tally } from '../statistics/index.ts'
import type { ShardJob, ShardLedger } from './job.ts'
import { RecordJudge } from './judge.ts'
import { Places } from './places.ts'
import { Row } from './row.ts'

export type { ShardJob, ShardLedger } from './job.ts'

/** The hot loop: the rows of one shard become records, their texts are scanned once, findings and statistics come out. */

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

/** A number this long may be an identifier. */
const scalarDigits = 7
const progressEvery = 4 << 20
/** A record of so many bytes may hold so many findings that judging it takes many seconds. A book is a record, too, and takes a tenth of one. */
const largeRecord = 8 << 20

/** Takes what the format pushes: gathers the values of a row, has it judged when it ends, and accounts for every byte. */
class RecordSink implements RowSink {
  readonly ledger: ShardLedger = { rows: 0, rowsLost: 0, rowsDamaged: 0, bytesRead: 0, bytesLost: 0, bytesBlank: 0, findings: 0 }
  readonly #job: ShardJob
  readonly #matcher: Matcher
  readonly #tally: Tally
  readonly #places: Places
  readonly #judge: RecordJudge
  readonly #row = new Row()
  #open = false
  #reported = 0

  constructor(job: ShardJob, matcher: Matcher, tally: Tally) {
    this.#job = job
    this.#matcher = matcher
    this.#tally = tally
    this.#places = new Places(matcher, job.fields, job.labelling)
    this.#judge = new RecordJudge(job, matcher, tally, this.#places)
  }

  get arena() {
    return this.#matcher.kernel
  }

  begin(row: number): void {
    this.#row.begin(row)
    this.#open = true
  }

  text(path: ValuePath, value: string): void {
    const { start, end } = this.#matcher.kernel.push(value)
    this.#row.add(path, start, end)
  }

  bytes(path: ValuePath, start: number, end: number): void {
    this.#row.add(path, start, end)
  }

  scalar(path: ValuePath, source: string): void {
    if (source.length >= scalarDigits && /\d/.test(source)) this.text(path, source)
    else {
      const { role, keyed, labelling, asksNumber } = this.#places.at(path)
      const asked = (labelling !== undefined && source !== 'null') || (asksNumber && /^\d/.test(source))
      // A number as a key is a finding whatever stands behind it.
      if ((source.length >= 4 && role === 'date') || keyed.length > 0 || asked) this.text(path, source)
      else this.#row.pass()
    }
  }

  hollow(path: ValuePath): void {
    const place = this.#places.at(path)
    if (place.keyed.length > 0 || this.#job.observer?.everyValue === true) this.#row.hollow.push(path)
  }

  end(bytes: number): void {
    this.#open = false
    this.ledger.rows += 1
    this.ledger.bytesRead += bytes
    this.ledger.findings += bytes < largeRecord ? this.#judge.judge(this.#row, bytes) : this.#judgeLarge(bytes)
    this.#row.trim()
    this.#matcher.kernel.clear()
    this.#tick()
  }

  #judgeLarge(bytes: number): number {
    this.#job.engaged?.(true)
    try {
      return this.#judge.judge(this.#row, bytes)
    } finally {
      this.#job.engaged?.(false)
    }
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
    const { file, range } = this.#job.input.shard
    addFault(this.#tally, fault, file, range?.start ?? 0)
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
}
