import type { CharacterCounts, FieldRole, LabellingRole, RecordView } from '../model.ts'

/** A record while its values are read, and the bytes of its fields. */

type Open<T> = { -readonly [key in keyof T]: T[key] }
/** A record while its values are read. */
export interface OpenRecord extends Open<RecordView> {
  readonly counts: CharacterCounts
  readonly meta: Open<RecordView['meta']>
  readonly labelling: { [role in LabellingRole]?: string[] } | undefined
  readonly fields: { field: string; role: FieldRole; bytes: number }[]
}

/** A record without values. All have the same keys in the same order, so that V8 compiles what handles them only once. */
export function newRecord(
  { file, from, row, origin, bytes }: Pick<RecordView, 'file' | 'from' | 'row' | 'origin' | 'bytes'>,
  labelled: boolean,
): OpenRecord {
  return {
    file,
    from,
    row,
    origin,
    bytes,
    textBytes: 0,
    texts: 0,
    counts: { characters: 0, latin: 0, digit: 0, han: 0, kana: 0, hangul: 0, cyrillic: 0, arabic: 0, other: 0, space: 0, words: 0 },
    lang: 'und',
    hashHigh: 0,
    hashLow: 0,
    meta: { url: undefined, license: undefined, lang: undefined, source: undefined, date: undefined },
    labelling: labelled ? {} : undefined,
    fields: [],
  }
}

/** More fields than this are looked up by name. */
const fewFields = 32

/** The bytes of one record by field: one entry for a field however many values it has, and a record may have a million fields. */
export class FieldBytes {
  readonly #known = new Map<string, OpenRecord['fields'][number]>()

  /** Begins another record. */
  clear(): void {
    if (this.#known.size > 0) this.#known.clear()
  }

  /** Counts the bytes of a value for its field. */
  add(fields: OpenRecord['fields'], field: string, role: FieldRole, bytes: number): void {
    const known =
      fields.length < fewFields ? fields.find((one) => one.field === field && one.role === role) : this.#find(fields, field, role)
    if (known !== undefined) {
      known.bytes += bytes
      return
    }
    const entry = { field, role, bytes }
    if (this.#known.size > 0) this.#known.set(`${role} ${field}`, entry)
    fields.push(entry)
  }

  #find(fields: OpenRecord['fields'], field: string, role: FieldRole): OpenRecord['fields'][number] | undefined {
    if (this.#known.size === 0) for (const one of fields) this.#known.set(`${one.role} ${one.field}`, one)
    return this.#known.get(`${role} ${field}`)
  }
}
