import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type OpenInput, openInput, openStored, type ReadResult } from '../corpus/index.ts'
import type { FaultCode } from '../faults.ts'
import type { Input, ReadLimits, Shard } from '../model.ts'
import type { LocatedHit, Matcher } from '../rules/index.ts'
import { type CleanerOptions, cleaner, type Label, type Style } from './cleaning.ts'
import { CleanedCopy, type CopyCounts, type ListedFinding } from './copy.ts'
import { type Encoder, encoder, markOf } from './encode.ts'
import { openOutput, type Written } from './output.ts'
import type { RedactionCode } from './reasons.ts'

/** What a run removes and how: the same for every file. Plain data, so that it crosses threads. */
export interface RedactionSetup {
  /** Ids of the rules whose findings go. */
  readonly rules: ReadonlySet<string>
  /** Lowest score of a finding that goes, in (0, 1]. */
  readonly floor: number
  readonly style: Style
  readonly labels: ReadonlyMap<string, Label>
  readonly unknown: Label
  readonly drop: boolean
  readonly faulty: 'keep' | 'drop'
}

/** What became of a file. */
export interface FileCopy {
  /** SHA-256 of the stored bytes that were read; absent when they could not be. */
  readonly before: string | undefined
  /** Absent when nothing was written. */
  readonly after: Written | undefined
  readonly counts: CopyCounts
  /** Charset of the copy. */
  readonly charset: string
  readonly reasons: readonly RedactionCode[]
}

export interface FileJob {
  readonly shard: Shard
  readonly absolute: string
  readonly target: string
  readonly setup: RedactionSetup
  readonly limits: ReadLimits
  /** Declared charset. */
  readonly charset: string | undefined
  readonly listed: ReadonlyMap<number, readonly ListedFinding[]> | undefined
  readonly onBytes: (bytes: number) => void
  readonly stopped: () => boolean
  /** Scans the input with a row observer: the hot loop, which this floor does not know. */
  readonly scan: (input: Input, format: NonNullable<OpenInput['probe']['format']>, copy: CleanedCopy) => Promise<void>
  readonly matcher: Matcher
}

const nothing = (): CopyCounts => ({ records: 0, changed: 0, dropped: 0, faultyKept: 0, faultyDropped: 0, stubborn: 0, rules: new Map() })

/**
 * Writes the cleaned copy of a file, in its own format, packing and charset. A charset that cannot be written back to the same bytes gives
 * way to UTF-8, which the reasons say. Throws for bugs and for a disk that does not take more.
 */
export async function redactFile(job: FileJob): Promise<FileCopy> {
  let charset: string | undefined
  // The charset may turn out to be another one late in the file, or not to lead back: then the file is read again.
  for (;;) {
    const attempt = await copyOnce(job, charset)
    if (attempt.again === undefined) return attempt.copy
    rmSync(job.target, { force: true })
    charset = attempt.again
  }
}

interface Attempt {
  readonly copy: FileCopy
  /** The charset to write instead. */
  readonly again: string | undefined
}

async function copyOnce(job: FileJob, wanted: string | undefined): Promise<Attempt> {
  const { shard, setup } = job
  const raw = createHash('sha256')
  let mark: Uint8Array | undefined
  const opened = await openInput(shard, job.absolute, {
    ...(job.charset === undefined ? {} : { charset: job.charset }),
    onBytes: job.onBytes,
    stopped: job.stopped,
    onUnpacked(piece) {
      mark ??= markOf(opened.probe.charset, piece)
      raw.update(piece)
    },
  })
  const { state, format, compression } = opened.probe
  if (state !== 'readable' || format === undefined) return { copy: await unjudged(job, opened, nothing()), again: undefined }
  const found = opened.probe.charset
  const target = wanted ?? (encoder(found) === undefined ? 'utf-8' : found)
  const selects = ({ hit }: LocatedHit) => setup.rules.has(hit.rule.id) && hit.confidence >= setup.floor
  const keyRules = new Set([...(job.listed?.values() ?? [])].flat().flatMap(({ unit, rule }) => (unit === 'key' ? [rule] : [])))
  const options: CleanerOptions = {
    matcher: job.matcher,
    style: setup.style,
    labels: setup.labels,
    unknown: setup.unknown,
    charset: target,
    selects,
    selectsKey: job.listed === undefined ? selects : ({ hit }) => keyRules.has(hit.rule.id),
    look: job.listed === undefined,
  }
  // A format that cannot be written back is read all the same: what holds nothing can be copied as it is.
  const rewriter = format.rewriter?.(shard.path, await opened.head(headBytes)) ?? plainRewriter
  const copy = new CleanedCopy({
    rewriter,
    cleaner: cleaner(options),
    drop: setup.drop,
    faulty: setup.faulty,
    listed: job.listed,
    maxRecordBytes: job.limits.maxRecordBytes,
    memory: () => job.matcher.kernel.memory(),
    settle: () => job.matcher.kernel.clear(),
  })
  const encode = encoder(target)!
  const check = new RoundTrip(target === 'utf-8' ? undefined : encoder(target))
  const output = openOutput(job.target, compression)
  let finished = false
  try {
    let begun = false
    const flush = async (): Promise<void> => {
      const bytes = copy.take()
      if (!begun && mark !== undefined) {
        begun = true
        if (target === found || target !== 'utf-8') {
          await output.write(mark)
          check.start(mark)
        }
      }
      await output.write(encode.push(bytes))
    }
    const input: Input = {
      shard,
      head: (length) => opened.head(length),
      async *chunks() {
        for await (const chunk of opened.chunks()) {
          await flush()
          copy.feed(chunk)
          check.push(chunk)
          yield chunk
        }
      },
    }
    await job.scan(input, format, copy)
    copy.end()
    await flush()
    await output.write(encode.end())
    const read = await opened.finish()
    const removed = [...copy.counts.rules.values()].reduce((n, each) => n + each, 0)
    const reasons = new Set<RedactionCode>(read.faults.filter(({ effect }) => effect === 'lost').map(({ code }) => code as FaultCode))
    const content = raw.digest('hex')
    const { counts } = copy
    const same = counts.changed + counts.dropped + counts.stubborn === 0
    const lossless = counts.faultyDropped === 0 && (setup.faulty === 'keep' || reasons.size === 0)
    if (!changed(read) && same && lossless) {
      output.abandon()
      rmSync(job.target, { force: true })
      finished = true
      const whole = { before: read.sha256, after: undefined, counts, charset: read.charset, reasons: [...reasons].sort() }
      return { copy: await asIs(job, read, whole, reasons.size === 0 ? content : undefined), again: undefined }
    }
    if (changed(read) || (format.rewriter === undefined && removed > 0)) {
      output.abandon()
      rmSync(job.target, { force: true })
      if (removed > 0 && format.rewriter === undefined) reasons.add('redact.format')
      finished = true
      return {
        copy: { before: read.sha256, after: undefined, counts: copy.counts, charset: '-', reasons: [...reasons].sort() },
        again: undefined,
      }
    }
    if (wanted === undefined && read.charset !== found)
      return { copy: unwritten, again: encoder(read.charset) === undefined ? 'utf-8' : read.charset }
    if (!check.holds(content)) return { copy: unwritten, again: 'utf-8' }
    if (target !== read.charset) reasons.add('redact.charset')
    if (copy.counts.stubborn > 0) reasons.add('redact.record')
    const listed = [...(job.listed?.values() ?? [])].flat().length
    if (job.listed !== undefined && removed < listed) reasons.add('redact.misplaced')
    finished = true
    return {
      copy: { before: read.sha256, after: await output.end(), counts: copy.counts, charset: target, reasons: [...reasons].sort() },
      again: undefined,
    }
  } finally {
    if (!finished) {
      output.abandon()
      await opened.finish()
    }
  }
}

const headBytes = 64 * 1024
const unwritten: FileCopy = { before: undefined, after: undefined, counts: nothing(), charset: '-', reasons: [] }
const plainRewriter = {
  between: (source: Buffer) => [source],
  row: (source: Buffer, change: unknown) => (change === undefined ? [source] : []),
  end: () => [],
}

/** Whether the file was another one at the end than at the start, or was not read to its end. */
const changed = (read: ReadResult): boolean =>
  read.sha256 === undefined || read.faults.some(({ code }) => code === 'file.changed' || code === 'file.unreadable')

/** A file that was not judged: copied as it is, or left out. */
async function unjudged(job: FileJob, opened: OpenInput, counts: CopyCounts): Promise<FileCopy> {
  const read = await opened.finish()
  const reasons = read.faults.map(({ code }) => code as FaultCode)
  if (read.sha256 === undefined || job.setup.faulty === 'drop')
    return { before: read.sha256, after: undefined, counts, charset: '-', reasons }
  return asIs(job, read, { before: read.sha256, after: undefined, counts, charset: '-', reasons }, undefined)
}

/**
 * The copy of a file in which nothing changes: the same bytes, whatever packing and charset it has.
 *
 * @param content digest of its decompressed content, where that was read to its end
 */
async function asIs(job: FileJob, read: ReadResult, copy: FileCopy, content: string | undefined): Promise<FileCopy> {
  const output = openOutput(job.target, 'none')
  try {
    const after = await verbatim(job.absolute, output)
    // What was copied must be what was digested.
    if (after.sha256 === read.sha256) return { ...copy, after: { ...after, contentSha256: content ?? after.sha256 } }
    rmSync(job.target, { force: true })
    return { ...copy, after: undefined, reasons: ['file.changed'] }
  } finally {
    output.abandon()
  }
}

/** Copies a file byte for byte. */
async function verbatim(absolute: string, output: ReturnType<typeof openOutput>): Promise<Written> {
  const stored = openStored(absolute, { digest: false })
  if (typeof stored !== 'string') {
    for (let piece = await stored.next(); piece !== undefined; piece = await stored.next()) await output.write(piece)
    await stored.finish()
  }
  return output.end()
}

/** Whether decoding and encoding leads back to the same bytes. */
class RoundTrip {
  readonly #encoder: Encoder | undefined
  readonly #hash = createHash('sha256')
  constructor(encode: Encoder | undefined) {
    this.#encoder = encode
  }

  start(mark: Uint8Array): void {
    this.#hash.update(mark)
  }

  push(utf8: Uint8Array): void {
    if (this.#encoder !== undefined) this.#hash.update(this.#encoder.push(utf8))
  }

  holds(digest: string): boolean {
    if (this.#encoder === undefined) return true
    this.#hash.update(this.#encoder.end())
    return this.#hash.digest('hex') === digest
  }
}
