import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { type OpenInput, type OpenOptions, openInput, type ReadResult } from '../../src/corpus/index.ts'
import type { Shard } from '../../src/model.ts'

/** A folder of its own for a test file, gone afterwards. Readable for other users, for the test without permissions. */
export const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
  chmodSync(folder, 0o755)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Ten files with every kind of name. */
export const tenFiles: { readonly [path: string]: string } = {
  'Z.txt': 'x',
  '~.txt': 'x',
  '𐐀.txt': 'x',
  'a.jsonl': '{"text":"a"}\n',
  'back\\slash.txt': 'e',
  empty: '',
  'new\nline.txt': 'nl',
  'sub/b.txt': 'b',
  'with space.txt': 'd',
  '中文/數據.txt': 'c',
}

/** Writes files below a folder. */
export const write = (folder: string, files: { readonly [path: string]: string | Uint8Array }): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** Opens a file, reads it to its end, and finishes it. */
export const readAll = async (
  path: string,
  options: OpenOptions = {},
  shard: Partial<Shard> = {},
): Promise<{ bytes: Buffer; input: OpenInput; result: ReadResult }> => {
  const input = await openInput({ file: 1, path: path.slice(path.lastIndexOf('/') + 1), size: -1, ...shard }, path, options)
  const parts: Buffer[] = []
  for await (const chunk of input.chunks()) parts.push(Buffer.from(chunk))
  return { bytes: Buffer.concat(parts), input, result: await input.finish() }
}
