import { createRequire } from 'node:module'
import type * as Library from 'cli-progress'
import type { ScanProgress } from '../scan.ts'
import type { Io, Voice } from './io.ts'

/** How far a scan is, told to a person. */
export interface Progress {
  update(progress: ScanProgress): void
  stop(): void
}

const silent: Progress = { update() {}, stop() {} }
const statusEvery = 30_000
const megabyte = 1_000_000

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

const size = (bytes: number) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / megabyte).toFixed(1)} MB`)
const count = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '--:--'
  const s = Math.max(0, Math.round(seconds))
  const part = (n: number) => String(n).padStart(2, '0')
  return s >= 3600
    ? `${Math.floor(s / 3600)}:${part(Math.floor(s / 60) % 60)}:${part(s % 60)}`
    : `${part(Math.floor(s / 60))}:${part(s % 60)}`
}

function words(
  progress: ScanProgress,
  rate: number,
  voice: Voice,
): { amount: string; speed: string; records: string; findings: string; left: string } {
  const zh = voice.lang === 'zh'
  const known = progress.totalBytes > 0
  return {
    amount: known ? `${size(progress.bytes)} / ${size(progress.totalBytes)}` : size(progress.bytes),
    speed: `${(rate / megabyte).toFixed(1)} MB/s`,
    records: zh ? `${count(progress.records)} 条记录` : `${count(progress.records)} records`,
    findings: zh ? `${count(progress.findings)} 处命中` : `${count(progress.findings)} findings`,
    left:
      known && rate > 0
        ? zh
          ? `剩余 ${duration((progress.totalBytes - progress.bytes) / rate)}`
          : `ETA ${duration((progress.totalBytes - progress.bytes) / rate)}`
        : '',
  }
}

function bar(io: Io, voice: Voice): Progress {
  const measure = meter(() => io.now().getTime())
  const { Presets, SingleBar } = createRequire(import.meta.url)('cli-progress') as typeof Library
  const single = new SingleBar(
    {
      stream: io.stderr,
      format: '{bar} {percentage}% · {amount} · {speed} · {records} · {findings} · {left}',
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      fps: 8,
      barsize: 24,
      gracefulExit: false,
    },
    Presets.shades_classic,
  )
  let started = false
  return {
    update(progress) {
      const total = Math.max(progress.totalBytes, progress.bytes, 1)
      const payload = words(progress, measure(progress.bytes), voice)
      if (!started) {
        single.start(total, progress.bytes, payload)
        started = true
      } else {
        single.setTotal(total)
        single.update(progress.bytes, payload)
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
      const line = Object.values(words(progress, rate, voice)).filter((part) => part !== '')
      io.stderr.write(`${line.join(' · ')}\n`)
    },
    stop() {},
  }
}
