import { createHash } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestFile, openInput, probeFile } from '../../src/corpus/index.ts'
import { readAll, scratch, write } from './kit.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const codes = (result: { faults: readonly { code: string }[] }) => result.faults.map((fault) => fault.code)
const big = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `{"id": ${i}, "text": "第 ${i * 7919} 行"}\n`).join(''))

describe('openInput', () => {
  const folder = scratch()
  const file = (name: string, content: string | Uint8Array): string => {
    write(folder, { [name]: content })
    return join(folder, name)
  }

  it('passes plain UTF-8 through and hashes it', async () => {
    const { bytes, result, input } = await readAll(file('big.jsonl', big))
    expect(bytes.equals(big)).toBe(true)
    expect(result).toMatchObject({
      sha256: sha256(big),
      storedBytes: big.length,
      decodedBytes: big.length,
      charset: 'utf-8',
      compression: 'none',
      faults: [],
    })
    expect(input.probe).toMatchObject({ state: 'readable', splittable: true })
    expect(input.probe.format?.id).toBe('jsonl')
  })
  it('hashes the whole file when the reader stops early', async () => {
    const input = await openInput({ file: 1, path: 'big.jsonl', size: big.length }, file('big.jsonl', big))
    for await (const _ of input.chunks()) break
    expect((await input.finish()).sha256).toBe(sha256(big))
  })
  it('gives the head before and while it is read', async () => {
    const input = await openInput({ file: 1, path: 'big.jsonl', size: big.length }, file('big.jsonl', big))
    expect(Buffer.from(await input.head(10)).equals(big.subarray(0, 10))).toBe(true)
    const chunks = input.chunks()[Symbol.asyncIterator]()
    await chunks.next()
    expect(Buffer.from(await input.head(200_000)).equals(big.subarray(0, 200_000))).toBe(true)
    await input.finish()
  })
  it('strips a byte order mark', async () => {
    for (const [name, content, charset] of [
      ['utf8', Buffer.from('\ufeff语料\n'), 'utf-8'],
      ['utf16le', Buffer.from('\ufeff语料\n', 'utf16le'), 'utf-16le'],
      ['utf16be', Buffer.from('\ufeff语料\n', 'utf16le').swap16(), 'utf-16be'],
    ] as const) {
      const { bytes, result, input } = await readAll(file(`${name}.txt`, content))
      expect(bytes.toString()).toBe('语料\n')
      expect(Buffer.from(await input.head(100)).toString()).toBe('语料\n')
      expect(result).toMatchObject({ charset, sha256: sha256(content), storedBytes: content.length, decodedBytes: 7 })
      expect(input.probe.splittable).toBe(false)
    }
  })
  it('reads a file whose charset shows only after a long ASCII start', async () => {
    const start = Buffer.from(`${'plain words\n'.repeat(200_000)}`)
    // "中文语料的记录" in GBK.
    const gbk = Buffer.from('d6d0cec4d3efc1cfb5c4bcc7c2bc', 'hex')
    const { bytes, result } = await readAll(file('late.txt', Buffer.concat([start, gbk, Buffer.from('\n')])))
    expect(result.charset).toBe('gb18030')
    expect(bytes.subarray(start.length).toString()).toBe('中文语料的记录\n')
    expect(bytes.subarray(0, start.length).equals(start)).toBe(true)
  })
  it('obeys a declared charset, and refuses one nobody knows', async () => {
    const path = file('latin.txt', Buffer.from('caf\xe9', 'latin1'))
    expect((await readAll(path, { charset: 'windows-1251' })).bytes.toString()).toBe('cafй')
    expect((await readAll(path, { charset: 'latin1' })).result.charset).toBe('windows-1252')
    await expect(openInput({ file: 1, path: 'latin.txt', size: 4 }, path, { charset: 'klingon' })).rejects.toMatchObject({
      exit: 'usage',
      code: 'corpus.charset-unknown',
    })
  })
  it('says when bytes are not of the charset', async () => {
    const { bytes, result } = await readAll(file('half.txt', Buffer.from([0xd6, 0xd0, 0xce])), { charset: 'gb18030' })
    expect(bytes.toString()).toBe('中\ufffd')
    expect(result.faults).toEqual([{ code: 'charset.invalid-bytes', effect: 'damaged', bytes: 0 }])
  })
  it('reads standard input', async () => {
    async function* stdin() {
      for (let at = 0; at < big.length; at += 1000) yield big.subarray(at, at + 1000)
    }
    const { bytes, result, input } = await readAll('-', { stdin: stdin() })
    expect(bytes.equals(big)).toBe(true)
    expect(result.sha256).toBe(sha256(big))
    expect(input.probe.format?.id).toBe('jsonl')
  })
  it('keeps the head while the memory of the pieces is used again', async () => {
    for (const size of [1000, 65_535, 65_536, 100_000]) {
      async function* stdin() {
        const memory = Buffer.alloc(size)
        for (let at = 0; at < big.length; at += size) yield memory.subarray(0, big.copy(memory, 0, at, at + size))
      }
      const input = await openInput({ file: 1, path: '-', size: -1 }, '-', { stdin: stdin() })
      const parts: Buffer[] = []
      for await (const chunk of input.chunks()) parts.push(Buffer.from(chunk))
      expect(Buffer.concat(parts).equals(big), String(size)).toBe(true)
      expect(Buffer.from(await input.head(65_536)).equals(big.subarray(0, 65_536)), String(size)).toBe(true)
      await input.finish()
    }
  })
  it('reads a range without a digest', async () => {
    const { bytes, result } = await readAll(file('big.jsonl', big), {}, { size: big.length, range: { start: 1000, end: 2000 } })
    expect(bytes.equals(big.subarray(1000))).toBe(true)
    expect(result.sha256).toBeUndefined()
    expect(result.stamp).toBe(((await digestFile(join(folder, 'big.jsonl'))) as { stamp: string }).stamp)
  })
  it('reads an empty file', async () => {
    const { bytes, result } = await readAll(file('empty.jsonl', ''))
    expect(bytes.length).toBe(0)
    expect(result).toMatchObject({ faults: [], storedBytes: 0, sha256: sha256(Buffer.alloc(0)) })
  })
})

describe('gzip', () => {
  const folder = scratch()
  const read = async (content: Uint8Array, name = 'x.jsonl.gz') => {
    write(folder, { [name]: content })
    return readAll(join(folder, name))
  }
  const packed = gzipSync(big)

  it('is unpacked, and its stored bytes hashed', async () => {
    const { bytes, result, input } = await read(packed)
    expect(bytes.equals(big)).toBe(true)
    expect(result).toMatchObject({
      compression: 'gzip',
      sha256: sha256(packed),
      storedBytes: packed.length,
      decodedBytes: big.length,
      faults: [],
    })
    expect(input.probe.format?.id).toBe('jsonl')
  })
  it('is told by its bytes, not by its name', async () => {
    expect((await read(packed, 'x.jsonl')).bytes.equals(big)).toBe(true)
    expect((await read(big, 'plain.jsonl.gz')).bytes.equals(big)).toBe(true)
  })
  it('is read member by member, wherever the pieces are cut', async () => {
    for (const length of [1, 16384, 65536 * 3, big.length - 1]) {
      const two = Buffer.concat([gzipSync(big.subarray(0, length)), gzipSync(big.subarray(length)), gzipSync('')])
      const { bytes, result } = await read(two)
      expect(bytes.equals(big)).toBe(true)
      expect(result.faults).toEqual([])
    }
  })
  it('may be padded with zeros', async () => {
    const { bytes, result } = await read(Buffer.concat([packed, Buffer.alloc(40_000)]))
    expect(bytes.equals(big)).toBe(true)
    expect(result.faults).toEqual([])
  })
  it('delivers what comes before a cut', async () => {
    const { bytes, result } = await read(packed.subarray(0, packed.length >> 1))
    expect(bytes.length).toBeGreaterThan(big.length / 4)
    expect(big.subarray(0, bytes.length).equals(bytes)).toBe(true)
    expect(codes(result)).toEqual(['gzip.truncated'])
    expect(result.sha256).toBe(sha256(packed.subarray(0, packed.length >> 1)))
  })
  it('delivers what comes before damage, to the last byte that can be had', async () => {
    const wrongSum = Buffer.from(packed)
    wrongSum[wrongSum.length - 6]! ^= 1
    const summed = await read(wrongSum)
    expect(summed.bytes.equals(big)).toBe(true)
    expect(codes(summed.result)).toEqual(['gzip.corrupt'])

    const torn = Buffer.from(packed)
    torn.fill(0xff, torn.length - 5000, torn.length - 4000)
    const { bytes, result } = await read(torn)
    expect(codes(result)).toEqual(['gzip.corrupt'])
    const lost = result.faults[0]!.bytes
    // How far wrong bytes can be unpacked before zlib notices is chance; the check sum at the end is the last to notice.
    expect(lost).toBeGreaterThan(0)
    expect(lost).toBeLessThan(5001)
    expect(bytes.length).toBeGreaterThan(big.length * 0.9)
    expect(big.subarray(0, big.length * 0.9).equals(bytes.subarray(0, big.length * 0.9))).toBe(true)
    expect(result.sha256).toBe(sha256(torn))
  })
  it('says what follows it', async () => {
    for (const tail of [
      Buffer.from('words that follow'),
      Buffer.concat([Buffer.alloc(3), Buffer.from('later words')]),
      Buffer.from([0x1f, 0, 1, 2]),
    ]) {
      for (const content of [Buffer.from('short\n'), big]) {
        const { bytes, result } = await read(Buffer.concat([gzipSync(content), tail]))
        expect(bytes.equals(content)).toBe(true)
        expect(codes(result)).toEqual(['gzip.trailing'])
        expect(Math.abs(result.faults[0]!.bytes - tail.length)).toBeLessThanOrEqual(1)
      }
    }
  })
  it('is never an empty file', async () => {
    expect(codes((await read(Buffer.alloc(0))).result)).toEqual(['gzip.truncated'])
    expect(codes((await read(packed.subarray(0, 1))).result)).toEqual(['gzip.truncated'])
  })
  it('never throws and never invents content, whatever byte is damaged', async () => {
    const content = big.subarray(0, 20_000)
    const good = gzipSync(content)
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bad = Buffer.from(good)
        bad[at]! ^= flip
        const { bytes, result } = await read(bad)
        if (result.compression === 'gzip' && !bytes.equals(content)) expect(codes(result)[0]).toMatch(/^gzip\./)
        expect(result.sha256).toBe(sha256(bad))
      }),
      { numRuns: 60 },
    )
  })
  it('keeps memory small on a bomb', async () => {
    write(folder, { 'bomb.txt.gz': gzipSync(Buffer.alloc(200 << 20, 0x61)) })
    const input = await openInput({ file: 1, path: 'bomb.txt.gz', size: -1 }, join(folder, 'bomb.txt.gz'))
    let length = 0
    let largest = 0
    for await (const chunk of input.chunks()) {
      length += chunk.length
      largest = Math.max(largest, chunk.length)
    }
    expect(length).toBe(200 << 20)
    expect(largest).toBeLessThanOrEqual(1 << 20)
    await input.finish()
  })
})

describe('what is no text', () => {
  const folder = scratch()
  const probe = async (name: string, content: Uint8Array | string) => {
    write(folder, { [name]: content })
    const { input, result, bytes } = await readAll(join(folder, name))
    expect(result.sha256).toBe(sha256(Buffer.from(content)))
    if (input.probe.state !== 'readable') expect(bytes.length).toBe(0)
    return [input.probe.state, input.probe.reason ?? input.probe.format?.id, codes(result)]
  }
  it('is skipped or unreadable, with its reason, and hashed all the same', async () => {
    const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100)])
    expect(await probe('x.png', png)).toEqual(['skipped', 'file.binary', ['file.binary']])
    expect(await probe('x.jsonl', png)).toEqual(['skipped', 'file.binary', ['file.binary']])
    expect(await probe('x.zip', Buffer.from('PK\x03\x04rest', 'latin1'))).toEqual([
      'skipped',
      'file.compression-unsupported',
      ['file.compression-unsupported'],
    ])
    expect(await probe('x.jsonl.zst', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]))).toEqual([
      'skipped',
      'file.compression-unsupported',
      ['file.compression-unsupported'],
    ])
    expect(await probe('packed-twice.jsonl.gz', gzipSync(gzipSync('{"text": "a"}\n')))).toEqual([
      'skipped',
      'file.compression-unsupported',
      ['file.compression-unsupported'],
    ])
    expect(await probe('x.parquet', Buffer.from('PAR1\x15\x00\x15', 'latin1'))).toEqual([
      'skipped',
      'file.format-unknown',
      ['file.format-unknown'],
    ])
    expect(await probe('noise', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + 7) & 0xff)))).toEqual([
      'skipped',
      'file.binary',
      ['file.binary'],
    ])
    expect(await probe('a.jsonl', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n')).toEqual([
      'unreadable',
      'lfs.pointer',
      ['lfs.pointer'],
    ])
    expect(await probe('korean.txt', '\x1b$)C\x0e?\x0f')).toEqual(['unreadable', 'charset.undecodable', ['charset.undecodable']])
    expect(await probe('x.tar', Buffer.concat([Buffer.alloc(257, 0x61), Buffer.from('ustar\x0000'), Buffer.alloc(300)]))).toEqual([
      'skipped',
      'file.compression-unsupported',
      ['file.compression-unsupported'],
    ])
  })
  it('is not what merely begins like it', async () => {
    expect(await probe('words.txt', 'BZh is not a word\n')).toEqual(['readable', 'text', []])
    expect(await probe('orc.txt', 'ORCs and PAR1s\n')).toEqual(['readable', 'text', []])
    expect(await probe('code.py', 'print(1)\n')).toEqual(['readable', 'text', []])
  })
})

describe('format', () => {
  const folder = scratch()
  const id = async (path: string, content: string) => {
    write(folder, { [path]: content })
    return (await probeFile({ file: 1, path, size: -1, absolute: join(folder, path), state: 'readable' })).format?.id
  }
  it('is that of the name, unless the content clearly says otherwise', async () => {
    const lines = '{"a":1}\n{"a":2}\n'
    const pretty = '[\n  {"a": 1},\n  {"a": 2}\n]\n'
    expect(await id('x.jsonl', lines)).toBe('jsonl')
    expect(await id('x.ndjson', lines)).toBe('jsonl')
    expect(await id('x.json', lines)).toBe('jsonl')
    expect(await id('x.csv', lines)).toBe('jsonl')
    expect(await id('noext', lines)).toBe('jsonl')
    expect(await id('x.jsonl', pretty)).toBe('json')
    expect(await id('x.json', pretty)).toBe('json')
    expect(await id('x.jsonl', '[{"a":1},{"a":2}]')).toBe('json')
    expect(await id('x.jsonl', `[{"a":"${'x'.repeat(100_000)}"}]`)).toBe('json')
    expect(await id('x.json', '{"a":1}')).toBe('json')
    expect(await id('x.jsonl', '{"a":1}')).toBe('jsonl')
    expect(await id('x.jsonl', `{"a":"${'x'.repeat(100_000)}"}\n`)).toBe('jsonl')
    expect(await id('x.jsonl', '{"a":1}\nbroken\n{"a":2}\n')).toBe('jsonl')
    expect(await id('x.jsonl', '[1,2]\n[3,4]\n')).toBe('jsonl')
    expect(await id('x.csv', 'a,b\n1,2\n')).toBe('csv')
    expect(await id('x.tsv', 'a\tb\n1\t2\n')).toBe('csv')
    expect(await id('README', 'One, two.\nThree, four.\nFive, six.\n')).toBe('text')
    expect(await id('x.JSONL', lines)).toBe('jsonl')
    expect(await id('empty.json', '')).toBe('json')
  })
  it('is JSON under other names: its escapes would hide what it says', async () => {
    const long = `{"type": "FeatureCollection", "features": [{"name": "${'x'.repeat(100_000)}`
    for (const [content, expected] of [
      ['{"type": "Feature", "name": "\\u5730\\u56fe"}\n', 'json'],
      ['["\\u5730\\u56fe", 1]', 'json'],
      [long, 'json'],
      ['{"a":1}\n{"a":2}\n', 'jsonl'],
      ['{ pkgs, lib, ... }:\n\n{\n  a = 1;\n}\n', 'text'],
      ['[Chorus:\nla la la\n', 'text'],
      ['[12:01] <ann> two lines:\n[12:02] <bob> yes\n', 'text'],
    ] as const)
      expect(await id('odd.map', content), content.slice(0, 40)).toBe(expected)
    expect(await id('x.geojson', '{"type":\n"Feature"}')).toBe('json')
    expect(await id('x.txt', '{"a":1}\n{"a":2}\n')).toBe('jsonl')
    expect(await id('x.txt', '{\n  "a": 1\n}\n')).toBe('json')
    for (const content of ['[1]\n[2]\n', '{\n  "a": 1,\n', '{\nint a;\n}\n', '[1] A note.\n[2] Another.\n'])
      expect(await id('x.txt', content), content).toBe('text')
    expect(await id('x.md', '{"a":1}\n{"a":2}\n')).toBe('text')
  })
  it('is told behind white space and marks, however much of it there is', async () => {
    const pretty = '[\n  {"a": 1},\n  {"a": 2}\n]\n'
    for (const before of [
      '\n \t\r\n',
      '\u3000\n',
      '\u00a0\n',
      '\x1e',
      '\n\x1e\ufeff',
      ' '.repeat(70),
      `${'\u2003'.repeat(3000)}\n`,
      '\n'.repeat(9000),
    ]) {
      const what = JSON.stringify(before.slice(0, 9))
      expect(await id('x', before + pretty), what).toBe('json')
      expect(await id('x.jsonl', before + pretty), what).toBe('json')
      expect(await id('x.json', `${before}{"a":1}\n${before}{"a":2}\n`), what).toBe('jsonl')
      expect(await id('x', `${before}word [1]\n`), what).toBe('text')
    }
    expect(await id('x.xml', `{${' '.repeat(5000)}\n"a": 1}`)).toBe('json')
    expect(await id('x.xml', `[\n"${'字'.repeat(5000)}", 1]`)).toBe('json')
    expect(await id('x.xml', `{\n"${'字'.repeat(5000)}"; 1}`)).toBe('text')
  })
  it('is that of most lines where some are broken, and of the first', async () => {
    const lines = (good: number, bad: number) => `{"a":1}\n${'{"a":\n'.repeat(bad)}${'{"a":1}\n'.repeat(good - 1)}`
    expect(await id('x', lines(5, 4))).toBe('jsonl')
    expect(await id('x', lines(5, 5))).toBe('text')
    expect(await id('x', `{"a":1}}\n${lines(9, 0)}`)).toBe('text')
    expect(await id('x', '{"a":1}\n{"a":')).toBe('jsonl')
    expect(await id('x', '[[1]]\n\n')).toBe('json')
    expect(await id('x', '{"a":1}\r{"a":2}\r')).toBe('jsonl')
  })
  it('is no JSON where there is none, whatever the name says', async () => {
    expect(await id('x.json', 'date,visits\n2024-01-01,7\n2024-01-02,9\n')).toBe('csv')
    expect(await id('x.json', '```json\n[{"a": 1}]\n```\n')).toBe('text')
    expect(await id('x.json', '// settings\n{"a": 1}\n')).toBe('text')
    expect(await id('x.json', '{\n  "a": 1, // one\n  "b": 2\n}\n')).toBe('text')
    expect(await id('x.json', '<!DOCTYPE html>\n<p>Not found</p>\n')).toBe('text')
    // A broken JSON stays one, so that it is told; addresses in strings are no comments.
    expect(await id('x.json', '{"a": "b" "c"}')).toBe('json')
    expect(await id('x.json', `[\n{"a": "see // http://example.com /* b */", "b": "${'c // d '.repeat(10_000)}"}]`)).toBe('json')
    expect(await id('x.jsonl', '# exported\n{"a":1}\n{"a":2}\n')).toBe('jsonl')
    expect(await id('x.jsonl', 'not one line\nof it\n')).toBe('text')
  })
})

describe('a file that does not keep still', () => {
  const folder = scratch()
  const start = async (name: string) => {
    write(folder, { [name]: big })
    const path = join(folder, name)
    const input = await openInput({ file: 1, path: name, size: big.length }, path)
    const chunks = input.chunks()[Symbol.asyncIterator]()
    await chunks.next()
    const rest = async () => {
      while ((await chunks.next()).done !== true);
      return codes(await input.finish())
    }
    return { path, rest }
  }
  it('is reported when it grows', async () => {
    const { path, rest } = await start('grows.jsonl')
    appendFileSync(path, '{}\n')
    expect(await rest()).toEqual(['file.changed'])
  })
  it('is reported when it shrinks', async () => {
    const { path, rest } = await start('shrinks.jsonl')
    truncateSync(path, 10)
    expect(await rest()).toEqual(['file.changed'])
  })
  it('is reported when a byte changes and the times are put back', async () => {
    const { path, rest } = await start('touched.jsonl')
    const fd = openSync(path, 'r+')
    writeSync(fd, 'X', 5)
    closeSync(fd)
    utimesSync(path, 1_000_000, 1_000_000)
    expect(await rest()).toEqual(['file.changed'])
  })
  it('is reported when it vanishes or another takes its place', async () => {
    const gone = await start('gone.jsonl')
    unlinkSync(gone.path)
    expect(await gone.rest()).toEqual(['file.changed'])
    const replaced = await start('replaced.jsonl')
    writeFileSync(join(folder, 'new'), 'x')
    renameSync(join(folder, 'new'), replaced.path)
    expect(await replaced.rest()).toEqual(['file.changed'])
  })
  it('is reported when it is not what the walk saw', async () => {
    const path = join(folder, 'other.txt')
    writeFileSync(path, 'abc')
    expect(codes((await readAll(path, {}, { size: 2 })).result)).toEqual(['file.changed'])
    expect(codes((await readAll(join(folder, 'never.txt'), {}, { size: 9 })).result)).toEqual(['file.vanished'])
    symlinkSync(path, join(folder, 'link'))
    expect(codes((await readAll(join(folder, 'link'))).result)).toEqual(['file.symlink'])
    mkdirSync(join(folder, 'dir'))
    expect(codes((await readAll(join(folder, 'dir'))).result)).toEqual(['file.special'])
  })
})
