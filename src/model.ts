/**
 * The whole vocabulary on one page: types only, no code.
 *   path ─corpus─▶ Shard ─format─▶ row ─▶ RecordView ─kernel─▶ Candidate ─detector─▶ Hit ─redact─▶ Finding ─▶ Statistic ─▶ Report
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The two languages every word a person reads exists in, and one text in both. */
export type Lang = 'zh' | 'en'
export type Words = { readonly [lang in Lang]: string }

export type Severity = 'error' | 'warning' | 'note'
/** Severities are SARIF's levels. Confidence is computed from evidence, never set by hand: high ≥ 0.9, medium ≥ 0.6, low ≥ 0.3; below low a hit is suppressed and counted. */
export type Confidence = 'high' | 'medium' | 'low'

// ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One unit of reading: a file, or a byte range of a splittable one. */
export interface Shard {
  /** 1-based line of the file in `corpus.sha256`: reports name files by this number, because a path can itself be personal. */
  readonly file: number
  /** POSIX path relative to the corpus root; `-` is standard input. */
  readonly path: string
  /** Stored size in bytes, before decompression; -1 when unknown (standard input). */
  readonly size: number
  /** Id of the declared source the file belongs to by its path; `(none)` when it belongs to none, absent when sources are not declared by path. */
  readonly origin?: string
  /** Half-open byte range of a plain file; absent when the whole file is read. */
  readonly range?: { readonly start: number; readonly end: number }
}

/** The bytes of a shard: decompressed, decoded to UTF-8, without a byte order mark. */
export interface Input {
  readonly shard: Shard
  /** UTF-8 chunks in order. For a range they start at `range.start` and go on past `range.end` until the reader stops asking. */
  chunks(): AsyncIterable<Uint8Array>
  /** The first bytes of the file, also when the shard is a later range: a CSV range needs its header from there. */
  head(length: number): Promise<Uint8Array>
}

/** What a fault costs. `lost`: the bytes were not judged. `damaged`: judged in part (a repaired character). `noted`: odd, but judged in full. */
export type FaultEffect = 'lost' | 'damaged' | 'noted'

/** Something the tool could not read or judge. Counted and reported, never skipped in silence. It has no room for corpus text. */
export interface Fault {
  /** Stable code such as `json.syntax`; `words/faults.ts` has the sentences. */
  readonly code: string
  readonly effect: FaultEffect
  /** 0-based row in the shard; absent when the whole file is meant. */
  readonly row?: number
  /** Bytes that were not judged because of it (decoded bytes for a row, stored bytes for a file). */
  readonly bytes: number
}

/** The part of the kernel's memory a format may read rows into: bytes stay bytes from the disk to the scan. Addresses move only in `reserve` and `push`. */
export interface Arena {
  /** Address of an input buffer of at least `bytes` bytes; what lay in it before is kept. */
  reserve(bytes: number): number
  /** The memory; ask again after `reserve` and `push`. */
  memory(): Uint8Array
  /** Copies a string as UTF-8 behind what the open row holds; the result is good until the row ends. */
  push(text: string): { readonly start: number; readonly end: number }
  validUtf8(start: number, end: number): boolean
  /** Reads one JSON row, with `nonFinite` one that holds NaN or Infinity: the number of tokens (four words each: kind, start, end, extra), or -1 syntax, -2 too deep, -3 too many. */
  jsonRow(start: number, end: number, nonFinite?: boolean): number
  tokens(): Uint32Array
  /** Unescapes a JSON string in place: its new end. */
  unescape(start: number, end: number): number
  /** Lone surrogates repaired by `unescape` since the last call. */
  repaired(): number
}

/** Where a value lies in its row: a JSON Pointer (RFC 6901), written only when asked for; `step` is its last key or index. The values of one object have the same `parent`; values of a file whose pointers differ in list indexes alone have the same `field`. */
export type ValuePath = Readonly<{ pointer: string; step: string | number; parent: ValuePath | undefined; field: object }>

/** Where a format pushes what it reads: rows never cross an `await`, values come between `begin` and `end`. */
export interface RowSink {
  readonly arena: Arena
  /** Opens row number `row` (0-based in this shard). */
  begin(row: number): void
  /** A string value held in a JavaScript string. */
  text(path: ValuePath, value: string): void
  /** A string value that already lies as UTF-8 in kernel memory. */
  bytes(path: ValuePath, start: number, end: number): void
  /** A number, boolean or null, as its source text. */
  scalar(path: ValuePath, source: string): void
  /** An object or array that holds nothing: no value, but its keys are judged. It has no number among the values of its row. */
  hollow(path: ValuePath): void
  /** Closes the row, which took `bytes` bytes of the decoded input. */
  end(bytes: number): void
  /** A row that could not be read (or was read with damage); if a row is open it is given up first when the effect is `lost`. */
  fault(fault: Fault): void
  /** Bytes of the decoded input that belong to no row and hold no content (blank lines, brackets, separators). */
  blank(bytes: number): void
}

/** A file format. It pushes rows; it never throws for bad content: it reports a fault and goes on. */
export interface Format {
  readonly id: string
  /** Without the dot, lower case: `jsonl`. */
  readonly extensions: readonly string[]
  /** Whether a plain file may be cut into byte ranges: at any byte, or where `boundaries` says. */
  readonly splittable: boolean
  /** Finds where a file may be cut, from its path and first bytes. `scan` takes piece after piece and tells where records end in it; false: there is no cut further on. */
  boundaries?(path: string, head: Uint8Array, maxRecordBytes: number): { scan(piece: Uint8Array, emit: (end: number) => void): boolean }
  read(input: Input, sink: RowSink, limits: ReadLimits): Promise<void>
  /** Makes the writer of one file's cleaned copy, from its path and its first bytes. Absent: files of this format cannot be written back. */
  rewriter?(path: string, head: Uint8Array): Rewriter
}

/** A change of a value: bytes [start, end) of its decoded UTF-8 form give way to `text`. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What changes in one row. Edits of a value are in order and do not overlap. */
export interface RowEdits {
  /** By the number of the value in its row, counted over everything the format pushed for it, scalars included. */
  readonly values: ReadonlyMap<number, { readonly length: number; readonly edits: readonly Edit[] }>
  /** The edits of an object key or column name; undefined where no key of the row changes. */
  readonly key: ((name: string) => readonly Edit[]) | undefined
}

/** Writes a file back row by row, in the order it was read, from the decoded bytes that the format reported to its sink. Every byte that is not part of an edit stays as it was. */
export interface Rewriter {
  /** Bytes that belong to no row: blank lines, brackets, a header. */
  between(source: Buffer, key: (name: string) => readonly Edit[]): readonly Uint8Array[]
  /** A row: as it is (undefined), with edits, or left out. Undefined when the row cannot be written back with these edits. */
  row(source: Buffer, change: RowEdits | 'drop' | undefined): readonly Uint8Array[] | undefined
  /** What is still held back at the end of the file. */
  end(): readonly Uint8Array[]
}

export interface ReadLimits {
  /** A row longer than this is a fault, not a crash. */
  readonly maxRecordBytes: number
  /** How whole-text formats are cut into records. */
  readonly split: 'file' | 'lines' | 'paragraphs'
}

/** What a string field is to the record: training text, one of the known metadata, or anything else (scanned all the same). */
export type FieldRole = 'text' | 'url' | 'license' | 'lang' | 'source' | 'date' | 'other'

/** What a field is to a labelled record, where the sources manifest maps it (Article 8 of the draft Measures). */
export type LabellingRole = 'annotator' | 'reviewer' | 'batch' | 'label' | 'reviewLabel' | 'time' | 'seconds' | 'ruleVersion' | 'kind'

/** Characters of a record by script, and what estimates need. Counted by the kernel; words are runs of Latin letters and digits. */
export type CharacterCounts = {
  [name in 'characters' | 'latin' | 'digit' | 'han' | 'kana' | 'hangul' | 'cyrillic' | 'arabic' | 'other' | 'space' | 'words']: number
}

/** What statistics see of a record. */
export interface RecordView {
  readonly file: number
  /** Start of the shard's byte range, 0 for a whole file: with `row` it names the record before all ranges are joined. */
  readonly from: number
  readonly row: number
  /** See Shard: absent where the record's own `source` metadata says where it comes from. */
  readonly origin?: string | undefined
  /** UTF-8 bytes of the record's row in the decoded input. */
  readonly bytes: number
  /** UTF-8 bytes of its training texts. */
  readonly textBytes: number
  readonly texts: number
  readonly counts: CharacterCounts
  /** BCP 47 code of the training texts, `und` when unsure. */
  readonly lang: string
  /** 64-bit hash of the training texts as two unsigned 32-bit lanes: equal texts, equal hash. */
  readonly hashHigh: number
  readonly hashLow: number
  /** Known metadata found in the record; values in which a rule fired are replaced by `(withheld)`. */
  readonly meta: { readonly [role in Exclude<FieldRole, 'text' | 'other'>]?: string | undefined }
  /** What its labelling fields hold, as `labellingValue` gives it: hashes in place of people, batches, labels and versions. */
  readonly labelling?: { readonly [role in LabellingRole]?: readonly string[] } | undefined
  /** The record's fields with array indexes as a star, masked where a key is not safe to print. */
  readonly fields: readonly { readonly field: string; readonly role: FieldRole; readonly bytes: number }[]
}

// ── rules ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a rule asks the kernel to look for, so that no rule costs a pass of its own: a gate must occur in, or touch, every possible match, for a text without a candidate is never shown to the rule. */
export type Gate = GateKind & GateSides
type GateKind =
  /** Literal byte strings; `ci` folds ASCII case. A literal that starts with an ASCII letter or digit must not stand directly behind another one (that of a written-out `\n`, `\r` or `\t` does not count), unless `edge` is false. With `whole` one that ends with a letter or digit must not stand directly before another one either. */
  | { readonly literals: readonly string[]; readonly ci?: boolean; readonly edge?: boolean; readonly whole?: boolean }
  /** A region of digit groups, joined by at most two of ` -./()+`, with at least `min` digits in all and at least `groups` groups. A single unbroken group of more than `max` digits is not a candidate. */
  | { readonly digits: { readonly min: number; readonly max: number; readonly groups?: number } }
  /** A run of ASCII letters and digits, at least `min` long, holding at least `digits` digits (default 0). */
  | { readonly token: { readonly min: number; readonly digits?: number } }
  /** One ASCII punctuation byte. */
  | { readonly byte: string }
/** What must stand directly before a candidate, from its start on, directly behind it: byte expressions, see `kernel/beside.ts`, which read a written-out `\n`, `\r` or `\t` as rules do. */
export type GateSides = { readonly [side in 'before' | 'head' | 'after']?: string } & { readonly reach?: GateReach | undefined }
/** How many characters a match may reach beyond its candidate on either side, where that is less than the longest match; `within`: the class of bytes that a match is made of. */
export type GateReach = { readonly [side in 'before' | 'after']?: number | undefined } & { readonly within?: string | undefined }

/** What a text is to its record: a training `text`, any other string value (`field`), an object key or column name (`key`), or the name of the file (`path`). A rule says which it is for. */
export type Unit = 'text' | 'field' | 'key' | 'path'
export type Domain = 'pii' | 'secret' | 'ip' | 'prohibited' | 'quality' | 'contamination'

/** `find`: the exact span that must be found; `field`: JSON pointer of where the text stands. */
export type Example = { readonly text: string } & { readonly [what in 'find' | 'field' | 'lang' | 'why']?: string | undefined }

/** A rule is data: one YAML entry in a rule pack. `detect.kind` names the detector that gives `detect` its meaning; an `optional` rule runs only when asked for. */
export interface Rule<Detect extends { readonly kind: string } = { readonly kind: string }> {
  /** `<pack>/<name>`: immutable, never reused. */
  readonly id: string
  readonly pack: string
  readonly rev: number
  readonly status: 'experimental' | 'stable' | 'deprecated'
  readonly domain: Domain
  readonly entity: string
  /** Exactly one primary risk type, `CN-A1-a` … `CN-A5-b`. */
  readonly risk: string
  readonly secondaryRisks: readonly string[]
  /** Clause ids, first is primary: `cac-2023:7.3`. */
  readonly requirements: readonly string[]
  readonly title: Words
  readonly message: Words
  readonly why: Words
  readonly remedy: Words
  readonly severity: Severity
  /** A value of it tells one person from others. */
  readonly identifies?: 'person'
  readonly optional?: boolean
  readonly units: readonly Unit[]
  readonly detect: Detect
  /** Rule ids that lose to this one where their hits overlap. */
  readonly beats: readonly string[]
  readonly examples: { readonly match: readonly Example[]; readonly pass: readonly Example[] }
  readonly refs: readonly string[]
}

/** A place a gate marked, by its index among those the detector returned: offsets are UTF-8 bytes into the normalised text. */
export interface Candidate {
  readonly gate: number
  readonly start: number
  readonly end: number
}

/** One text of a record, as the UTF-8 bytes of its normalised form. Detectors decode only what they need. */
export interface TextView {
  readonly unit: Unit
  /** JSON Pointer of the value in its record. */
  readonly field: string
  readonly length: number
  /** Decodes bytes [start, end), which must lie on character boundaries. */
  decode(start: number, end: number): string
  byteAt(offset: number): number
  /** The boundary `characters` characters before or after an offset, or the end of the text; with a set of bytes, as far as characters begin with one of it. */
  back(offset: number, characters: number, within?: Uint8Array): number
  forward(offset: number, characters: number, within?: Uint8Array): number
  /** Bytes [start, end) as a text of their own that stands in a field; good until the next part is asked for. */
  part(start: number, end: number, field: string): TextView
}
/** A proven span, never text. Offsets are bytes into the normalised text, end exclusive; confidence is a score in (0, 1]. */
export interface Hit {
  readonly rule: Rule
  readonly start: number
  readonly end: number
  readonly confidence: number
  /** Why a hit is not reported, such as `shape:uuid`; it is counted under that reason. */
  readonly suppressed?: string
}
/** Compiles all rules of its kind at once, so a thousand rules can cost one pass. */
export interface Detector {
  readonly kind: string
  compile(rules: readonly Rule[], env: DetectorEnv): CompiledDetector
}
export interface CompiledDetector {
  readonly gates: readonly Gate[]
  /** How many of the gates, the first ones, are of rules, where not all are. */
  readonly ruleGates?: number
  /** Called before the candidates of each text; then `prove` at each of them, in no particular order. */
  begin(text: TextView): void
  prove(candidate: Candidate): void
  /** Called after them: emits the hits. `exhaustive` ignores gates and candidates and runs every rule over the whole text: the oracle. */
  end(emit: (hit: Hit) => void, exhaustive: boolean): void
  /** The field, a JSON pointer, that a label beside a value names; undefined where that says nothing to a rule. */
  fieldNamed?(label: string): string | undefined
  /** Whether a number of a few digits in a field of this name, a JSON pointer, says something to a rule. */
  asksNumber?(field: string): boolean
  /** Rules, by id, whose hits say something about a person: one suppressed as `no-person` stands after all when its record holds a hit of these. */
  readonly persons?: ReadonlyMap<string, ReadonlySet<string>>
  /** What follows from settled hits of the rules `from`, those that stand. Such hits compete with nobody. */
  readonly derive?: { readonly from: ReadonlySet<string>; readonly each: (hits: Iterable<Hit>, emit: (hit: Hit) => void) => void }
}
/** What a detector may know beyond its rules. */
export interface DetectorEnv {
  /** ISO date against which ages and calendar dates are judged. Never the clock: reports must be reproducible. */
  readonly asOf: string
  /** The reach of a pattern. @throws Error with the reason when it has none: see `detectors/regex/` */
  reach(source: string, flags: string): Reach
  /** Looks up a validator by id; undefined when unknown. */
  validator(id: string): Validator | undefined
  /** Reads a word list that lies beside a rule (`surnames.txt`): one entry per line, `#` comments. */
  list(rule: Rule, file: string): readonly string[]
  /** The rules of the run that say `identifies: person`, by their ids. */
  readonly persons: ReadonlySet<string>
}

/** Of a regular expression, in characters: longest match, fewest digits 0-9 and their runs (`detectors/regex/runs.ts`), farthest look around a match. */
export interface Reach {
  readonly length: number
  readonly digits: number
  readonly runs: readonly (readonly number[])[] | undefined
  readonly behind: number
  readonly ahead: number
}

/** Says whether a whole string is a valid number of its kind. Pure; the standard is cited in the file. */
export interface Validator {
  readonly id: string
  /** Share of random strings of the right shape that pass, in (0, 1]: it becomes evidence. */
  readonly falsePass: number
  check(value: string, args: { readonly [name: string]: Json }, env: { readonly asOf: string }): boolean
}

// ── findings and statistics ────────────────────────────────────────────────────────────────────────────────────────────

/** A located, masked hit. It has no field that could carry the matched text. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly confidence: Confidence
  readonly file: number
  readonly from: number
  readonly row: number
  /** JSON Pointer, masked where a key is not safe to print. */
  readonly field: string
  readonly unit: Unit
  /** UTF-8 bytes into the original value. */
  readonly byteOffset: number
  readonly length: number
  /** The shape of the match: digits become 0, letters x, Han 文; at most 64 characters. */
  readonly excerpt: string
}

/** The findings of one record, in order: a list, or made anew each time they are gone through. */
export type Findings = Iterable<Finding> & { readonly length: number }

/** A hit that was not reported, by reason, so that nothing is dropped in silence. */
export type Suppressed = { readonly rule: string; readonly reason: string }

/**
 * Something counted over the corpus. `merge` is associative and commutative and `create()` is its identity, so shards may be
 * counted anywhere, in any order, and resumed. State is plain data (structured clone; Maps and typed arrays allowed).
 */
export interface Statistic<State = unknown, Summary extends Json = Json> {
  readonly id: string
  create(): State
  add?(state: State, record: RecordView, findings: Findings): void
  suppressed?(state: State, suppressed: Suppressed): void
  fault?(state: State, fault: Fault, file: number, from: number): void
  /** Takes over what the kernel counted itself over a shard. */
  drain?(state: State, tokens: TokenCounts): void
  merge(into: State, from: State): void
  summarize(state: State, scope: SummaryScope): Summary
}

/** What a summary may know beyond its state. */
export interface SummaryScope {
  /** Number of the first record of a shard in its file, so that a row in a byte range becomes a record number of the file. */
  recordBase(file: number, from: number): number
  rule(id: string): Rule | undefined
  /** What the manifest says of people who label and of versions of the rules, both by hash. */
  readonly labelling?: LabellingScope | undefined
}
export interface LabellingScope {
  person(role: 'annotator' | 'reviewer', key: string, days: { readonly first: string; readonly last: string }): Standing
  declares(version: string): boolean
}
/** `untimely`: some of the days the person worked on lie outside the time of their certificates. */
export type Standing = { readonly certificate: 'valid' | 'lapsed' | 'none'; readonly trained: boolean; readonly untimely: boolean }

/** What the kernel counted over the tokens of a shard (words and Han characters, case-folded), by 64-bit hash. */
export interface TokenCounts {
  readonly total: number
  /** The k smallest token hashes seen, with exact counts: hash = high * 2^32 + low. Unordered. */
  readonly high: Uint32Array
  readonly low: Uint32Array
  readonly count: Float64Array
  /** Every token counted into one of 65,536 buckets by the low 16 bits of its hash. */
  readonly buckets: Float64Array
}

// ── outputs ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The shape of the report is a schema: `src/report/index.ts` has it, with the type `Report`. */
export type RequirementResult = 'conform' | 'nonconform' | 'not-applicable' | 'insufficient-evidence'
