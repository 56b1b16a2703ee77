import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Words } from '../model.ts'
import { earlierWork } from '../run/resume.ts'
import { Stop } from '../stop.ts'
import { type Io, say, type Voice, warn } from './io.ts'
import { diskFailed } from './options.ts'

/** The output folder before a scan: taken by one run at a time, and what an earlier run left in it. */

/** Says what an earlier run left in the folder, and what becomes of it. */
export function tellEarlier(io: Io, voice: Voice, out: string, resume: boolean): void {
  let found: ReturnType<typeof earlierWork>
  try {
    found = earlierWork(out)
  } catch (error) {
    if (resume) throw error
  }
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
  if (found === undefined) {
    if (resume)
      warn(io, voice, {
        en: 'there is nothing to resume in the output folder; the scan starts from the beginning',
        zh: '输出目录中没有可继续的进度，扫描从头开始',
      })
    return
  }
  const [read, all] = [megabytes(found.bytes), megabytes(found.totalBytes)]
  if (resume)
    say(io, voice, { en: `going on with an earlier run: ${read} of ${all} were read`, zh: `继续上次的扫描：${all} 中已读 ${read}` })
  else
    warn(io, voice, {
      en: `an earlier run in this folder was stopped after ${read} of ${all}; its work is dropped and the scan starts anew (--resume would go on with it)`,
      zh: `该目录中上次的扫描在 ${all} 中读完 ${read} 后中断；其进度不再保留，扫描重新开始（加 --resume 可继续）`,
    })
}

const reasons: { readonly [code: string]: Words } = {
  EACCES: { en: 'there is no permission', zh: '没有权限' },
  EPERM: { en: 'there is no permission', zh: '没有权限' },
  EROFS: { en: 'the file system is read-only', zh: '文件系统为只读' },
  EEXIST: { en: 'a file of that name is in the way', zh: '已有同名文件' },
  ENOTDIR: { en: 'a file of that name is in the way', zh: '已有同名文件' },
  ENOENT: { en: 'that place takes no folders', zh: '该位置不能建立目录' },
  ENAMETOOLONG: { en: 'the name is too long', zh: '名称过长' },
}
const reasonOf = (code: string): Words => reasons[code] ?? diskFailed

/** Makes an output folder and those above it, with `mode` where it is new. @throws Stop usage `output.folder`; the error of a full disk */
export function makeFolder(out: string, mode = 0o777): void {
  try {
    makeMissing(out, mode)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error
    const { en, zh } = reasonOf(code)
    throw new Stop('usage', 'output.folder', {
      en: `the output folder "${out}" cannot be made: ${en}; choose another one with --out`,
      zh: `无法创建输出目录“${out}”：${zh}；请用 --out 另选`,
    })
  }
}

/** One by one: `mkdirSync` with `recursive` tries for ever where a file system answers ENOENT to each folder, as /proc does (Node.js 20). */
function makeMissing(out: string, mode: number): void {
  const missing: string[] = []
  let at = resolve(out)
  for (; !existsSync(at); at = dirname(at)) missing.unshift(at)
  if (!statSync(at).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
  for (const folder of missing) {
    try {
      mkdirSync(folder, { mode })
    } catch (error) {
      // Another run may have made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !existsSync(folder) || !statSync(folder).isDirectory()) throw error
    }
  }
}

/** One run at a time in a folder. The lock of a run that is gone is taken over. */
export function lock(out: string): () => void {
  makeFolder(out)
  const file = join(out, '.lock')
  const take = () => {
    const handle = openSync(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o644)
    try {
      writeSync(handle, String(process.pid))
    } catch (error) {
      rmSync(file, { force: true })
      throw error
    } finally {
      closeSync(handle)
    }
  }
  try {
    take()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      const { en, zh } = reasonOf(code)
      throw new Stop('usage', 'output.folder', {
        en: `nothing can be written into the output folder "${out}": ${en}; choose another one with --out`,
        zh: `无法写入输出目录“${out}”：${zh}；请用 --out 另选`,
      })
    }
    if (code !== 'EEXIST') throw error
    const owner = ownerOf(file)
    if (isAlive(owner)) throw locked(owner)
    takeOver(file, owner)
    try {
      take()
    } catch (again) {
      if ((again as NodeJS.ErrnoException).code !== 'EEXIST') throw again
      throw locked(ownerOf(file))
    }
  }
  sweep(out)
  return () => rmSync(file, { force: true })
}

const locked = (owner: number): Stop =>
  new Stop('transient', 'output.locked', {
    en: `another run (process ${owner}) is writing into this folder; wait for it or choose another one with --out`,
    zh: `另一次运行（进程 ${owner}）正在写入该目录；请等待其结束，或用 --out 另选`,
  })

/** The process that holds a lock; 0 for a lock that is gone or names none. */
function ownerOf(file: string): number {
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : '0')
  try {
    let text = read()
    // A run makes the file and then writes into it.
    for (let tries = 0; text === '' && tries < 5; tries++) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
      text = read()
    }
    return Number(text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}

/**
 * Takes the lock of a run that is gone out of the way. Where two runs do so at once, the second may have the new lock of the first in its hand:
 * it is moved aside, looked at, and put back.
 */
export function takeOver(file: string, gone: number): void {
  const aside = join(dirname(file), `..lock.${randomBytes(6).toString('hex')}.tmp`)
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const owner = ownerOf(aside)
  if (owner !== gone && isAlive(owner)) {
    renameSync(aside, file)
    throw locked(owner)
  }
  rmSync(aside, { force: true })
}

/** Takes away what a run that was killed while it wrote left half written. */
export function sweep(out: string): void {
  for (const name of readdirSync(out)) if (/^\..+\.[0-9a-f]{12}\.tmp$/.test(name)) rmSync(join(out, name), { force: true })
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
