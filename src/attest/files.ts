import { randomBytes } from 'node:crypto'
import { constants, type FileHandle, link, lstat, open, readlink, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import type { Words } from '../model.ts'
import { Stop } from '../stop.ts'

/** How report and key files are read (once, so that what is judged is what was read) and written (whole or not at all). */

const forbidden: Words = {
  en: 'there is no permission; change the permissions of its folder or choose another path',
  zh: '没有写权限；请调整目录权限，或另选路径',
}
const named: Words = { en: 'a folder has this name; choose another name', zh: '已有同名目录；请换一个名称' }
const unheard: Words = { en: 'nothing takes what is written to it; choose another path', zh: '没有程序接收写入的内容；请另选路径' }

/** Why a place cannot be written to, whoever tries again, and the way out, by the code of the system; a full disk is not among them. */
const unwritable: { readonly [code: string]: Words } = {
  ENOENT: { en: 'its folder does not exist; make the folder or choose another path', zh: '所在目录不存在；请先建立目录，或另选路径' },
  ENOTDIR: { en: 'a file stands where its folder should be; choose another path', zh: '应为目录的位置是一个文件；请另选路径' },
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: { en: 'the file system is read-only; choose another path', zh: '文件系统为只读；请另选路径' },
  EISDIR: named,
  ENOTEMPTY: named,
  ENAMETOOLONG: { en: 'the name is too long; choose a shorter one', zh: '名称过长；请缩短' },
  ELOOP: { en: 'symbolic links lead in a circle; choose another path', zh: '符号链接形成循环；请另选路径' },
  EBUSY: { en: 'something is mounted there or uses it; choose another path', zh: '该位置是挂载点或正被占用；请另选路径' },
  ERR_INVALID_ARG_VALUE: { en: 'the name holds a NUL character; choose another name', zh: '名称含有空字符（NUL）；请换一个名称' },
  ENXIO: unheard,
  ENODEV: unheard,
}

/**
 * Writes a file so that a reader, or a crash, sees the old file or the new one, never half of one: temporary file in the same folder,
 * fsync, rename. `mode` defaults to 0644 less the umask. With `exclusive` an existing file is left alone. A device or a pipe, such as
 * /dev/stdout, is written to: a rename would put a file in its place.
 * @throws Stop usage `file.exists` (exclusive) and `file.unwritable`, and what else the file system throws; the temporary file is then gone.
 */
export async function writeAtomic(
  path: string,
  bytes: Uint8Array | string | Iterable<string>,
  mode = 0o644,
  options: { exclusive?: boolean } = {},
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    if (options.exclusive !== true && (await isOutlet(path))) return await writeFile(path, bytes)
    const handle = await open(temporary, 'wx', mode)
    try {
      await writeFile(handle, bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (options.exclusive === true) {
      await claim(temporary, path, bytes, mode)
    } else {
      await rename(temporary, path)
    }
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    const code = errorCode(error)
    const why = unwritable[code]
    if (why !== undefined) {
      throw new Stop('usage', 'file.unwritable', { en: `${path} cannot be written: ${why.en}`, zh: `无法写入 ${path}：${why.zh}` })
    }
    if (code !== 'EEXIST') throw error
    throw new Stop('usage', 'file.exists', {
      en: `${path} exists already and is never overwritten; choose another name or move it away`,
      zh: `${path} 已存在，不会被覆盖；请换一个名称，或先将其移走`,
    })
  }
}

/** Whether a path leads to a device, a pipe or a socket, or is a name of an open file (/dev/stdout, /dev/fd/3) rather than of its own. */
async function isOutlet(path: string): Promise<boolean> {
  try {
    const link = (await lstat(path)).isSymbolicLink() && (await readlink(path)).startsWith('/proc/self/fd/')
    const found = await stat(path)
    return link || !(found.isFile() || found.isDirectory())
  } catch {
    // There is nothing yet, or nothing one may look at: writing will tell.
    return false
  }
}

/** Gives a finished file its name unless that is taken: link, unlike rename, fails then. Where there are no hard links (exFAT), the name is taken first. */
async function claim(temporary: string, path: string, bytes: Uint8Array | string | Iterable<string>, mode: number): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error))) throw error
    await writeFile(path, bytes, { flag: 'wx', mode })
  }
  await unlink(temporary)
}

/** What reading a regular file once gave. */
type ReadOnce =
  | { readonly state: 'read'; readonly bytes: Buffer; readonly mode: number }
  | { readonly state: 'absent' | 'not-a-file' | 'too-large' | 'unreadable' }

/** Why a file was not read. */
export const notRead: { readonly [state in Exclude<ReadOnce['state'], 'read'>]: Words } = {
  absent: { en: 'it does not exist', zh: '文件不存在' },
  'not-a-file': { en: 'it is no regular file', zh: '不是普通文件' },
  'too-large': { en: 'it is too large to be one', zh: '文件过大' },
  unreadable: { en: 'it may not be read, or the disk failed', zh: '没有读取权限，或磁盘出错' },
}

/** Reads a regular file of at most `cap` bytes in one go. Never hangs on a pipe and never reads beyond the cap. */
export async function readOnce(path: string, cap: number): Promise<ReadOnce> {
  return withFile(path, async (handle, stat) => {
    if (stat.size > cap) return { state: 'too-large' }
    const bytes = await handle.readFile()
    // The file may have grown after the look at its size.
    return bytes.length > cap ? { state: 'too-large' } : { state: 'read', bytes, mode: stat.mode & 0o777 }
  })
}

/** Reads a regular file of any size once, piece by piece in order; a piece is valid only until the next call, which waits for this one. */
export async function streamOnce(
  path: string,
  piece: (bytes: Uint8Array) => unknown,
): Promise<{ readonly state: 'read' | 'absent' | 'not-a-file' | 'unreadable' }> {
  return withFile(path, async (handle, { size }) => {
    // A mebibyte costs 2 ms to get: too much for each of a million small files.
    const buffer = Buffer.allocUnsafe(Math.min(1 << 20, size + 1))
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return { state: 'read' }
      await piece(buffer.subarray(0, bytesRead))
    }
  })
}

/** Whether others than the owner may read a key file of this mode. Windows has no such bits, so nothing is said there. */
export function exposedMode(mode: number): boolean {
  return sep === '/' && (mode & 0o077) !== 0
}

/** The `code` of a system error; empty for anything else, a Stop too. */
export function errorCode(error: unknown): string {
  return error instanceof Error && !(error instanceof Stop) && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

async function withFile<T>(
  path: string,
  use: (handle: FileHandle, stat: { size: number; mode: number }) => Promise<T>,
): Promise<T | { readonly state: 'absent' | 'not-a-file' | 'unreadable' }> {
  // O_NONBLOCK: opening a pipe without a writer must not hang.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
  let handle: FileHandle
  try {
    handle = await open(path, flags)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'absent' }
    return { state: code === 'ENXIO' ? 'not-a-file' : 'unreadable' }
  }
  try {
    const stat = await handle.stat()
    return stat.isFile() ? await use(handle, stat) : { state: 'not-a-file' }
  } catch (error) {
    if (errorCode(error) === '') throw error
    return { state: 'unreadable' }
  } finally {
    await handle.close()
  }
}
