import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { readNerFolder, wordPieces } from '../../src/ner/index.ts'
import { Stop } from '../../src/stop.ts'
import { vocabulary, writeModel } from './model.ts'

/** `--ner`: a local model adds its names through the same road as every other detector. The built program runs it, because it has a thread. */

const root = fileURLToPath(new URL('../..', import.meta.url))
const made: string[] = []
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'dataaudit-ner-'))
  made.push(path)
  return path
}
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true })
})

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'bin/dataaudit.js'), ...args, '--no-config'], { encoding: 'utf8', cwd: folder() })
const rows = ['Anna Berger met 张晓明 in Paris.', 'nobody here', `${'met '.repeat(40)}Anna Berg in Paris 🙂 张晓明`]
const corpus = (times = 1): string => {
  const path = folder()
  for (let n = 0; n < times; n++) writeFileSync(join(path, `${n}.jsonl`), rows.map((text) => `${JSON.stringify({ text })}\n`).join(''))
  return path
}
const model = folder()
writeModel(model)
const found = (out: string) =>
  readFileSync(join(out, 'findings.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { rule: string; record: number; byteOffset: number; length: number; confidence: string })
    .filter(({ rule }) => rule === 'ner/person')

describe('a local model', () => {
  const out = join(folder(), 'out')
  const done = run('scan', corpus(), '--ner', model, '-o', out)

  it('marks names, in bytes of the text, of medium confidence at most', () => {
    expect(done.stderr).toBe('')
    expect(done.status).toBe(0)
    const spans = found(out).map(({ record, byteOffset, length }) =>
      Buffer.from(rows[record]!).toString('utf8', byteOffset, byteOffset + length),
    )
    expect(spans).toEqual(['Anna Berger', '张晓明', 'Anna Berg', '张晓明'])
    expect(found(out).map(({ confidence }) => confidence)).not.toContain('high')
  })

  it('tells of whom sensitive information is said', () => {
    const path = folder()
    writeFileSync(join(path, 'a.jsonl'), `${JSON.stringify({ text: 'Anna Berg was diagnosed with asthma.' })}\n`)
    const health = (...args: string[]) => {
      const to = join(folder(), 'out')
      run('scan', path, ...args, '-o', to)
      return readFileSync(join(to, 'findings.jsonl'), 'utf8').includes('"pii-sensitive/health"')
    }
    expect([health('--ner', model), health()]).toEqual([true, false])
  })

  it('may have labels of any form', () => {
    const odd = folder()
    writeModel(odd, { labels: ['O', 'B-PER', '', 'B-\n'], table: vocabulary.map((_, id) => [0, 0, id % 2, 1 - (id % 2)]) })
    expect(run('scan', corpus(), '--ner', odd, '-o', join(folder(), 'out'))).toMatchObject({ status: 0, stderr: '' })
  })

  it('is in the report by its digest, and its folder is not', () => {
    const text = readFileSync(join(out, 'report.json'), 'utf8')
    const report = JSON.parse(text) as { config: { names: string[] }; rulePacks: { name: string; digest: { sha256: string } }[] }
    expect(report.config.names).toEqual(['cue', 'model'])
    expect(report.rulePacks.find(({ name }) => name === 'ner')!.digest.sha256).toBe(readNerFolder(model).digest)
    expect(text).not.toContain(model)
  })

  it('gives the same report from two threads as from one', () => {
    const many = corpus(6)
    const outs = ['1', '2'].map((workers) => {
      const at = join(folder(), 'out')
      expect(run('scan', many, '--ner', model, '-o', at, '--workers', workers).status).toBe(0)
      return at
    })
    for (const name of ['report.json', 'findings.jsonl'])
      expect(readFileSync(join(outs[1]!, name), 'utf8')).toBe(readFileSync(join(outs[0]!, name), 'utf8'))
  })

  it('takes its names out of a cleaned copy', () => {
    const out = join(folder(), 'clean')
    expect(run('redact', corpus(), '--ner', model, '-o', out).status).toBe(0)
    const clean = readFileSync(join(out, 'corpus', '0.jsonl'), 'utf8')
    expect(clean).not.toMatch(/Anna|张晓明/)
    expect(clean).toContain('in Paris.')
  })
})

describe('a model that cannot be used', () => {
  const refused = (path: string) => {
    const { status, stderr } = run('scan', corpus(), '--ner', path, '-o', join(folder(), 'out'))
    return { status, stderr }
  }
  it('stops the scan before it begins, with what is wrong', () => {
    expect(refused(folder())).toMatchObject({ status: 2, stderr: expect.stringContaining('model.onnx') })
    const broken = folder()
    writeModel(broken)
    writeFileSync(join(broken, 'model.onnx'), 'not a model')
    expect(refused(broken)).toMatchObject({ status: 2, stderr: expect.stringContaining('cannot be run') })
    const short = folder()
    writeModel(short, { table: vocabulary.map(() => [1, 0]) })
    expect(refused(short)).toMatchObject({ status: 2, stderr: expect.stringContaining('one number for each label') })
    const places = folder()
    writeModel(places, { labels: ['O', 'B-LOC'] })
    expect(refused(places)).toMatchObject({ status: 2, stderr: expect.stringContaining('no label for persons') })
  })
  it('ends the scan with the same sentence when it fails late, in whichever thread', () => {
    // It answers for pieces no word is made of, and fails at the first word it is said to know.
    const late = folder()
    writeModel(late, { table: vocabulary.slice(0, 4).map(() => [6, 0, 0, 0]) })
    const known = corpus()
    const elsewhere = folder()
    // Two files, of which the first keeps this thread busy while the other meets the word.
    writeFileSync(join(elsewhere, '0.jsonl'), `${JSON.stringify({ text: 'x '.repeat(4000) })}\n`.repeat(40))
    writeFileSync(join(elsewhere, '1.jsonl'), `${JSON.stringify({ text: 'Anna' })}\n`)
    for (const [path, workers] of [
      [known, '1'],
      [elsewhere, '2'],
    ] as const) {
      const { status, stderr } = run('scan', path, '--ner', late, '-o', join(folder(), 'out'), '--workers', workers)
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('the model cannot be run') })
    }
  })
  it('is told apart by the file that is wrong', () => {
    const lacking = folder()
    writeModel(lacking)
    rmSync(join(lacking, 'vocab.txt'))
    expect(() => readNerFolder(lacking)).toThrow(Stop)
    writeFileSync(join(lacking, 'vocab.txt'), 'only\n')
    expect(() => readNerFolder(lacking)).toThrow(
      expect.objectContaining({
        words: { zh: expect.stringMatching(/^vocab\.txt 中没有 \[UNK\]/), en: expect.stringMatching(/^vocab\.txt has no \[UNK\]/) },
      }),
    )
    writeFileSync(join(lacking, 'config.json'), '[')
    expect(() => readNerFolder(lacking)).toThrow('config.json')
  })
})

describe('word pieces', () => {
  const { pieces } = wordPieces(['[UNK]', '[CLS]', '[SEP]', 'un', '##aff', '##able', 'e', '##te', '中', '国', ',', '!'], true)
  const cut = (text: string) => pieces(text).map(({ id, start, end, inner }) => `${id} ${text.slice(start, end)}${inner ? '+' : ''}`)
  it('are the longest of the vocabulary, with their places in the text', () => {
    expect(cut('UNaffable, été!')).toEqual(['3 UN', '4 aff+', '5 able+', '10 ,', '6 é', '7 té+', '11 !'])
    expect(cut('中国 x')).toEqual(['8 中', '9 国', '0 x'])
    expect(cut(` ${'a'.repeat(101)} un`)).toEqual([`0 ${'a'.repeat(101)}`, '3 un'])
    expect(cut('')).toEqual([])
  })
  it('keep capitals where the model wants them', () => {
    const cased = wordPieces(['[UNK]', '[CLS]', '[SEP]', 'Anna', 'anna'], false)
    expect(cased.pieces('Anna anna ANNA').map(({ id }) => id)).toEqual([3, 4, 0])
  })
})
