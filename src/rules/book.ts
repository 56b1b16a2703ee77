import type { Rule } from '../model.ts'
import type { Measured } from './accuracy.ts'
import type { Law } from './legal.ts'
import type { PackManifest, RiskType } from './schema.ts'
import type { Sensitivity } from './sensitivity.ts'

/** A rule pack as read from its folder. */
export interface Pack {
  readonly manifest: PackManifest
  readonly origin: 'built-in' | 'added'
  readonly rules: readonly Rule[]
  /** SHA-256 of the sorted `sha256sum` listing of the folder's files: any byte changes it, and sha256sum alone can check it. */
  readonly digest: string
  /** SHA-256 of the canonical JSON of the rules and the digests of their lists: comments and formatting do not change it. */
  readonly semanticDigest: string
}

/** Everything the rules of a run say: what loading gives, and what checking, measuring and selecting are done on. */
export interface RuleBook {
  readonly packs: readonly Pack[]
  readonly lists: ReadonlyMap<string, readonly string[]>
  /** Modules of trusted packs with detectors of their own, by absolute path. */
  readonly code: readonly string[]
  readonly risks: readonly RiskType[]
  readonly law: Law
  /** Measured accuracy of the built-in rules. */
  readonly accuracy: readonly Measured[]
  /** Which personal information is sensitive, by profile. */
  readonly sensitivity: Sensitivity
}
