import { execFileSync } from 'node:child_process'
import { sign as signBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, link, readFile, rename, symlink, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { bundleBytes } from '../../src/attest/bundle.ts'
import { generateKey } from '../../src/attest/keys.ts'
import { verify } from '../../src/attest/verify.ts'
import { manifestLine } from '../../src/corpus/index.ts'
import { canonicalBytes } from '../../src/notation/jcs.ts'
import type { Report } from '../../src/report/index.ts'
import {
  files,
  type Json,
  manifestOf,
  type Parts,
  renderHtml,
  rootOf,
  type Signed,
  sampleReport,
  sha256,
  signedSet,
  signPae,
  version,
  writeFiles,
} from './sample.ts'
import { judgeByRecipe, judgeBySigstore, recipeRuns } from './verifiers.ts'

/**
 * The published tamper and misuse cases, one table: what becomes of each, and where. Groups A to C (envelope, report files, corpus) are run here
 * against three verifiers that share no code: ours, the shell recipe of the documentation, and the Sigstore project's library, which looks at
 * envelope and signature only, so that it lets pass what was done to files.
 */

type Change = (set: Signed) => Promise<unknown>
/** Case, what is done, our reason code ('' passes), whether the recipe refuses, whether Sigstore's library refuses, how. */
type Row = readonly [number, string, string, boolean, boolean, Change, Parts?]

const at = (set: Signed, name: string) => join(set.folder, name)
const edit =
  (name: string, how: (text: string) => string): Change =>
  async (set) => {
    const text = await readFile(at(set, name), 'latin1')
    const other = how(text)
    expect(other).not.toBe(text)
    await writeFile(at(set, name), other, 'latin1')
  }
const bundle =
  (how: (json: Json, set: Signed) => void): Change =>
  async (set) => {
    const json: Json = JSON.parse(await readFile(at(set, 'report.sigstore.json'), 'utf8'))
    how(json, set)
    await writeFile(at(set, 'report.sigstore.json'), JSON.stringify(json))
  }
const sig = (json: Json) => json.dsseEnvelope.signatures[0]
const bytesOf = (text: string) => Buffer.from(text, 'base64')
const signature = (how: (bytes: Buffer) => Buffer): Change =>
  bundle((json) => (sig(json).sig = how(bytesOf(sig(json).sig)).toString('base64')))
const payload = (how: (text: string) => string): Change =>
  bundle((json) => (json.dsseEnvelope.payload = Buffer.from(how(bytesOf(json.dsseEnvelope.payload).toString())).toString('base64')))
const none: Change = async () => undefined
const bent = (bend: (statement: Json) => void): Parts => ({ bend })
const corpus =
  (path: string, text: string): Change =>
  (set) =>
    writeFiles(set.corpus, { [path]: text })

/** The pre-authentication encoding of DSSE before 1.0: two fields, each after its length in eight bytes. */
function encodingZero(payload: Uint8Array): Buffer {
  const number = (n: number) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64LE(BigInt(n))
    return bytes
  }
  const type = Buffer.from('application/vnd.in-toto+json')
  return Buffer.concat([number(2), number(type.length), type, number(payload.length), payload])
}
const verdictTwice = Buffer.from(canonicalBytes(sampleReport()))
  .toString()
  .replace('"verdict":"PASSED"', '"verdict":"FAILED","verdict":"PASSED"')
function outsideOf(path: string): Parts {
  const manifest = manifestLine(sha256('x'), path)
  const report: Json = sampleReport({ a: '' })
  report.corpus.manifest.digest.sha256 = sha256(manifest)
  report.corpus.merkle = { ...report.corpus.merkle, ...rootOf(manifest) }
  return { contents: { a: '' }, report, manifest }
}
function otherVersion(): Report {
  const report = sampleReport()
  return { ...report, tool: { ...report.tool, version: '9.9.9' } }
}

const rows: readonly Row[] = [
  // A. Envelope and signature
  [1, 'a verdict flipped in the payload', 'signature.invalid', true, true, payload((text) => text.replace('"PASSED"', '"WARNED"'))],
  [
    2,
    'a byte of the signature flipped',
    'signature.invalid',
    true,
    true,
    signature((bytes) => Buffer.from(bytes.map((byte, n) => (n === 20 ? byte ^ 4 : byte)))),
  ],
  [2, 'an empty signature', 'signature.invalid', true, true, signature(() => Buffer.alloc(0))],
  [2, 'bytes after the DER signature', 'signature.invalid', true, true, signature((bytes) => Buffer.concat([bytes, Buffer.from([0])]))],
  [
    3,
    'a signature by another key',
    'signature.invalid',
    true,
    true,
    bundle((json, set) => (sig(json).sig = signPae(set.payload, generateKey()).toString('base64'))),
  ],
  [
    3,
    'an Ed25519 signature where P-256 is trusted',
    'signature.invalid',
    true,
    true,
    bundle((json, set) => (sig(json).sig = signPae(set.payload, generateKey('ed25519')).toString('base64'))),
  ],
  [4, 'a space after the payload type', 'signature.invalid', true, true, bundle((json) => (json.dsseEnvelope.payloadType += ' '))],
  [
    4,
    'another payload type, honestly signed',
    'signature.payload-type',
    true,
    false,
    bundle((json, set) => {
      json.dsseEnvelope.payloadType = 'application/json'
      sig(json).sig = signPae(set.payload, set.key, 'application/json').toString('base64')
    }),
  ],
  [
    4,
    'a signature over the encoding of DSSE before 1.0',
    'signature.invalid',
    true,
    true,
    bundle((json, { key, payload: bytes }) => (sig(json).sig = signBytes('sha256', encodingZero(bytes), key.key).toString('base64'))),
  ],
  [5, 'two signatures', 'signature.count', true, true, bundle((json) => json.dsseEnvelope.signatures.push(sig(json)))],
  [5, 'no signature', 'signature.count', true, true, bundle((json) => (json.dsseEnvelope.signatures = []))],
  [
    6,
    'another keyid and hint',
    '',
    false,
    false,
    bundle((json) => {
      sig(json).keyid = sha256('x')
      json.verificationMaterial.publicKey.hint = 'AAAA'
    }),
  ],
  [6, 'the bundle in another layout', '', false, false, edit('report.sigstore.json', (text) => JSON.stringify(JSON.parse(text), null, 2))],
  [
    7,
    'the key of an attacker inside, and his signature',
    'signature.invalid',
    true,
    true,
    bundle((json, set) => {
      const attacker = generateKey()
      json.verificationMaterial.publicKey.hint = Buffer.from(attacker.publicKey.id, 'hex').toString('base64')
      sig(json).sig = signPae(set.payload, attacker).toString('base64')
    }),
  ],
  // Node's base64 reader, which Sigstore's library uses, passes over junk: the bytes that come out are the signed ones all the same.
  [
    9,
    'junk in the payload’s base64',
    'signature.base64',
    true,
    false,
    bundle((json) => (json.dsseEnvelope.payload = `*${json.dsseEnvelope.payload}`)),
  ],
  [
    9,
    'white space in the payload’s base64',
    'signature.base64',
    true,
    false,
    bundle((json) => (json.dsseEnvelope.payload = `${json.dsseEnvelope.payload.slice(0, 40)}\n${json.dsseEnvelope.payload.slice(40)}`)),
  ],
  [
    9,
    'the URL-safe alphabet, without padding',
    '',
    false,
    false,
    bundle((json) => {
      for (const [holder, name] of [
        [json.dsseEnvelope, 'payload'],
        [sig(json), 'sig'],
      ])
        holder[name] = bytesOf(holder[name]).toString('base64url')
    }),
  ],
  // One signature in forty has no sign by which the alphabets differ.
  [
    9,
    'the URL-safe alphabet, without padding, of a signature without its signs',
    '',
    false,
    false,
    bundle((json, set) => {
      let text = ''
      while (text.length % 4 === 0 || /[-_]/.test(text)) text = signPae(set.payload, set.key).toString('base64url')
      sig(json).sig = text
    }),
  ],
  [
    10,
    'a key twice in the bundle',
    'signature.malformed',
    true,
    false,
    edit('report.sigstore.json', (text) => text.replace('"payloadType"', '"payloadType":"x","payloadType"')),
  ],
  [
    10,
    'a verdict twice in the statement, honestly signed',
    'signature.statement-malformed',
    true,
    false,
    async (set) => {
      const twice = Buffer.from(set.payload).toString().replaceAll('"verdict":"PASSED"', '"verdict":"FAILED","verdict":"PASSED"')
      expect(twice).toContain('"FAILED"')
      const bytes = Buffer.from(twice)
      await writeFile(at(set, 'report.sigstore.json'), bundleBytes(bytes, signPae(bytes, set.key), set.key.publicKey))
    },
  ],
  [
    10,
    'a verdict twice in report.json, honestly signed',
    'report.json-differs',
    true,
    false,
    (set) => writeFile(at(set, 'report.json'), verdictTwice),
    bent((statement) => (statement.subject.find((one: Json) => one.name === 'report.json').digest.sha256 = sha256(verdictTwice))),
  ],
  [
    11,
    'a payload that is no UTF-8',
    'signature.invalid',
    true,
    true,
    bundle((json) => (json.dsseEnvelope.payload = Buffer.from([0xff, 0xfe, 0x7b]).toString('base64'))),
  ],
  [11, 'a byte order mark before the payload', 'signature.invalid', true, true, payload((text) => `\ufeff${text}`)],
  [
    11,
    'JSON 10,000 levels deep',
    'signature.malformed',
    true,
    true,
    (set) => writeFile(at(set, 'report.sigstore.json'), '['.repeat(10_000) + ']'.repeat(10_000)),
  ],
  [
    11,
    'a __proto__ key',
    'signature.malformed',
    false,
    false,
    edit('report.sigstore.json', (text) => text.replace('{', '{"__proto__":{"x":1},')),
  ],
  [
    12,
    'another statement type by a trusted signer',
    'signature.statement-type',
    true,
    false,
    none,
    bent((statement) => (statement._type = 'https://in-toto.io/Statement/v0.1')),
  ],
  [
    12,
    'another predicate by a trusted signer',
    'signature.predicate-type',
    true,
    false,
    none,
    bent((statement) => (statement.predicateType = 'https://slsa.dev/provenance/v1')),
  ],
  [13, 'the (r, n-s) twin of the signature', '', false, false, signature(twin)],
  [
    14,
    'r and s without DER',
    'signature.invalid',
    true,
    true,
    signature((bytes) => Buffer.concat(integers(bytes).map((value) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')))),
  ],
  [
    19,
    'a signature over the bare statement',
    'signature.invalid',
    true,
    true,
    bundle((json, set) => {
      sig(json).sig = signBare(set).toString('base64')
    }),
  ],
  // B. Report files
  [20, 'a byte more in report.json', 'report.json-changed', true, false, edit('report.json', (text) => `${text} `)],
  [20, 'a byte more in report.html', 'report.html-changed', true, false, edit('report.html', (text) => `${text} `)],
  [20, 'a finding removed', 'report.findings-changed', true, false, edit('findings.jsonl', (text) => text.slice(text.indexOf('\n') + 1))],
  [
    20,
    'findings in another order',
    'report.findings-changed',
    true,
    false,
    edit('findings.jsonl', (text) =>
      text
        .split(/(?<=\n)/)
        .reverse()
        .join(''),
    ),
  ],
  [20, 'a finding added', 'report.findings-changed', true, false, edit('findings.jsonl', (text) => text + text)],
  [
    21,
    'report.json written anew',
    'report.json-changed',
    true,
    false,
    edit('report.json', (text) => JSON.stringify(JSON.parse(text), null, 1)),
  ],
  [
    22,
    'the page of another validly signed report',
    'report.html-changed',
    true,
    false,
    async (set) => {
      const other = await signedSet({ key: set.key, report: { ...set.report, profile: 'other' } })
      await copyFile(at(other, 'report.html'), at(set, 'report.html'))
    },
  ],
  [
    23,
    'a subject under another name',
    'report.subject-missing',
    true,
    false,
    none,
    bent((statement) => (statement.subject[2].name = 'page.html')),
  ],
  [
    23,
    'the digest of the page under the name of the manifest',
    'report.subject-mismatch',
    true,
    false,
    none,
    bent((statement) => {
      statement.subject[0].digest = statement.subject[2].digest
    }),
  ],
  [24, 'a subject missing', 'report.subject-missing', true, false, none, bent((statement) => statement.subject.pop())],
  [
    24,
    'one more subject',
    '',
    false,
    false,
    none,
    bent((statement) => statement.subject.push({ name: 'x', digest: { sha256: sha256('') } })),
  ],
  [
    24,
    '1,025 subjects',
    'signature.subjects',
    false,
    false,
    none,
    bent((statement) => {
      for (let n = statement.subject.length; n < 1025; n++) statement.subject.push({ name: `n${n}`, digest: { sha256: sha256('') } })
    }),
  ],
  [
    25,
    'another report in the statement than in report.json',
    'report.json-differs',
    true,
    false,
    none,
    bent((statement) => (statement.predicate.report.profile = 'x')),
  ],
  [
    27,
    'a page with a badge of its own, honestly signed',
    'report.html-changed',
    false,
    false,
    none,
    { html: `${renderHtml(sampleReport())}<b>PASSED</b>` },
  ],
  // C. Corpus
  [28, 'the page of another version, honestly signed', '', false, false, none, { html: 'some other page', report: otherVersion() }],
  [29, 'a byte changed', 'corpus.changed', true, false, corpus('sub/b.txt', 'B')],
  [29, 'a file added', 'corpus.extra', true, false, corpus('sub/c.txt', 'c')],
  [29, 'a file deleted', 'corpus.missing', true, false, (set) => unlink(join(set.corpus, 'empty'))],
  [29, 'a file renamed', 'corpus.missing', true, false, (set) => rename(join(set.corpus, 'a.jsonl'), join(set.corpus, 'z.jsonl'))],
  [
    29,
    'the contents of two swapped',
    'corpus.changed',
    true,
    false,
    async (set) => {
      await corpus('a.jsonl', files['sub/b.txt']!)(set)
      await corpus('sub/b.txt', files['a.jsonl']!)(set)
    },
  ],
  [
    30,
    'other contents of the same size and time',
    'corpus.changed',
    true,
    false,
    async (set) => {
      const time = new Date('2020-01-01T00:00:00Z')
      await corpus('a.jsonl', files['a.jsonl']!.replace('a', 'b'))(set)
      await utimes(join(set.corpus, 'a.jsonl'), time, time)
    },
  ],
  [
    31,
    'a link to the same contents',
    'corpus.symlink',
    true,
    false,
    async (set) => {
      await rename(join(set.corpus, 'a.jsonl'), join(set.corpus, '..', 'outside'))
      await symlink('../outside', join(set.corpus, 'a.jsonl'))
    },
  ],
  [
    31,
    'a pipe in place of a file',
    'corpus.special',
    true,
    false,
    async (set) => {
      await unlink(join(set.corpus, 'sub/b.txt'))
      execFileSync('mkfifo', [join(set.corpus, 'sub/b.txt')])
    },
  ],
  [
    31,
    'a hard link in place of a file',
    '',
    false,
    false,
    async (set) => {
      await rename(join(set.corpus, 'sub/b.txt'), `${set.corpus}-other`)
      await link(`${set.corpus}-other`, join(set.corpus, 'sub/b.txt'))
    },
  ],
  [
    31,
    'a link in place of a file, and as many files added',
    'corpus.symlink',
    true,
    false,
    async (set) => {
      await rename(join(set.corpus, 'a.jsonl'), join(set.corpus, '..', 'outside'))
      await symlink('../outside', join(set.corpus, 'a.jsonl'))
      await corpus('b.tmp', 'x')(set)
    },
  ],
  [32, 'a file under a recorded ignore rule', '', false, false, corpus('x.tmp', 'x')],
  [
    33,
    'odd names, nothing changed',
    '',
    false,
    false,
    none,
    {
      contents: {
        'back\\slash': '1',
        'new\nline': '2',
        '-n': '3',
        'a b': '4',
        '中文/數據': '5',
        𐐀: '6',
        '.hidden': '7',
        'cr\r': '8',
        empty: '',
      },
    },
  ],
  [
    34,
    'a manifest made to fit a changed corpus',
    'report.manifest-changed',
    true,
    false,
    async (set) => {
      await corpus('sub/b.txt', 'B')(set)
      await writeFile(at(set, 'corpus.sha256'), manifestOf({ ...files, 'sub/b.txt': 'B' }))
    },
  ],
  [
    34,
    'the manifest in another order',
    'report.manifest-changed',
    true,
    false,
    edit('corpus.sha256', (text) =>
      text
        .split(/(?<=\n)/)
        .reverse()
        .join(''),
    ),
  ],
  [
    34,
    'the manifest with binary markers',
    'report.manifest-changed',
    true,
    false,
    edit('corpus.sha256', (text) => text.replaceAll('  ', ' *')),
  ],
  [34, 'the manifest with CRLF', 'report.manifest-changed', true, false, edit('corpus.sha256', (text) => text.replaceAll('\n', '\r\n'))],
  [
    35,
    'a signed manifest that names a place above the corpus',
    'corpus.path-refused',
    true,
    false,
    none,
    outsideOf('../dataaudit-report/report.json'),
  ],
  [35, 'a signed manifest with an absolute path', 'corpus.path-refused', true, false, none, outsideOf('/etc/passwd')],
  [
    37,
    'the same text in another gzip header',
    'corpus.changed',
    true,
    false,
    corpus('a.gz', gzip('two')),
    { contents: { 'a.gz': gzip('one') } },
  ],
  [
    40,
    'the corpus in another place',
    '',
    false,
    false,
    async (set) => {
      await rename(set.corpus, `${set.corpus}-moved`)
      Object.assign(set, { corpus: `${set.corpus}-moved` })
    },
  ],
]

function gzip(name: string): string {
  return `\x1f\x8b\b\b\0\0\0\0\0\x03${name}\0`
}
/** r and s of a DER signature. */
function integers(der: Buffer): [bigint, bigint] {
  const first = 4 + der[3]!
  const value = (from: number, to: number) => BigInt(`0x${der.subarray(from, to).toString('hex')}`)
  return [value(4, first), value(first + 2, der.length)]
}
function twin(der: Buffer): Buffer {
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const [r, s] = integers(der)
  const integer = (value: bigint) => {
    const hex = value.toString(16)
    const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
    const body = bytes[0]! < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes])
    return Buffer.concat([Buffer.from([2, body.length]), body])
  }
  const body = Buffer.concat([integer(r), integer(n - s)])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}
function signBare({ key, payload: bytes }: Signed): Buffer {
  return signBytes('sha256', bytes, key.key)
}

describe('groups A to C against three verifiers', () => {
  it.each(rows.map((row) => ({ row, name: `case ${row[0]}: ${row[1]}` })))('$name', async ({ row }) => {
    const [, , code, recipeRefuses, sigstoreRefuses, change, parts] = row
    const set = await signedSet(parts)
    await change(set)
    const ours = await verify(set.folder, { keys: [set.key.publicKey], corpus: [set.corpus], toolVersion: version, renderHtml })
    if (code === '') expect(ours.checks.filter((check) => check.status === 'failed')).toEqual([])
    else expect(ours).toMatchObject({ ok: false, exit: 'verification', code })
    if (recipeRuns) expect((await judgeByRecipe(set)).code !== 0, 'the recipe refuses').toBe(recipeRefuses)
    const theirs = await judgeBySigstore(set).then(
      () => false,
      () => true,
    )
    expect(theirs, 'the library refuses').toBe(sigstoreRefuses)
  })
})

/** Where the other cases are run: the file and words of the test, or why there is nothing to run. */
const elsewhere: { readonly [number: number]: readonly [string, string] | { readonly notApplicable: string } } = {
  8: ['attest/verify.test.ts', 'case 8: without a key the best result is signature.signer-unknown'],
  15: ['attest/commands.test.ts', 'cases 15, 60: the wrong half of the key'],
  16: ['attest/verify.test.ts', 'case 16: the bytes that were verified are the bytes that are used'],
  17: ['attest/authority.test.ts', 'case 17: timestamps'],
  18: ['attest/verify.test.ts', 'case 18: a threshold of two needs two keys'],
  26: ['renderers/hostile.test.ts', 'hostile'],
  36: ['cli/accounting.test.ts', 'file.changed'],
  38: ['attest/prove.test.ts', 'Case 38 end to end'],
  39: ['attest/verify.test.ts', 'case 39: a partial check'],
  41: ['attest/verify.test.ts', '41: the rule pack'],
  42: ['cli/built.test.ts', 'semanticDigest'],
  43: ['attest/verify.test.ts', 'case 43: %s although the verdict is PASSED'],
  44: ['attest/verify.test.ts', 'case 44: an older report does not pass for a newer corpus'],
  45: ['attest/envelope.test.ts', '45: no verdict'],
  46: ['attest/envelope.test.ts', 'case 46: unknown members and a newer minor version'],
  47: ['attest/verify.test.ts', '47: the configuration'],
  48: ['determinism.test.ts', 'two machines'],
  49: ['attest/envelope.test.ts', 'case 49: Ed25519 signatures are the same every time'],
  50: ['attest/canonical.test.ts', 'case 50'],
  51: ['attest/canonical.test.ts', 'case 51'],
  52: ['leak.test.ts', 'leaves nothing of them in what the program says'],
  53: ['leak.test.ts', 'identifiers on the command line'],
  54: { notApplicable: 'no tokens of values are written: a place is identity enough, and a published token can be enumerated' },
  55: { notApplicable: 'no tokens of values are written, so there is nothing to enumerate' },
  56: ['attest/signers.test.ts', 'an excerpt with one letter of it'],
  57: ['attest/signers.test.ts', 'case 57: what would leak is not signed'],
  58: ['leak.test.ts', 'the check itself would see a leak'],
  59: ['attest/commands.test.ts', 'case 59: writes an encrypted private key'],
  60: ['attest/keys.test.ts', 'case 60'],
  61: ['attest/keys.test.ts', 'cases 61, 62'],
  62: ['attest/outside.test.ts', 'cases 62, 67: the recipe of docs/verify.sh'],
  63: ['attest/signers.test.ts', 'case 63: %s: nothing is written'],
  64: ['attest/signers.test.ts', 'case 64: SM2 by openssl, and SM3'],
  65: ['attest/confined.test.ts', 'by its system calls'],
  66: ['attest/keys.test.ts', 'case 66'],
  67: ['attest/documents.test.ts', 'docs/verify.md'],
}

it('every one of the 67 cases is in the table, and what it points at is there', () => {
  const here = new Set(rows.map(([number]) => number))
  for (let number = 1; number <= 67; number++) {
    const place = elsewhere[number]
    if (place === undefined) {
      expect(here.has(number), `case ${number}`).toBe(true)
      continue
    }
    if ('notApplicable' in place) continue
    const file = fileURLToPath(new URL(`../${place[0]}`, import.meta.url))
    expect(existsSync(file), file).toBe(true)
    expect(readFileSync(file, 'utf8'), `case ${number} in ${place[0]}`).toContain(place[1])
  }
})
