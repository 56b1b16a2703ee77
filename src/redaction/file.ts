import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type OpenInput, openInput, openStored, type ReadResult } from '../corpus/index.ts'
import type { Format, Input, ReadLimits, Rewriter, Shard } from '../model.ts'
import type { LocatedHit, Matcher } from '../rules/index.ts'
import type { FaultCode } from '../words/faults.ts'
import { type CleanerOptions, cleaner, type Label, type Style } from './cleaning.ts'
import { CleanedCopy, type CopyCounts, type ListedFinding, nothingCounted } from './copy.ts'
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

interface FileJob {
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
  const raw = createHash('sha256')
  let mark: Uint8Array | undefined
  const opened = await openInput(job.shard, job.absolute, {
    ...(job.charset === undefined ? {} : { charset: job.charset }),
    onBytes: job.onBytes,
    stopped: job.stopped,
    onUnpacked(piece) {
      mark ??= markOf(opened.probe.charset, piece)
      raw.update(piece)
    },
  })
  const { state, format, compression, charset: found } = opened.probe
  if (state !== 'readable' || format === undefined) return { copy: await unjudged(job, opened, nothingCounted()), again: undefined }
  const target = wanted ?? (encoder(found) === undefined ? 'utf-8' : found)
  // A format that cannot be written back is read all the same: what holds nothing can be copied as it is.
  const copy = cleanedCopy(job, target, format.rewriter?.(job.shard.path, await opened.head(headBytes)) ?? plainRewriter)
  const check = new RoundTrip(target === 'utf-8' ? undefined : encoder(target))
  const output = openOutput(job.target, compression)
  let kept = false
  try {
    await pour(job, format, {
      opened,
      copy,
      output,
      encode: encoder(target)!,
      check,
      mark: () => (target === found || target !== 'utf-8' ? mark : undefined),
    })
    const read = await opened.finish()
    const content = raw.digest('hex')
    const { counts } = copy
    const outcome = outcomeOf(job, read, counts, format.rewriter !== undefined)
    const copied: FileCopy = { before: read.sha256, after: undefined, counts, charset: '-', reasons: outcome.reasons }
    if (outcome.becomes !== 'cleaned') {
      output.abandon()
      rmSync(job.target, { force: true })
      kept = true
      if (outcome.becomes === 'nothing') return { copy: copied, again: undefined }
      const whole = outcome.reasons.every((code) => code === 'redact.misplaced') ? content : undefined
      return { copy: await asIs(job, read, { ...copied, charset: read.charset }, whole), again: undefined }
    }
    if (wanted === undefined && read.charset !== found)
      return { copy: unwritten, again: encoder(read.charset) === undefined ? 'utf-8' : read.charset }
    if (!check.holds(content)) return { copy: unwritten, again: 'utf-8' }
    const reasons = [...outcome.reasons, ...(target === read.charset ? [] : ['redact.charset' as const])].sort()
    kept = true
    return { copy: { ...copied, after: await output.end(), charset: target, reasons }, again: undefined }
  } finally {
    if (!kept) {
      output.abandon()
      await opened.finish()
    }
  }
}

/** What a job removes, as a copy to be fed with the decoded bytes of its file. */
function cleanedCopy(job: FileJob, charset: string, rewriter: Rewriter): CleanedCopy {
  const { setup, matcher, listed } = job
  const selects = ({ hit }: LocatedHit) => setup.rules.has(hit.rule.id) && hit.confidence >= setup.floor
  const keyRules = new Set([...(listed?.values() ?? [])].flat().flatMap(({ unit, rule }) => (unit === 'key' ? [rule] : [])))
  const options: CleanerOptions = {
    matcher,
    style: setup.style,
    labels: setup.labels,
    unknown: setup.unknown,
    charset,
    selects,
    selectsKey: listed === undefined ? selects : ({ hit }) => keyRules.has(hit.rule.id),
    look: listed === undefined,
  }
  return new CleanedCopy({
    rewriter,
    cleaner: cleaner(options),
    drop: setup.drop,
    faulty: setup.faulty,
    listed,
    maxRecordBytes: job.limits.maxRecordBytes,
    memory: () => matcher.kernel.memory(),
    settle: () => matcher.kernel.clear(),
  })
}

/** What a copy is made from and where it goes. */
interface Pouring {
  readonly opened: OpenInput
  readonly copy: CleanedCopy
  readonly output: ReturnType<typeof openOutput>
  readonly encode: Encoder
  readonly check: RoundTrip
  /** The byte order mark that the copy begins with, once it is known. */
  readonly mark: () => Uint8Array | undefined
}

/** Scans a file and writes its copy as far as it is decided, piece by piece. */
async function pour({ shard, scan }: FileJob, format: Format, { opened, copy, output, encode, check, mark }: Pouring): Promise<void> {
  let begun = false
  const flush = async (): Promise<void> => {
    const bytes = copy.take()
    const first = begun ? undefined : mark()
    if (first !== undefined) {
      begun = true
      await output.write(first)
      check.start(first)
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
  await scan(input, format, copy)
  copy.end()
  await flush()
  await output.write(encode.end())
}

/** What becomes of a file that was read: its cleaned copy, the same bytes, or nothing; with the reasons. */
function outcomeOf(
  { setup, listed }: FileJob,
  read: ReadResult,
  counts: CopyCounts,
  rewritable: boolean,
): { readonly becomes: 'cleaned' | 'same' | 'nothing'; readonly reasons: readonly RedactionCode[] } {
  const reasons = new Set<RedactionCode>(read.faults.filter(({ effect }) => effect === 'lost').map(({ code }) => code as FaultCode))
  const removed = [...counts.rules.values()].reduce((n, each) => n + each, 0)
  const unchanged = counts.changed + counts.dropped + counts.notRewritable === 0
  const lossless = counts.faultyDropped === 0 && (setup.faulty === 'keep' || reasons.size === 0)
  const told = (becomes: 'cleaned' | 'same' | 'nothing') => ({ becomes, reasons: [...reasons].sort() })
  if (!changed(read) && listed !== undefined && removed < [...listed.values()].flat().length) reasons.add('redact.misplaced')
  if (!changed(read) && unchanged && lossless) return told('same')
  if (!rewritable && removed > 0) reasons.add('redact.format')
  if (changed(read) || (!rewritable && removed > 0)) return told('nothing')
  if (counts.notRewritable > 0) reasons.add('redact.record')
  return told('cleaned')
}

const headBytes = 64 * 1024
const unwritten: FileCopy = { before: undefined, after: undefined, counts: nothingCounted(), charset: '-', reasons: [] }
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
