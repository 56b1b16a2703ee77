// What a command costs: wall and processor seconds and peak memory of itself and its children, as GNU time or the shell tell.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import os from 'node:os'

const timer = '/usr/bin/time'

/** Wall seconds, processor seconds and peak MiB (0 when GNU time is not there) of a shell command; undefined when it fails. */
export function measure(command) {
  const wrapped = existsSync(timer)
    ? [timer, ['-f', 'MEASURED %e %U %S %M', 'bash', '-c', command]]
    : ['bash', ['-c', `TIMEFORMAT='MEASURED %3R %3U %3S 0'; time (${command})`]]
  const done = spawnSync(wrapped[0], wrapped[1], { encoding: 'utf8', maxBuffer: 1 << 26 })
  const m = /MEASURED ([\d.]+) ([\d.]+) ([\d.]+) (\d+)/.exec(done.stderr)
  if (m === null || done.status !== 0) return undefined
  return { wall: Number(m[1]), cpu: Number(m[2]) + Number(m[3]), rss: Number(m[4]) / 1024 }
}

/** The machine a run was measured on, as it is kept with the run. */
export const machine = () => ({
  cpu: os.cpus()[0]?.model ?? '-',
  cores: os.cpus().length,
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform}/${process.arch}`,
})

export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]

/** First line a command prints about itself, such as its version; empty when it is not there. */
export function version(command) {
  const done = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
  return done.status === 0 ? done.stdout.split('\n')[0].trim() : ''
}
