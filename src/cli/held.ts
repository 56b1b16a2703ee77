import { basename, resolve } from 'node:path'
import type { Config, Policy } from '../config.ts'
import { defaultAsOf } from '../version.ts'
import { type FoundConfig, foundSources, packsOf, policyOf } from './options.ts'

/** The options of a scan that take the place of what a configuration says, or add to it. */
interface Held {
  readonly rules?: readonly string[]
  readonly keywords?: string
  readonly reviewNonceFile?: string
  readonly sources?: string
  readonly policy?: string
  readonly failOn?: Policy['failOn']
  readonly allowUnreadable?: string
  readonly workers?: number
  readonly ner?: string
}

/** What holds for a scan, for who asks: the configuration with defaults and flags, files by the path they are read from, the policy as it judges. */
export function inFull(config: Config, options: Held, paths: readonly string[], cwd: string, found: FoundConfig) {
  const place = (flag: string | undefined, configured: string | undefined) =>
    flag === undefined ? configured && resolve(found.folder, configured) : resolve(cwd, flag)
  const sources = foundSources(options.sources, cwd, found, paths)
  return {
    config: {
      ...config,
      lang: config.lang ?? 'en',
      asOf: config.asOf ?? defaultAsOf,
      rules: packsOf(options, found),
      keywords: place(options.keywords, config.keywords),
      review: { ...config.review, nonceFile: place(options.reviewNonceFile, config.review.nonceFile) },
      sources: sources && resolve(sources.folder, basename(sources.file)),
      policy: policyOf(options, cwd, found),
      workers: options.workers ?? config.workers,
    },
    ...(options.ner === undefined ? {} : { ner: resolve(cwd, options.ner) }),
  }
}
