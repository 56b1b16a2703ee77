import { createRequire } from 'node:module'
import type * as Library from 'cli-progress'
import type { Lang } from '../model.ts'
import { width } from '../renderers/width.ts'
import type { ScanProgress } from '../run/job.ts'
import { grouped } from '../words/figures.ts'
import type { Io, Voice } from './io.ts'

/** How far a scan is, told to a person. */
interface Progress {
  update(progress: ScanProgress): void
  stop(): void
}

const silent: Progress = { update() {}, stop() {} }
const statusEvery = 30_000
const widestBar = 24
const narrowestBar = 4

/** A bar on a terminal, one status line every 30 seconds elsewhere, nothing under `-q`. */
export function progressOf(io: Io, voice: Voice): Progress {
  if (voice.quiet) return silent
  return io.stderr.isTTY === true && (io.env.CI ?? '') === '' ? bar(io, voice) : status(io, voice)
}

/** Exponentially weighted rate over about ten seconds. */
function meter(now: () => number): (bytes: number) => number {
  let lastTime = now()
  let lastBytes = 0
  let rate = 0
  return (bytes) => {
    const seconds = (now() - lastTime) / 1000
    if (seconds < 0.25) return rate
    const current = (bytes - lastBytes) / seconds
    const weight = rate === 0 ? 1 : 1 - Math.exp(-seconds / 10)
    rate += (current - rate) * weight
    lastTime = now()
    lastBytes = bytes
    return rate
  }
}

/** Both in the unit of the second. */
const amounts = (done: number, total: number): { done: string; total: string; unit: string } =>
  total >= 1e9
    ? { done: (done / 1e9).toFixed(2), total: (total / 1e9).toFixed(2), unit: 'GB' }
    : { done: (done / 1e6).toFixed(1), total: (total / 1e6).toFixed(1), unit: 'MB' }

function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds))
  const part = (n: number) => String(n).padStart(2, '0')
  return s >= 3600
    ? `${Math.floor(s / 3600)}:${part(Math.floor(s / 60) % 60)}:${part(s % 60)}`
    : `${part(Math.floor(s / 60))}:${part(s % 60)}`
}

/** The state in words, from the fullest form to the shortest that still says how far, how fast and how long. */
function forms(progress: ScanProgress, rate: number, lang: Lang): string[] {
  const zh = lang === 'zh'
  const { bytes, totalBytes, records, findings } = progress
  const known = totalBytes > 0
  const { done, total, unit } = amounts(bytes, Math.max(bytes, totalBytes))
  const share = known ? [`${Math.floor((Math.min(bytes, totalBytes) / totalBytes) * 100)}%`] : []
  const long = known ? `${done} ${unit} / ${total} ${unit}` : `${done} ${unit}`
  const short = known ? `${done} / ${total} ${unit}` : `${done} ${unit}`
  const speed = `${(rate / 1e6).toFixed(1)} MB/s`
  const left = known && rate > 0 ? [`${zh ? '剩余' : 'ETA'} ${duration((totalBytes - bytes) / rate)}`] : []
  const line = (...parts: string[]) => parts.join(' · ')
  return [
    line(
      ...share,
      long,
      speed,
      zh ? `${grouped(records)} 条记录` : `${grouped(records)} ${records === 1 ? 'record' : 'records'}`,
      zh ? `${grouped(findings)} 处命中` : `${grouped(findings)} ${findings === 1 ? 'finding' : 'findings'}`,
      ...left,
    ),
    line(
      ...share,
      short,
      speed,
      zh ? `记录 ${grouped(records)}` : `${grouped(records)} rec.`,
      zh ? `命中 ${grouped(findings)}` : `${grouped(findings)} found`,
      ...left,
    ),
    line(...share, short, speed, ...left),
    line(...share, speed),
  ]
}

/** One line of at most `columns`. Records and findings go before the bar: they stay as long as they fit, with or without one. */
export function progressLine(progress: ScanProgress, rate: number, lang: Lang, columns: number): string {
  const all = forms(progress, rate, lang)
  const beside = all.slice(0, 2).find((form) => width(form) + 1 + narrowestBar <= columns)
  const text = beside ?? all.slice(1).find((form) => width(form) <= columns) ?? ''
  const room = Math.min(widestBar, columns - width(text) - 1)
  if (progress.totalBytes === 0 || room < narrowestBar) return text
  const full = Math.round((Math.min(progress.bytes, progress.totalBytes) / progress.totalBytes) * room)
  return `${'█'.repeat(full)}${'░'.repeat(room - full)} ${text}`
}

function bar(io: Io, voice: Voice): Progress {
  const measure = meter(() => io.now().getTime())
  const columns = () => (io.stderr as { columns?: number }).columns ?? 80
  let latest: ScanProgress = { bytes: 0, totalBytes: 0, records: 0, findings: 0 }
  // Loaded where there is a terminal to draw on.
  const { SingleBar } = createRequire(import.meta.url)('cli-progress') as typeof Library
  const single = new SingleBar({
    stream: io.stderr,
    // The last column stays free: some terminals wrap when it is written.
    format: () => progressLine(latest, measure(latest.bytes), voice.lang, columns() - 1),
    // Nothing about the terminal is changed that would have to be put back: the process may be killed.
    hideCursor: false,
    linewrap: true,
    clearOnComplete: true,
    stopOnComplete: false,
    fps: 8,
    gracefulExit: false,
  })
  let started = false
  return {
    update(progress) {
      latest = progress
      const total = Math.max(progress.totalBytes, progress.bytes, 1)
      if (!started) {
        single.start(total, progress.bytes)
        started = true
      } else {
        single.setTotal(total)
        single.update(progress.bytes)
      }
    },
    stop() {
      if (started) single.stop()
    },
  }
}

function status(io: Io, voice: Voice): Progress {
  const measure = meter(() => io.now().getTime())
  let last = io.now().getTime()
  return {
    update(progress) {
      const rate = measure(progress.bytes)
      const time = io.now().getTime()
      if (time - last < statusEvery) return
      last = time
      io.stderr.write(`${forms(progress, rate, voice.lang)[0]}\n`)
    },
    stop() {},
  }
}
