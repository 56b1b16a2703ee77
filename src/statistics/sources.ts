import { labelOf, remembering } from './labels.ts'
import { topList } from './toplist.ts'

/** A longer source name is not a name. */
const longest = 64

/** The `source` metadata of a record as a label fit to print. */
export const sourceOf = remembering((source) => labelOf(source, longest))

/** Records and bytes by their `source` metadata. */
export const sources = topList('sources', 4096, (record) => sourceOf(record.meta.source))
