import type { ShardLedger } from '../shard/index.ts'

const reportEvery = 2 << 20

/** Bytes, records and findings that a worker is done with. */
interface Done {
  readonly bytes: number
  readonly records: number
  readonly findings: number
}

/** What a worker did since it last told of it. */
export class WorkProgress {
  #bytes = 0
  #records = 0
  #findings = 0
  /** What was counted so far of the shard at work. */
  #shard = { records: 0, findings: 0 }

  readonly #tell: (done: Done) => void

  constructor(tell: (done: Done) => void) {
    this.#tell = tell
  }

  /** So many stored bytes more were read; told of when they have come to two megabytes. */
  readonly bytes = (extra: number): void => {
    this.#bytes += extra
    if (this.#bytes >= reportEvery) this.flush()
  }

  /** So many records and findings more. */
  add(records: number, findings: number): void {
    this.#records += records
    this.#findings += findings
  }

  /** A shard begins. */
  begin(): void {
    this.#shard = { records: 0, findings: 0 }
  }

  /** How far the shard is. */
  readonly shard = ({ rows, rowsLost, findings }: ShardLedger): void => {
    this.add(rows + rowsLost - this.#shard.records, findings - this.#shard.findings)
    this.#shard = { records: rows + rowsLost, findings }
  }

  /** Tells what was not told yet. */
  flush(): void {
    this.#tell({ bytes: this.#bytes, records: this.#records, findings: this.#findings })
    this.#bytes = 0
    this.#records = 0
    this.#findings = 0
  }
}
